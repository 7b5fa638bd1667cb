// SPDX-License-Identifier: Apache-2.0

package main

import "slices"

// pools is what a pod may ask for: the free devices of each resource.
type pools struct {
	gpu   string
	names []string // of VFs, in PCI order
	free  map[string]int
}

func poolsOf(c *Case) pools {
	p := pools{gpu: c.Machine.gpuResource(), free: map[string]int{}}
	for _, d := range c.Machine.GPUs {
		if !slices.Contains(c.Busy, d.ID) {
			p.free[p.gpu]++
		}
	}
	for _, port := range c.Machine.Ports {
		if !slices.Contains(p.names, port.Resource) {
			p.names = append(p.names, port.Resource)
		}
		for _, id := range port.ids() {
			if !slices.Contains(c.Busy, id) {
				p.free[port.Resource]++
			}
		}
	}
	return p
}

// pod asks for one to three containers, mostly for as many VFs as GPUs and for no more than there are.
func (g generator) pod(c *Case) Pod {
	p := poolsOf(c)
	var pod Pod
	left := g.gpus(p.free[p.gpu])
	count := pick(g, 1, 1, 1, 1, 2, 2, 3)
	apart := g.happens(0.15) // the VFs are asked for by the last container only, as by a network sidecar
	total := left
	for i := range count {
		now := left
		if i < count-1 {
			now = g.between(0, left)
		}
		left -= now
		vfs := now
		if apart {
			vfs = 0
			if i == count-1 {
				vfs = total
			}
		}
		pod.Containers = append(pod.Containers, g.container(p, now, vfs))
	}
	if g.happens(0.2) {
		gpus := g.between(0, min(p.free[p.gpu], total+1))
		pod.Init = append(pod.Init, g.container(p, gpus, pick(g, 0, gpus, gpus)))
	}
	if g.happens(0.15) {
		gpus := pick(g, 0, 0, 1)
		sidecar := g.container(p, gpus, pick(g, 0, 1, gpus))
		sidecar.Sidecar = true
		at := g.between(0, len(pod.Init))
		pod.Init = slices.Insert(pod.Init, at, sidecar)
	}
	if c.CPUManager != "" {
		g.cpus(c.Machine.CPUs, pod.Init)
		g.cpus(c.Machine.CPUs, pod.Containers)
	}
	return pod
}

// gpus draws how many GPUs the pod wants, now and then none or one too many.
func (g generator) gpus(free int) int {
	switch {
	case g.happens(0.05):
		return free + 1
	case free == 0 || g.happens(0.04):
		return 0
	case g.happens(0.6):
		return min(free, pick(g, 1, 2, 2, 4))
	}
	return g.between(1, free)
}

func (g generator) container(p pools, gpus, vfs int) Container {
	limits := map[string]int64{}
	if gpus > 0 {
		limits[p.gpu] = int64(gpus)
	}
	if g.happens(0.15) { // not as many VFs as GPUs
		vfs = max(0, vfs+g.between(-2, 2))
	}
	names := slices.Clone(p.names)
	switch {
	case g.happens(0.3):
		g.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	case g.happens(0.3): // a run of rails, such as the last four of eight
		from := g.IntN(len(names))
		names = append(names[from:], names[:from]...)
	}
	for i := 0; vfs > 0; i++ { // spread over rails, or all of one pool
		name := names[i%len(names)]
		limits[name]++
		vfs--
	}
	for _, name := range p.names { // the scheduler sees to it that seldom more are asked for than are free
		if free := int64(p.free[name]); limits[name] > free && g.happens(0.8) {
			if limits[name] = free; free == 0 {
				delete(limits, name)
			}
		}
	}
	if g.happens(0.06) {
		if name := pick(g, append(names, p.gpu)...); limits[name] == 0 {
			limits[name] = 0
		}
	}
	return Container{Limits: limits}
}

// cpus gives most containers CPUs of their own.
func (g generator) cpus(c *CPUs, containers []Container) {
	for i := range containers {
		if g.happens(0.7) {
			containers[i].CPU = int64(g.between(1, c.CoresPerNUMA*c.ThreadsPerCore))
		}
	}
}
