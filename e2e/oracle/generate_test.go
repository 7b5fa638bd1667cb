// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

func generated(t *testing.T, seed uint64, count int, kubelet string) string {
	t.Helper()
	var out strings.Builder
	if err := generateAll(&out, seed, count, kubelet); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestSameSeedGivesSameCases(t *testing.T) {
	long := generated(t, 7, 50, "1.36")
	if long != generated(t, 7, 50, "1.36") {
		t.Error("the cases differ")
	}
	short := strings.TrimSuffix(generated(t, 7, 20, "1.36"), "]\n")
	if !strings.HasPrefix(long, short) {
		t.Error("asking for more cases changes the first")
	}
	if cases, err := readCases(strings.NewReader(long)); err != nil || len(cases) != 50 {
		t.Errorf("%d cases: %v", len(cases), err)
	}
}

func TestOtherSeedsAndReleasesGiveOtherCases(t *testing.T) {
	seen := map[string]string{}
	for _, seed := range []uint64{1, 2} {
		for _, kubelet := range []string{"1.35", "1.36"} {
			for i := range 200 {
				c := generate(seed, kubelet, i)
				name := c.Name
				c.Name, c.Kubelet = "", ""
				text, err := json.Marshal(c)
				if err != nil {
					t.Fatal(err)
				}
				if seen[string(text)] != "" {
					t.Errorf("%s is %s", name, seen[string(text)])
				}
				seen[string(text)] = name
			}
		}
	}
}

// What the generator is made for must come up, or a comparison says less than it seems to.
func TestEveryKindIsGenerated(t *testing.T) {
	kinds := map[string]func(c *Case) bool{
		"four NUMA nodes": func(c *Case) bool { return len(c.Machine.numaNodes()) == 4 },
		"one GPU":         func(c *Case) bool { return len(c.Machine.GPUs) == 1 },
		"eight GPUs":      func(c *Case) bool { return len(c.Machine.GPUs) == 8 },
		"a GPU without NUMA": func(c *Case) bool {
			return slices.ContainsFunc(c.Machine.GPUs, func(g GPU) bool { return g.NUMA == nil })
		},
		"a GPU without switch": func(c *Case) bool {
			return slices.ContainsFunc(c.Machine.GPUs, func(g GPU) bool { return g.Switch == nil })
		},
		"a port without NUMA": func(c *Case) bool {
			return slices.ContainsFunc(c.Machine.Ports, func(p Port) bool { return p.NUMA == nil })
		},
		"a socket":         func(c *Case) bool { return c.Machine.GPUs[0].Socket != nil },
		"a host bridge":    func(c *Case) bool { return c.Machine.GPUs[0].Root != "" },
		"an NVSwitch":      func(c *Case) bool { return c.Machine.NVLink == 18 },
		"one bridged pair": func(c *Case) bool { return len(c.Machine.Links) == 1 },
		"no NVLinks":       func(c *Case) bool { return c.Machine.NVLink == 0 && len(c.Machine.Links) == 0 },
		"one pool":         func(c *Case) bool { return len(c.Machine.Ports) > 2 && len(poolsOf(c).names) == 1 },
		"rails":            func(c *Case) bool { n := len(c.Machine.Ports); return n > 2 && len(poolsOf(c).names) == n },
		"between pool and rail": func(c *Case) bool {
			n := len(poolsOf(c).names)
			return n > 1 && n < len(c.Machine.Ports)
		},
		"pod scope":      func(c *Case) bool { return c.Scope == "pod" },
		"prefer closest": func(c *Case) bool { return c.PolicyOptions["prefer-closest-numa-nodes"] == "true" },
		"a CPU manager":  func(c *Case) bool { return c.CPUManager == "static" },
		"busy devices":   func(c *Case) bool { return len(c.Busy) > 3 },
		"three at once":  func(c *Case) bool { return len(c.Pod.Containers) == 3 },
		"a sidecar": func(c *Case) bool {
			return slices.ContainsFunc(c.Pod.Init, func(i Container) bool { return i.Sidecar })
		},
		"an init that ends": func(c *Case) bool {
			return slices.ContainsFunc(c.Pod.Init, func(i Container) bool { return !i.Sidecar })
		},
		"a zero limit": func(c *Case) bool {
			return slices.ContainsFunc(c.Pod.Containers, func(i Container) bool {
				for _, limit := range i.Limits {
					if limit == 0 {
						return true
					}
				}
				return false
			})
		},
	}
	for _, policy := range []string{"none", "best-effort", "restricted", "single-numa-node"} {
		kinds[policy] = func(c *Case) bool { return c.Policy == policy }
	}
	for i := range 200 {
		c := generate(1, "1.36", i)
		for kind, is := range kinds {
			if is(c) {
				delete(kinds, kind)
			}
		}
	}
	for kind := range kinds {
		t.Errorf("none of 200 cases has %s", kind)
	}
}

func TestGeneratedCasesCanBeAsked(t *testing.T) {
	for i := range 60 {
		c := generate(3, builtKubelet(), i)
		if _, err := Measure(c, options{trials: 1, restart: 1}); err != nil {
			t.Errorf("%s: %v", c.Name, err)
		}
	}
}
