// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"strconv"
)

const maxPorts = 8

// board is one PCIe switch with what is below it.
type board struct {
	name   string
	numa   int
	socket *int
	root   string
}

func (g generator) machine() Machine {
	m := Machine{}
	numa := g.numa(&m)
	gpus := pick(g, 1, 2, 2, 3, 4, 4, 4, 5, 6, 7, 8, 8, 8, 8)
	each := pick(g, 1, 1, 2, 2, 4)
	boards := g.boards(numa, (gpus+each-1)/each)
	mixed := g.happens(0.15) // the PCI order goes round the switches
	for i := range gpus {
		at := i / each
		if mixed {
			at = i % len(boards)
		}
		b := boards[at]
		m.GPUs = append(m.GPUs, GPU{ID: "g" + strconv.Itoa(i), NUMA: &b.numa, Switch: &b.name, Socket: b.socket, Root: b.root})
	}
	g.links(&m)
	g.ports(&m, boards, numa)
	g.resources(&m)
	g.forget(&m)
	return m
}

// numa returns the ids of the NUMA nodes; they are named only if devices do not tell them.
func (g generator) numa(m *Machine) []int {
	count := pick(g, 1, 1, 2, 2, 2, 3, 4, 4)
	step := 1
	if g.happens(0.05) {
		step = 3 // ids with gaps, as POWER machines have
	}
	var ids []int
	for i := range count {
		ids = append(ids, i*step)
	}
	if g.happens(0.5) {
		m.NUMANodes = ids
	}
	if g.happens(0.15) && count > 1 { // the last node has no devices
		m.NUMANodes = ids
		return ids[:count-1]
	}
	return ids
}

func (g generator) boards(numa []int, count int) []board {
	scattered, sockets, bridges := g.happens(0.15), g.happens(0.25), g.happens(0.3)
	boards := make([]board, count)
	for i := range boards {
		node := i * len(numa) / count
		if scattered {
			node = g.IntN(len(numa))
		}
		b := &boards[i]
		b.name, b.numa = "s"+strconv.Itoa(i), numa[node]
		if sockets { // two NUMA nodes of one socket
			socket := node / 2
			b.socket = &socket
		}
		if bridges { // two switches below one host bridge
			b.root = "r" + strconv.Itoa(i/2)
		}
	}
	return boards
}

// links draws NVLinks: none, an NVSwitch, bridges of pairs, or a mesh of unequal links.
func (g generator) links(m *Machine) {
	add := func(i, j int, link string) {
		m.Links = append(m.Links, [3]string{m.GPUs[i].ID, m.GPUs[j].ID, link})
	}
	gpus := len(m.GPUs)
	switch kind := pick(g, "none", "none", "switch", "switch", "one", "pairs", "mesh"); {
	case kind == "switch":
		m.NVLink = 18
	case kind == "one" && gpus > 1:
		i := g.IntN(gpus)
		j := (i + g.between(1, gpus-1)) % gpus
		add(i, j, "NV4")
	case kind == "pairs":
		for i := 0; i+1 < gpus; i += 2 {
			if g.happens(0.7) {
				add(i, i+1, "NV"+strconv.Itoa(pick(g, 2, 4, 4, 12)))
			}
		}
	case kind == "mesh":
		for i := range gpus {
			for j := range i {
				if links := g.IntN(3); links > 0 {
					add(j, i, "NV"+strconv.Itoa(links))
				}
			}
		}
	}
	if g.happens(0.08) && gpus > 1 {
		add(0, g.between(1, gpus-1), pick(g, "PXB", "PHB", "SYS"))
	}
}

// ports puts ports below the switches, in PCI order, and sometimes some beside them.
func (g generator) ports(m *Machine, boards []board, numa []int) {
	vfs, unequal := pick(g, 1, 1, 2, 2, 4, 8), g.happens(0.25)
	add := func(numa int, sw *string) {
		if len(m.Ports) == maxPorts {
			return
		}
		count := vfs
		if unequal {
			count = g.between(1, 8)
		}
		m.Ports = append(m.Ports, Port{Name: "n" + strconv.Itoa(len(m.Ports)), NUMA: &numa, Switch: sw, VFs: count})
	}
	each, gaps := pick(g, 1, 1, 1, 2, 2), g.happens(0.15)
	for i := range boards {
		for range each {
			if !gaps || g.happens(0.7) {
				add(boards[i].numa, &boards[i].name)
			}
		}
	}
	if g.happens(0.15) {
		own := "x"
		add(pick(g, numa...), &own)
	}
	for len(m.Ports) == 0 || g.happens(0.05) && len(m.Ports) < maxPorts {
		add(pick(g, numa...), nil)
	}
	if g.happens(0.05) { // ids as the SR-IOV plugin gives them: PCI addresses
		for i := range m.Ports {
			p := &m.Ports[i]
			for vf := range p.VFs {
				p.VFIDs = append(p.VFIDs, fmt.Sprintf("0000:%02x:00.%d", 16+i, vf))
			}
		}
	}
}

// resources names the pools: one for all ports, one for each, or something between.
func (g generator) resources(m *Machine) {
	kind := pick(g, "pool", "pool", "pool", "rails", "rails", "half", "two")
	for i := range m.Ports {
		rail := "nvidia.com/rail" + strconv.Itoa(i)
		switch {
		case kind == "pool", kind == "half" && i%2 == 0:
			m.Ports[i].Resource = "nvidia.com/vf"
		case kind == "two":
			m.Ports[i].Resource = pick(g, "nvidia.com/vf", "nvidia.com/storage")
		default:
			m.Ports[i].Resource = rail
		}
	}
	if g.happens(0.05) {
		m.GPUResource = "nvidia.com/H100"
	}
}

// forget takes away what firmware and virtual machines do not always tell: NUMA nodes and switches.
func (g generator) forget(m *Machine) {
	gpuNUMA, portNUMA := pick(g, 0, 0, 0, 0, 0, 0, 0, 0.3, 1), pick(g, 0, 0, 0, 0, 0, 0, 0, 0.3, 1)
	places := pick(g, 0, 0, 0, 0, 0.2)
	for i := range m.GPUs {
		if g.happens(gpuNUMA) {
			m.GPUs[i].NUMA = nil
		}
		if g.happens(places) {
			m.GPUs[i].Switch = nil
		}
	}
	for i := range m.Ports {
		if g.happens(portNUMA) {
			m.Ports[i].NUMA = nil
		}
		if g.happens(places) {
			m.Ports[i].Switch = nil
		}
	}
}
