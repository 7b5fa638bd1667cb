// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"
)

// request is one line of the serve protocol; README.md lists the operations.
type request struct {
	Op string `json:"op"`

	Machine *Machine `json:"machine"` // load
	Settings
	Busy      []string `json:"busy"`
	GPUSocket string   `json:"gpuSocket"`

	UID string `json:"uid"` // admit, remove
	Pod *Pod   `json:"pod"` // admit

	Readmit   *bool `json:"readmit"`   // restart, default true
	PodsFirst bool  `json:"podsFirst"` // restart

	Resource  string `json:"resource"` // await
	Devices   int    `json:"devices"`
	TimeoutMS int64  `json:"timeoutMs"`

	ID      string `json:"id"` // health
	Healthy bool   `json:"healthy"`
}

// reply is the answer to one request.
type reply struct {
	OK    bool   `json:"ok"`
	Error string `json:"error,omitempty"`

	KubeletSocket string `json:"kubeletSocket,omitempty"` // load
	PluginDir     string `json:"pluginDir,omitempty"`

	Admitted *bool                          `json:"admitted,omitempty"` // admit
	Reason   string                         `json:"reason,omitempty"`
	Message  string                         `json:"message,omitempty"`
	Devices  map[string]map[string][]string `json:"devices,omitempty"` // container, resource, ids
	Pairs    *int                           `json:"pairs,omitempty"`   // GPU-VF pairs on one switch
	Calls    []preferredCall                `json:"calls,omitempty"`   // GetPreferredAllocation seen by the GPU plugin

	Pods    map[string]map[string]map[string][]string `json:"pods,omitempty"`    // dump: pod, container, resource, ids
	Healthy map[string][]string                       `json:"healthy,omitempty"` // dump: resource, ids

	Restarted []readmission `json:"restarted,omitempty"` // restart
}

type readmission struct {
	UID      string `json:"uid"`
	Admitted bool   `json:"admitted"`
	Reason   string `json:"reason,omitempty"`
	Message  string `json:"message,omitempty"`
}

// serve answers JSON lines until the input ends or an operation quit comes.
func serve(in io.Reader, out io.Writer) error {
	decoder, encoder := json.NewDecoder(in), lineEncoder(out)
	var node *Node
	defer func() {
		if node != nil {
			node.Close()
		}
	}()
	for {
		var raw json.RawMessage
		if err := decoder.Decode(&raw); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		strict := json.NewDecoder(bytes.NewReader(raw))
		strict.DisallowUnknownFields()
		var r request
		answer, err := &reply{}, strict.Decode(&r)
		if err == nil && r.Op == "quit" {
			return nil
		}
		if err == nil {
			err = handle(&node, &r, answer)
		}
		if answer.OK = err == nil; err != nil {
			answer.Error = err.Error()
		}
		if err := encoder.Encode(answer); err != nil {
			return err
		}
	}
}

func handle(current **Node, r *request, a *reply) error {
	if r.Op == "load" {
		return load(current, r, a)
	}
	n := *current
	if n == nil {
		return errors.New("load a machine first")
	}
	switch r.Op {
	case "admit":
		return n.serveAdmit(r, a)
	case "remove":
		if !n.Remove(r.UID) {
			return fmt.Errorf("no pod %q", r.UID)
		}
		return nil
	case "restart":
		return n.restart(r, a)
	case "await":
		return n.await(r.Resource, r.Devices, time.Duration(r.TimeoutMS)*time.Millisecond)
	case "health":
		at, ok := n.places[r.ID]
		if !ok {
			return fmt.Errorf("no device %q", r.ID)
		}
		for _, p := range append([]*plugin{n.gpu}, n.vfs...) {
			if p.resource == at.resource {
				p.setHealth(r.ID, r.Healthy)
			}
		}
		return nil
	case "dump":
		n.dump(a)
		return nil
	}
	return fmt.Errorf("unknown operation %q", r.Op)
}

func load(current **Node, r *request, a *reply) error {
	if r.Machine == nil {
		return errors.New("load needs a machine")
	}
	if *current != nil {
		(*current).Close()
		*current = nil
	}
	n, err := NewNode(r.Machine, r.Settings, r.GPUSocket)
	if err != nil {
		return err
	}
	if err := n.Reset(r.Busy); err != nil {
		n.Close()
		return err
	}
	*current = n
	a.KubeletSocket, a.PluginDir = n.kubeletSocket(), n.pluginDir()
	return nil
}

func (n *Node) serveAdmit(r *request, a *reply) error {
	if r.Pod == nil || r.UID == "" {
		return errors.New("admit needs uid and pod")
	}
	if slices.Contains(n.uids(), r.UID) {
		return fmt.Errorf("pod %q is here already", r.UID)
	}
	n.gpu.takeCalls()
	result, err := n.Admit(r.UID, r.Pod)
	if err != nil {
		return err
	}
	a.Admitted, a.Reason, a.Message, a.Calls = &result.Admit, result.Reason, result.Message, n.gpu.takeCalls()
	if result.Admit {
		a.Devices = n.podDevices(r.UID)
		o := n.outcome(r.UID, r.Pod)
		same := pairs(o.gpuPlaces, o.vfPlaces, onSwitch, false)
		a.Pairs = &same
	}
	return nil
}

func (n *Node) uids() []string {
	var ids []string
	for _, p := range n.pods {
		ids = append(ids, string(p.UID))
	}
	return ids
}

// podDevices lists the devices of every container, those of init containers too.
func (n *Node) podDevices(uid string) map[string]map[string][]string {
	out := map[string]map[string][]string{}
	for _, p := range n.pods {
		if string(p.UID) == uid {
			for _, c := range slices.Concat(p.Spec.InitContainers, p.Spec.Containers) {
				out[c.Name] = n.Devices(uid, c.Name)
			}
		}
	}
	if uid == busyUID {
		out[busyUID] = n.Devices(uid, busyUID)
	}
	return out
}

func (n *Node) dump(a *reply) {
	a.Pods, a.Healthy = map[string]map[string]map[string][]string{}, map[string][]string{}
	for _, uid := range n.uids() {
		a.Pods[uid] = n.podDevices(uid)
	}
	for name, devices := range n.devices.GetAllocatableDevices() {
		for id := range devices {
			a.Healthy[name] = append(a.Healthy[name], id)
		}
		slices.Sort(a.Healthy[name])
	}
}

// restart is a kubelet restart: new managers read the checkpoint, the plugins register again, and the running pods
// pass admission again, before the plugins if podsFirst is set.
func (n *Node) restart(r *request, a *reply) error {
	n.Stop()
	n.ready = !r.PodsFirst
	defer func() { n.ready = true }()
	if err := n.Start(!r.PodsFirst); err != nil {
		return err
	}
	if r.Readmit == nil || *r.Readmit {
		for _, pod := range slices.Clone(n.pods) {
			if string(pod.UID) == busyUID {
				continue
			}
			result := n.admit(pod)
			a.Restarted = append(a.Restarted, readmission{string(pod.UID), result.Admit, result.Reason, result.Message})
		}
	}
	if r.PodsFirst {
		n.ready = true
		return n.startPlugins()
	}
	return nil
}
