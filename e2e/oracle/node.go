// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"time"
	_ "unsafe" // for go:linkname

	cadvisorapi "github.com/google/cadvisor/info/v1"
	"google.golang.org/protobuf/proto"
	v1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/sets"
	runtimeapi "k8s.io/cri-api/pkg/apis/runtime/v1"
	"k8s.io/klog/v2"
	pluginapi "k8s.io/kubelet/pkg/apis/deviceplugin/v1beta1"
	"k8s.io/kubernetes/pkg/kubelet/checkpointmanager"
	"k8s.io/kubernetes/pkg/kubelet/cm/containermap"
	"k8s.io/kubernetes/pkg/kubelet/cm/cpumanager"
	"k8s.io/kubernetes/pkg/kubelet/cm/devicemanager"
	"k8s.io/kubernetes/pkg/kubelet/cm/devicemanager/checkpoint"
	"k8s.io/kubernetes/pkg/kubelet/cm/topologymanager"
	"k8s.io/utils/cpuset"
)

// The exported constructor only knows the path below /var/lib/kubelet; this is the one behind it.
//
//go:linkname newManagerImpl k8s.io/kubernetes/pkg/kubelet/cm/devicemanager.newManagerImpl
func newManagerImpl(logger klog.Logger, socketPath string, topology []cadvisorapi.Node, store topologymanager.Store) (*devicemanager.ManagerImpl, error)

// Node is one kubelet: topology manager, device manager and, if asked for, CPU manager, with the plugins of a machine.
type Node struct {
	machine  *Machine
	settings Settings
	places   map[string]place
	dir      string // root of this node's files
	pods     []*v1.Pod
	ready    bool

	topology topologymanager.Manager
	devices  *devicemanager.ManagerImpl
	cpus     cpumanager.Manager
	gpu      *plugin
	vfs      []*plugin

	external   string // registration socket of the GPU plugin, if it is not the kubelet's
	stopFollow context.CancelFunc
	followed   chan struct{}
}

const (
	checkpointName = "kubelet_internal_checkpoint"
	busyUID        = "busy" // pod and container that hold the preset devices
)

// AddSource and AllReady make the node its own config.SourcesReady.
func (n *Node) AddSource(string) {}

// AllReady is false while a restarted kubelet takes its pods back.
func (n *Node) AllReady() bool { return n.ready }

// GetPodStatus and UpdateContainerResources stand in for the parts that only the CPU manager's reconcile loop uses.
func (n *Node) GetPodStatus(types.UID) (v1.PodStatus, bool) { return v1.PodStatus{}, false }

// UpdateContainerResources does nothing: there are no containers.
func (n *Node) UpdateContainerResources(context.Context, string, *runtimeapi.ContainerResources) error {
	return nil
}

func (n *Node) activePods() []*v1.Pod { return slices.Clone(n.pods) }

// NewNode prepares a node; Start runs it. A non-empty external is a registration socket for the GPU plugin.
func NewNode(m *Machine, s Settings, external string) (*Node, error) {
	if err := s.checkKubelet(); err != nil {
		return nil, err
	}
	if s.Scope == "" {
		s.Scope = "container"
	}
	if s.Order != "" && s.Order != "pci" && s.Order != "random" {
		return nil, fmt.Errorf("order %q: want pci or random", s.Order)
	}
	places, err := m.places()
	if err != nil {
		return nil, err
	}
	gpu, err := newGPUPlugin(m)
	if err != nil {
		return nil, err
	}
	vfs := newVFPlugins(m)
	for _, p := range slices.Concat(vfs, []*plugin{gpu}) {
		p.shuffle = s.Order == "random"
	}
	dir, err := os.MkdirTemp("", "ko")
	if err != nil {
		return nil, err
	}
	n := &Node{machine: m, settings: s, places: places, dir: dir, gpu: gpu, vfs: vfs, external: external,
		ready: true}
	if err := os.MkdirAll(n.pluginDir(), 0o750); err != nil {
		n.Close()
		return nil, err
	}
	return n, nil
}

func (n *Node) pluginDir() string     { return filepath.Join(n.dir, "device-plugins") }
func (n *Node) kubeletSocket() string { return filepath.Join(n.pluginDir(), "kubelet.sock") }

// Reset makes the node a fresh one on which only the given devices are in use, by a pod called busy. The state
// comes from a checkpoint, as after a kubelet restart.
func (n *Node) Reset(busy []string) error {
	n.Stop()
	n.pods = nil
	byResource := map[string]checkpoint.DevicesPerNUMA{}
	for _, id := range busy {
		p, ok := n.places[id]
		if !ok {
			return fmt.Errorf("busy device %q does not exist", id)
		}
		numa := int64(-1)
		if p.numa != nil {
			numa = int64(*p.numa)
		}
		if byResource[p.resource] == nil {
			byResource[p.resource] = checkpoint.NewDevicesPerNUMA()
		}
		byResource[p.resource][numa] = append(byResource[p.resource][numa], id)
	}
	response, err := proto.Marshal(&pluginapi.ContainerAllocateResponse{})
	if err != nil {
		return err
	}
	var entries []checkpoint.PodDevicesEntry
	for name, ids := range byResource {
		entries = append(entries, checkpoint.PodDevicesEntry{PodUID: busyUID, ContainerName: busyUID, ResourceName: name,
			DeviceIDs: ids, AllocResp: response})
	}
	if err := removeAll(filepath.Join(n.dir, "cpu")); err != nil {
		return err
	}
	store, err := checkpointmanager.NewCheckpointManager(n.pluginDir())
	if err != nil {
		return err
	}
	if err := store.CreateCheckpoint(checkpointName, checkpoint.New(entries, map[string][]string{})); err != nil {
		return err
	}
	if len(busy) > 0 {
		n.pods = append(n.pods, &v1.Pod{ObjectMeta: metav1.ObjectMeta{Name: busyUID, UID: busyUID}})
	}
	return n.Start(true)
}

// Start brings the managers up and, if plugins is set, waits for the plugins; the state is what the checkpoint says.
func (n *Node) Start(plugins bool) error {
	logger := klog.Background()
	info := n.machineInfo()
	var err error
	if n.topology, err = topologymanager.NewManager(info.Topology, n.settings.Policy, n.settings.Scope, n.settings.PolicyOptions); err != nil {
		return err
	}
	if n.devices, err = newManagerImpl(logger, n.kubeletSocket(), info.Topology, n.topology); err != nil {
		return err
	}
	n.topology.AddHintProvider(logger, n.devices)
	known, alive := containermap.NewContainerMap(), sets.New[string]()
	for _, pod := range n.pods { // what a restarted kubelet finds: init containers have ended, the others run
		for _, c := range slices.Concat(pod.Spec.InitContainers, pod.Spec.Containers) {
			known.Add(string(pod.UID), c.Name, containerID(pod, &c))
		}
		for _, c := range pod.Spec.InitContainers {
			if c.RestartPolicy != nil {
				alive.Insert(containerID(pod, &c))
			}
		}
		for _, c := range pod.Spec.Containers {
			alive.Insert(containerID(pod, &c))
		}
	}
	if n.settings.CPUManager == string(cpumanager.PolicyStatic) {
		if n.machine.CPUs == nil {
			return errors.New("the static CPU manager needs machine.cpus")
		}
		dir := filepath.Join(n.dir, "cpu")
		if err := os.MkdirAll(dir, 0o750); err != nil {
			return err
		}
		reserved := v1.ResourceList{v1.ResourceCPU: *resource.NewQuantity(int64(n.machine.CPUs.Reserved), resource.DecimalSI)}
		n.cpus, err = cpumanager.NewManager(logger, n.settings.CPUManager, nil, time.Hour, info, cpuset.New(), reserved, dir, n.topology)
		if err != nil {
			return err
		}
		n.topology.AddHintProvider(logger, n.cpus)
		if err := n.cpus.Start(context.Background(), n.activePods, n, n, n, known.Clone()); err != nil {
			return err
		}
	}
	if err := n.devices.Start(logger, n.activePods, n, known, alive); err != nil {
		return err
	}
	if plugins {
		return n.startPlugins()
	}
	return nil
}

func (n *Node) startPlugins() error {
	conn, err := dialUnix(n.kubeletSocket())
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	list := n.vfs
	if n.external == "" {
		list = append([]*plugin{n.gpu}, n.vfs...)
	} else if n.stopFollow == nil {
		follow, stop := context.WithCancel(context.Background())
		n.stopFollow, n.followed = stop, make(chan struct{})
		go func() { defer close(n.followed); n.gpu.follow(follow, n.pluginDir(), n.external) }()
	}
	for _, p := range list {
		if err := p.serve(n.pluginDir()); err != nil {
			return err
		}
		if err := p.register(ctx, conn); err != nil {
			return fmt.Errorf("register %s: %w", p.resource, err)
		}
	}
	for _, p := range list {
		if err := n.await(p.resource, len(p.devices), 20*time.Second); err != nil {
			return err
		}
	}
	return nil
}

// await waits until the kubelet counts so many healthy devices.
func (n *Node) await(name string, count int, limit time.Duration) error {
	for deadline := time.Now().Add(limit); ; {
		if len(n.devices.GetAllocatableDevices()[name]) == count {
			return nil
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("%s: the kubelet has %d healthy devices, not %d", name,
				len(n.devices.GetAllocatableDevices()[name]), count)
		}
		runtime.Gosched()
		time.Sleep(20 * time.Microsecond)
	}
}

// Stop ends the managers and the plugins and keeps the files.
func (n *Node) Stop() {
	if n.devices == nil {
		return
	}
	_ = n.devices.Stop(klog.Background())
	n.devices = nil
	for _, p := range n.vfs {
		p.stop()
	}
	if n.external == "" {
		n.gpu.stop()
	}
}

// Close ends the node and removes its files.
func (n *Node) Close() {
	n.Stop()
	if n.stopFollow != nil {
		n.stopFollow()
		<-n.followed
	}
	_ = removeAll(n.dir)
}

// removeAll removes a directory of managers that may still be at work: they write checkpoints in the background, and make
// their directories anew for that. So what was removed is looked for once more.
func removeAll(dir string) error {
	var err error
	for range 100 {
		err = os.RemoveAll(dir)
		time.Sleep(2 * time.Millisecond)
		if _, gone := os.Stat(dir); os.IsNotExist(gone) {
			return nil
		}
	}
	if err == nil {
		err = fmt.Errorf("%s comes back whenever it is removed", dir)
	}
	return err
}
