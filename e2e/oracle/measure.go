// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// options of a measurement.
type options struct {
	trials  int    // default number of trials
	restart int    // a fresh kubelet and fresh plugins every so many trials
	order   string // overrules the order of the cases
	vfs     bool   // count single VFs
	time    bool   // report the time of an admission
}

// Measure answers a case by trying.
func Measure(c *Case, o options) (*Result, error) {
	trials := c.Trials
	if trials == 0 {
		trials = o.trials
	}
	if trials < 1 || o.restart < 1 {
		return nil, fmt.Errorf("%d trials with a fresh start every %d: want at least one", trials, o.restart)
	}
	node, err := NewNode(&c.Machine, c.Settings, "")
	if err != nil {
		return nil, err
	}
	defer node.Close()
	r := newResult(trials, o.vfs)
	hits := 0
	var spent time.Duration
	for t := range trials {
		if t%o.restart == 0 {
			if err := node.Reset(c.Busy); err != nil {
				return nil, err
			}
		}
		uid := "pod" + strconv.Itoa(t)
		begin := time.Now()
		admit, err := node.Admit(uid, &c.Pod)
		if err != nil {
			return nil, err
		}
		spent += time.Since(begin)
		if !admit.Admit {
			r.Reasons[admit.Reason]++
			continue
		}
		r.Admitted++
		if r.count(node.outcome(uid, &c.Pod)) {
			hits++
		}
		node.Remove(uid)
		node.gpu.takeCalls()
	}
	r.judge(hits)
	if o.time {
		r.MicrosEach = spent.Microseconds() / int64(trials)
	}
	return r, nil
}

func newResult(trials int, vfs bool) *Result {
	r := &Result{Trials: trials, Reasons: map[string]int{}, Pairs: map[string]int{}, PortPairs: map[string]int{},
		NUMAPairs: map[string]int{}, GPUSets: map[string]int{}, VFSets: map[string]map[string]int{}}
	if vfs {
		r.VFs = map[string]map[string]int{}
	}
	return r
}

// judge sets rate and class once all trials are counted.
func (r *Result) judge(hits int) {
	r.P, r.CI95 = rate(hits, r.Trials)
	switch {
	case r.Admitted == 0:
		r.Class = rejected
	case hits == r.Trials:
		r.Class = certain
	case hits == 0:
		r.Class = impossible
	default:
		r.Class = chance
	}
}

// outcome is what one admitted pod got.
type outcome struct {
	gpus      []string // one entry for each container, its GPUs joined
	vfs       map[string][]string
	places    map[string]place
	gpuPlaces []place
	vfPlaces  []place
}

// outcome reads the devices that the pod keeps: those of its containers and sidecars.
func (n *Node) outcome(uid string, p *Pod) outcome {
	o := outcome{vfs: map[string][]string{}, places: n.places}
	collect := func(name string) {
		devices := n.Devices(uid, name)
		o.gpus = append(o.gpus, strings.Join(devices[n.machine.gpuResource()], ","))
		for _, res := range slices.Sorted(maps.Keys(devices)) {
			for _, id := range devices[res] {
				if at := n.places[id]; res == n.machine.gpuResource() {
					o.gpuPlaces = append(o.gpuPlaces, at)
				} else {
					o.vfPlaces = append(o.vfPlaces, at)
					o.vfs[res] = append(o.vfs[res], id)
				}
			}
		}
	}
	for i := range p.Init {
		if p.Init[i].Sidecar {
			collect(containerName(&p.Init[i], "init", i))
		}
	}
	for i := range p.Containers {
		collect(containerName(&p.Containers[i], "c", i))
	}
	return o
}

// pairs is the size of a maximum matching of GPUs and VFs that share a key; distinct counts a port once.
func pairs[K comparable](gpus, vfs []place, key func(place) *K, distinct bool) int {
	have := map[K]int{}
	seen := map[string]bool{}
	for _, v := range vfs {
		if k := key(v); k != nil && !(distinct && seen[v.port]) {
			have[*k]++
			seen[v.port] = true
		}
	}
	count := 0
	for _, g := range gpus {
		if k := key(g); k != nil && have[*k] > 0 {
			have[*k]--
			count++
		}
	}
	return count
}

func onSwitch(p place) *string { return p.sw }
func onNUMA(p place) *int      { return p.numa }

// count adds an outcome and says whether every GPU has its own VF on its switch.
func (r *Result) count(o outcome) bool {
	same := pairs(o.gpuPlaces, o.vfPlaces, onSwitch, false)
	r.Pairs[strconv.Itoa(same)]++
	r.PortPairs[strconv.Itoa(pairs(o.gpuPlaces, o.vfPlaces, onSwitch, true))]++
	r.NUMAPairs[strconv.Itoa(pairs(o.gpuPlaces, o.vfPlaces, onNUMA, false))]++
	r.GPUSets[strings.Join(o.gpus, "|")]++
	for res, ids := range o.vfs {
		ports := map[string]int{}
		for _, id := range ids {
			ports[o.places[id].port]++
			if r.VFs != nil {
				if r.VFs[res] == nil {
					r.VFs[res] = map[string]int{}
				}
				r.VFs[res][id]++
			}
		}
		var parts []string
		for _, port := range slices.Sorted(maps.Keys(ports)) {
			parts = append(parts, port+"*"+strconv.Itoa(ports[port]))
		}
		if r.VFSets[res] == nil {
			r.VFSets[res] = map[string]int{}
		}
		r.VFSets[res][strings.ReplaceAll(strings.Join(parts, ","), "*1", "")]++
	}
	return same == len(o.gpuPlaces)
}
