// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"hash/fnv"
	"io"
	"math/rand/v2"
	"os"
	"slices"
)

func generateCommand(flags *flag.FlagSet) func() error {
	seed := flags.Uint64("seed", 1, "chooses the cases; the same seed gives the same cases")
	count := flags.Int("cases", 100, "how many")
	kubelet := flags.String("kubelet", builtKubelet(), "the release that they are for, 1.36 or 1.35")
	return func() error {
		if *kubelet != "1.36" && *kubelet != "1.35" {
			return fmt.Errorf("kubelet %q: want 1.36 or 1.35", *kubelet)
		}
		return generateAll(os.Stdout, *seed, *count, *kubelet)
	}
}

// generateAll writes an array with one case a line.
func generateAll(out io.Writer, seed uint64, count int, kubelet string) error {
	for i := range count {
		line, err := json.Marshal(generate(seed, kubelet, i))
		if err != nil {
			return err
		}
		before := ",\n"
		if i == 0 {
			before = "["
		}
		if _, err := fmt.Fprintf(out, "%s%s", before, line); err != nil {
			return err
		}
	}
	after := "]\n"
	if count == 0 {
		after = "[]\n"
	}
	_, err := io.WriteString(out, after)
	return err
}

// generator draws what a case is made of. It leans to what nodes look like, but leaves nothing out that a kubelet
// could meet: an odd machine finds more than the hundredth plain one.
type generator struct{ *rand.Rand }

// generate makes one case. Each has random numbers of its own, so that a case stays what it is when more are asked.
func generate(seed uint64, kubelet string, index int) *Case {
	hash := fnv.New64a()
	_, _ = fmt.Fprintf(hash, "%s %d", kubelet, index)
	g := generator{rand.New(rand.NewPCG(seed, hash.Sum64()))}
	c := &Case{Name: fmt.Sprintf("s%d-%s-%03d", seed, kubelet, index)}
	c.Kubelet = kubelet
	c.Machine = g.machine()
	g.settings(c)
	c.Busy = g.busy(&c.Machine)
	c.Pod = g.pod(c)
	return c
}

func (g generator) settings(c *Case) {
	c.Policy = pick(g, "none", "none", "best-effort", "best-effort", "best-effort", "restricted", "restricted", "single-numa-node")
	if g.happens(0.4) {
		c.Scope = "pod"
	}
	nodes := c.Machine.numaNodes()
	gaps := slices.Max(nodes) >= len(nodes) // with them this option makes the kubelet panic: it takes ids for indices
	if g.happens(0.2) && !gaps {
		c.PolicyOptions = map[string]string{"prefer-closest-numa-nodes": pick(g, "true", "true", "false")}
	}
	if g.happens(0.2) {
		c.CPUManager = "static"
		threads := pick(g, 1, 2)
		c.Machine.CPUs = &CPUs{CoresPerNUMA: g.between(2, 12), ThreadsPerCore: threads,
			Reserved: threads * g.between(1, 2), NUMAPerSocket: pick(g, 0, 2)}
	}
}

// busy takes devices away, of each kind at random or all of one NUMA node.
func (g generator) busy(m *Machine) []string {
	var ids []string
	gpus, vfs := pick(g, 0, 0, 0.2, 0.5), pick(g, 0, 0, 0.2, 0.5)
	full := -1
	if nodes := m.numaNodes(); g.happens(0.1) {
		full = nodes[g.IntN(len(nodes))]
	}
	on := func(numa *int) bool { return numa != nil && *numa == full }
	for _, d := range m.GPUs {
		if g.happens(gpus) {
			ids = append(ids, d.ID)
		}
	}
	for _, p := range m.Ports {
		for _, id := range p.ids() {
			if on(p.NUMA) || g.happens(vfs) {
				ids = append(ids, id)
			}
		}
	}
	return ids
}

func (g generator) happens(p float64) bool { return g.Float64() < p }

// between includes both ends.
func (g generator) between(low, high int) int { return low + g.IntN(high-low+1) }

// pick chooses one; what stands twice is chosen twice as often.
func pick[T any](g generator, items ...T) T { return items[g.IntN(len(items))] }
