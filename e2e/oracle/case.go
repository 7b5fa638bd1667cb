// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
)

// Case is one question: what does the kubelet give to this pod on this machine in this state?
type Case struct {
	Name    string  `json:"name"`
	Note    string  `json:"note,omitempty"`
	Machine Machine `json:"machine"`
	Settings
	Busy   []string `json:"busy,omitempty"` // ids of the devices in use
	Pod    Pod      `json:"pod"`
	Trials int      `json:"trials,omitempty"`
	Result *Result  `json:"result,omitempty"`

	// What was measured in order pci and in order random, where both were asked.
	PCI      *Result `json:"pci,omitempty"`
	AnyOrder *Result `json:"anyOrder,omitempty"`
}

// How sure it is that every GPU of a pod has its own VF on its switch.
const (
	certain    = "CERTAIN"    // in all trials
	chance     = "CHANCE"     // in some
	impossible = "IMPOSSIBLE" // in none
	rejected   = "REJECTED"   // no trial was admitted
)

// Result is what was measured. Counts of the histograms add up to Admitted.
type Result struct {
	Class    string         `json:"class"` // CERTAIN, CHANCE, IMPOSSIBLE or REJECTED
	P        float64        `json:"p"`     // rate of that among all trials
	CI95     [2]float64     `json:"ci95"`  // Wilson interval
	Trials   int            `json:"trials"`
	Admitted int            `json:"admitted"`
	Reasons  map[string]int `json:"reasons,omitempty"` // of rejections

	Pairs      map[string]int            `json:"pairs,omitempty"`      // GPU-VF pairs on one switch
	PortPairs  map[string]int            `json:"portPairs,omitempty"`  // the same, with every VF from another port
	NUMAPairs  map[string]int            `json:"numaPairs,omitempty"`  // GPU-VF pairs on one NUMA node
	GPUSets    map[string]int            `json:"gpuSets,omitempty"`    // GPUs; containers are separated by |
	VFSets     map[string]map[string]int `json:"vfSets,omitempty"`     // ports of the VFs, by pool
	VFs        map[string]map[string]int `json:"vfs,omitempty"`        // single VFs, by pool (flag -vfs)
	MicrosEach int64                     `json:"microsEach,omitempty"` // wall time of one admission (flag -time)
}

// readCases reads JSON values one after the other, or one array of them.
func readCases(in io.Reader) ([]*Case, error) {
	var cases []*Case
	reader := bufio.NewReader(in)
	decoder := json.NewDecoder(reader)
	decoder.DisallowUnknownFields()
	if first, err := reader.Peek(1); err == nil && first[0] == '[' {
		return cases, decoder.Decode(&cases)
	}
	for {
		c := &Case{}
		if err := decoder.Decode(c); errors.Is(err, io.EOF) {
			return cases, nil
		} else if err != nil {
			return nil, err
		}
		cases = append(cases, c)
	}
}

// rate is hits/trials with its 95 % Wilson interval.
func rate(hits, trials int) (float64, [2]float64) {
	const z = 1.959964
	n, p := float64(trials), float64(hits)/float64(trials)
	middle := (p + z*z/(2*n)) / (1 + z*z/n)
	half := z / (1 + z*z/n) * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	round := func(v float64) float64 { return math.Round(math.Min(1, math.Max(0, v))*1e4) / 1e4 }
	return round(p), [2]float64{round(middle - half), round(middle + half)}
}

func (r *Result) String() string {
	return fmt.Sprintf("%-10s p=%.4f [%.4f,%.4f] admitted %d/%d pairs %v", r.Class, r.P, r.CI95[0], r.CI95[1], r.Admitted, r.Trials, r.Pairs)
}
