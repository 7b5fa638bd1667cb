// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

const (
	pciOrder = "pci"
	anyOrder = "random" // predictions call it anyOrder

	again = 10 // so many times the trials, before a rate is called different
)

// prediction is one line of switchman predict -o json.
type prediction struct {
	Name     string   `json:"name"`
	AnyOrder forecast `json:"anyOrder"`
	PCI      forecast `json:"pci"`
}

// verdict is what came of one case; its case carries what was measured.
type verdict struct {
	Case        *Case      `json:"case"`
	Predicted   prediction `json:"predicted"`
	Differences []string   `json:"differences,omitempty"`
	Unknown     []string   `json:"unknown,omitempty"` // the orders that nothing was predicted for
	Again       int        `json:"again,omitempty"`   // measurements that were taken again
	Trials      int        `json:"trials"`
}

func compareCommand(flags *flag.FlagSet) func() error {
	casesFile := flags.String("cases", "", "file of cases")
	predictedFile := flags.String("predicted", "", "what switchman predict -o json said of them")
	trials := flags.Int("trials", 150, "trials of each case in each order")
	part := flags.String("part", "0/1", "i/n: only every n-th case, begun at i")
	return func() error {
		var at, parts int
		if _, err := fmt.Sscanf(*part, "%d/%d", &at, &parts); err != nil || parts < 1 || at < 0 || at >= parts {
			return fmt.Errorf("part %q: want i/n", *part)
		}
		cases, err := readFile(*casesFile, readCases)
		if err != nil {
			return err
		}
		predicted, err := readFile(*predictedFile, readPredictions)
		if err != nil {
			return err
		}
		if len(cases) != len(predicted) {
			return fmt.Errorf("%d cases, but %d predictions", len(cases), len(predicted))
		}
		encoder := lineEncoder(os.Stdout)
		for i := at; i < len(cases); i += parts {
			if cases[i].Name != predicted[i].Name {
				return fmt.Errorf("case %q, but a prediction of %q", cases[i].Name, predicted[i].Name)
			}
			v, err := compare(cases[i], predicted[i], *trials)
			if err != nil {
				return fmt.Errorf("%s: %w", cases[i].Name, err)
			}
			if err := encoder.Encode(v); err != nil {
				return err
			}
		}
		return nil
	}
}

func readFile[T any](name string, read func(io.Reader) ([]T, error)) ([]T, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	list, err := read(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return list, nil
}

func readPredictions(in io.Reader) ([]prediction, error) {
	var list []prediction
	for decoder := json.NewDecoder(in); ; {
		var p prediction
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return list, nil
		} else if err != nil {
			return nil, err
		}
		list = append(list, p)
	}
}

// compare measures a case and holds what was predicted against it.
func compare(c *Case, predicted prediction, trials int) (*verdict, error) {
	v := &verdict{Case: c, Predicted: predicted}
	var err error
	if predicted.PCI.known() || predicted.AnyOrder.known() {
		if c.PCI, err = v.ask(pciOrder, predicted.PCI, trials); err != nil {
			return nil, err
		}
		// What holds in any order holds in this one.
		for _, broken := range predicted.AnyOrder.broken(c.PCI) {
			v.differs("anyOrder", c.PCI, predicted.AnyOrder, broken+" in order pci")
		}
	}
	// The static CPU manager takes its CPUs in an order of its own, so with it only what stock nodes do is asked.
	if c.CPUManager == "" && predicted.AnyOrder.known() {
		if c.AnyOrder, err = v.ask(anyOrder, predicted.AnyOrder, trials); err != nil {
			return nil, err
		}
	}
	if !predicted.AnyOrder.known() {
		v.Unknown = append(v.Unknown, "anyOrder")
	}
	if !predicted.PCI.known() {
		v.Unknown = append(v.Unknown, pciOrder)
	}
	return v, nil
}

// ask measures a case in one order, and again with more trials if only chance may have made the difference.
func (v *verdict) ask(order string, f forecast, trials int) (*Result, error) {
	asked := *v.Case
	asked.Order, asked.PCI, asked.AnyOrder = order, nil, nil
	r, err := v.measure(&asked, trials)
	if err != nil || !f.known() {
		return r, err
	}
	broken, unlikely := f.broken(r), f.unlikely(r)
	if len(broken) == 0 && len(unlikely) > 0 {
		v.Again++
		if r, err = v.measure(&asked, again*trials); err != nil {
			return nil, err
		}
		broken, unlikely = f.broken(r), f.unlikely(r)
	}
	if len(broken) > 0 { // then every rate is wrong too
		unlikely = nil
	}
	for _, problem := range slices.Concat(broken, unlikely) {
		v.differs(strings.Replace(order, anyOrder, "anyOrder", 1), r, f, problem)
	}
	return r, nil
}

func (v *verdict) measure(c *Case, trials int) (*Result, error) {
	v.Trials += trials
	// Within one start of the kubelet the lists keep their order, so only fresh starts give rates.
	return Measure(c, options{trials: trials, restart: 1})
}

func (v *verdict) differs(order string, r *Result, f forecast, problem string) {
	v.Differences = append(v.Differences, fmt.Sprintf("%s: %s (predicted %s, measured %s)", order, problem, f, r))
}
