// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"slices"
	"strconv"

	pluginapi "k8s.io/kubelet/pkg/apis/deviceplugin/v1beta1"
)

// Machine is the hardware of one node, as the device plugins would report it.
type Machine struct {
	Name        string      `json:"name,omitempty"`
	NUMANodes   []int       `json:"numaNodes,omitempty"`   // default: every NUMA id of a device, or 0
	GPUResource string      `json:"gpuResource,omitempty"` // default: nvidia.com/gpu
	GPUs        []GPU       `json:"gpus"`
	NVLink      int         `json:"nvlink,omitempty"` // NVLinks between every two GPUs (NVSwitch: 18)
	Links       [][3]string `json:"links,omitempty"`  // [gpu, gpu, PIX|PXB|PHB|NODE|SYS|NVn], n=0 removes the NVLink
	Ports       []Port      `json:"ports"`
	CPUs        *CPUs       `json:"cpus,omitempty"` // needed for the static CPU manager only
}

// GPU is one full GPU. Switch says what a VF is matched on; Socket and Root only matter to the PCIe closeness.
type GPU struct {
	ID     string  `json:"id"`
	NUMA   *int    `json:"numa"` // null: the plugin reports no NUMA node
	Switch *string `json:"switch"`
	Socket *int    `json:"socket,omitempty"` // default: numa
	Root   string  `json:"root,omitempty"`   // host bridge: same root and other switch is PHB
}

// Port is one SR-IOV physical function; its VFs belong to the pool Resource.
type Port struct {
	Name     string   `json:"name"`
	Resource string   `json:"resource"`
	NUMA     *int     `json:"numa"`
	Switch   *string  `json:"switch"`
	VFs      int      `json:"vfs"`             // number of VFs, ids are name.0, name.1, ...
	VFIDs    []string `json:"vfIds,omitempty"` // or the ids themselves
}

// CPUs is a plain CPU layout: NUMA node n owns consecutive cores.
type CPUs struct {
	CoresPerNUMA   int `json:"coresPerNuma"`
	ThreadsPerCore int `json:"threadsPerCore"`
	Reserved       int `json:"reserved"`
	NUMAPerSocket  int `json:"numaPerSocket,omitempty"` // default 1
}

func (p *Port) ids() []string {
	if len(p.VFIDs) > 0 {
		return p.VFIDs
	}
	ids := make([]string, p.VFs)
	for i := range ids {
		ids[i] = p.Name + "." + strconv.Itoa(i)
	}
	return ids
}

func (m *Machine) gpuResource() string {
	if m.GPUResource != "" {
		return m.GPUResource
	}
	return "nvidia.com/gpu"
}

func (m *Machine) numaNodes() []int {
	if len(m.NUMANodes) > 0 {
		return m.NUMANodes
	}
	nodes := []int{}
	add := func(n *int) {
		if n != nil && !slices.Contains(nodes, *n) {
			nodes = append(nodes, *n)
		}
	}
	for _, g := range m.GPUs {
		add(g.NUMA)
	}
	for _, p := range m.Ports {
		add(p.NUMA)
	}
	if len(nodes) == 0 {
		nodes = append(nodes, 0)
	}
	slices.Sort(nodes)
	return nodes
}

// place is where a device sits.
type place struct {
	resource string
	port     string // "" for a GPU
	numa     *int
	sw       *string
}

// places maps every device id to its place.
func (m *Machine) places() (map[string]place, error) {
	out := map[string]place{}
	put := func(id string, p place) error {
		if _, dup := out[id]; dup || id == "" {
			return fmt.Errorf("device id %q is empty or used twice", id)
		}
		out[id] = p
		return nil
	}
	for _, g := range m.GPUs {
		if err := put(g.ID, place{m.gpuResource(), "", g.NUMA, g.Switch}); err != nil {
			return nil, err
		}
	}
	for _, p := range m.Ports {
		for _, id := range p.ids() {
			if err := put(id, place{p.Resource, p.Name, p.NUMA, p.Switch}); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

func apiDevice(id string, numa *int) *pluginapi.Device {
	d := &pluginapi.Device{ID: id, Health: pluginapi.Healthy}
	if numa != nil {
		d.Topology = &pluginapi.TopologyInfo{Nodes: []*pluginapi.NUMANode{{ID: int64(*numa)}}}
	}
	return d
}
