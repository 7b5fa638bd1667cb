// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"

	cadvisorapi "github.com/google/cadvisor/info/v1"
	v1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/kubernetes/pkg/kubelet/cm/cpumanager"
)

// Pod is a request.
type Pod struct {
	Init       []Container `json:"initContainers,omitempty"`
	Containers []Container `json:"containers"`
}

// Container asks for Limits[resource] devices and, with the static CPU manager, for CPU exclusive CPUs.
type Container struct {
	Name    string           `json:"name,omitempty"`
	Limits  map[string]int64 `json:"limits,omitempty"`
	CPU     int64            `json:"cpu,omitempty"`
	Sidecar bool             `json:"sidecar,omitempty"` // init containers only: restartPolicy Always
}

func (n *Node) buildPod(uid string, p *Pod) (*v1.Pod, error) {
	if len(p.Containers) == 0 {
		return nil, errors.New("a pod needs a container")
	}
	pod := &v1.Pod{ObjectMeta: metav1.ObjectMeta{Name: uid, Namespace: "default", UID: types.UID(uid)}}
	build := func(c *Container, name string) v1.Container {
		limits := v1.ResourceList{}
		for res, count := range c.Limits {
			limits[v1.ResourceName(res)] = *resource.NewQuantity(count, resource.DecimalSI)
		}
		if n.settings.CPUManager == string(cpumanager.PolicyStatic) { // guaranteed QoS, or no exclusive CPUs
			cpu := *resource.NewMilliQuantity(100, resource.DecimalSI)
			if c.CPU > 0 {
				cpu = *resource.NewQuantity(c.CPU, resource.DecimalSI)
			}
			limits[v1.ResourceCPU] = cpu
			limits[v1.ResourceMemory] = resource.MustParse("1Gi")
		}
		return v1.Container{Name: name, Resources: v1.ResourceRequirements{Limits: limits, Requests: limits.DeepCopy()}}
	}
	for i := range p.Init {
		c := build(&p.Init[i], containerName(&p.Init[i], "init", i))
		if p.Init[i].Sidecar {
			always := v1.ContainerRestartPolicyAlways
			c.RestartPolicy = &always
		}
		pod.Spec.InitContainers = append(pod.Spec.InitContainers, c)
	}
	for i := range p.Containers {
		pod.Spec.Containers = append(pod.Spec.Containers, build(&p.Containers[i], containerName(&p.Containers[i], "c", i)))
	}
	return pod, nil
}

func (n *Node) machineInfo() *cadvisorapi.MachineInfo {
	info := &cadvisorapi.MachineInfo{}
	cpus := n.machine.CPUs
	if cpus == nil {
		cpus = &CPUs{CoresPerNUMA: 1, ThreadsPerCore: 1, Reserved: 1}
	}
	nodes := n.machine.numaNodes()
	total := len(nodes) * cpus.CoresPerNUMA
	for i, id := range nodes {
		node := cadvisorapi.Node{Id: id, Memory: 1 << 40}
		for j := range nodes { // SLIT-like distances, for prefer-closest-numa-nodes
			node.Distances = append(node.Distances, uint64(10+10*min(1, max(i-j, j-i))))
		}
		socket := i / max(1, cpus.NUMAPerSocket)
		for c := range cpus.CoresPerNUMA {
			core := cadvisorapi.Core{Id: c, SocketID: socket}
			for t := range cpus.ThreadsPerCore {
				core.Threads = append(core.Threads, t*total+i*cpus.CoresPerNUMA+c)
			}
			node.Cores = append(node.Cores, core)
		}
		info.NumSockets = socket + 1
		info.Topology = append(info.Topology, node)
	}
	info.NumPhysicalCores = total
	info.NumCores = total * cpus.ThreadsPerCore
	return info
}
