// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"maps"
	"slices"
)

const (
	unknown = "UNKNOWN"

	// slack widens the interval of a measured rate: a few hundred intervals of 95 % do not all hold.
	slack = 0.02
)

// forecast is what is predicted of a case in one order. The shares count rejected trials too.
type forecast struct {
	Class   string             `json:"class"`
	P       *float64           `json:"p"`
	Pairs   map[string]float64 `json:"pairs"`
	GPUSets map[string]float64 `json:"gpuSets"`
}

func (f forecast) known() bool { return f.Class != unknown && f.P != nil }

func (f forecast) String() string {
	if !f.known() {
		return f.Class
	}
	return fmt.Sprintf("%s p=%.4f rejected %.4f", f.Class, *f.P, f.rejected())
}

// rejected is how likely the pod is rejected: what the admitted trials leave.
func (f forecast) rejected() float64 {
	left := 1.0
	for _, share := range f.Pairs {
		left -= share
	}
	return max(0, left)
}

// broken tells what was promised and did not hold. One trial is enough for that.
func (f forecast) broken(r *Result) []string {
	switch {
	case f.Class == certain && r.Class != certain:
		return []string{"a certain alignment was missed"}
	case f.Class == impossible && (r.Class == certain || r.Class == chance):
		return []string{"an impossible alignment happened"}
	case f.Class == rejected && r.Class != rejected:
		return []string{"a pod to be rejected was admitted"}
	}
	return nil
}

// unlikely tells which rates lie outside the interval that was measured. Chance does that too now and then.
func (f forecast) unlikely(r *Result) []string {
	var problems []string
	if r.Class == rejected && f.Class != rejected {
		problems = append(problems, "every trial was rejected")
	}
	outside := func(what string, p float64, low, high float64) {
		if p < low-slack || p > high+slack {
			problems = append(problems, fmt.Sprintf("%s %.4f is not in %.4f..%.4f", what, p, low, high))
		}
	}
	share := func(what string, p float64, count int) {
		_, ci := rate(count, r.Trials)
		outside(what, p, ci[0], ci[1])
	}
	outside("p", *f.P, r.CI95[0], r.CI95[1])
	share("rejected share", f.rejected(), r.Trials-r.Admitted)
	for _, key := range keys(f.Pairs, r.Pairs) {
		share("share of pairs "+key, f.Pairs[key], r.Pairs[key])
	}
	for _, key := range keys(f.GPUSets, r.GPUSets) {
		share("share of GPUs "+key, f.GPUSets[key], r.GPUSets[key])
	}
	return problems
}

// keys are those of either map, in order.
func keys(predicted map[string]float64, measured map[string]int) []string {
	all := slices.Collect(maps.Keys(predicted))
	for key := range measured {
		if _, both := predicted[key]; !both {
			all = append(all, key)
		}
	}
	slices.Sort(all)
	return all
}
