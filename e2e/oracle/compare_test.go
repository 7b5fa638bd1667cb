// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func says(class string, p float64, pairs map[string]float64, sets map[string]float64) forecast {
	return forecast{Class: class, P: &p, Pairs: pairs, GPUSets: sets}
}

func TestForecastIsHeldAgainstTrials(t *testing.T) {
	half := &Result{Trials: 100, Admitted: 100, Pairs: map[string]int{"0": 50, "1": 50}, GPUSets: map[string]int{"g0": 50, "g1": 50}}
	half.judge(50)
	all := &Result{Trials: 100, Admitted: 100, Pairs: map[string]int{"1": 100}, GPUSets: map[string]int{"g0": 100}}
	all.judge(100)
	none := &Result{Trials: 100}
	none.judge(0)
	even := map[string]float64{"0": 0.5, "1": 0.5}
	sets := map[string]float64{"g0": 0.5, "g1": 0.5}
	one, g0 := map[string]float64{"1": 1}, map[string]float64{"g0": 1}
	for _, c := range []struct {
		name             string
		predicted        forecast
		measured         *Result
		broken, unlikely string
	}{
		{"right", says(chance, 0.5, even, sets), half, "", ""},
		{"certain", says(certain, 1, one, g0), all, "", ""},
		{"a miss", says(certain, 1, one, g0), half, "missed", "p 1.0000"},
		{"a hit", says(impossible, 0, map[string]float64{"0": 1}, sets), half, "happened", "p 0.0000"},
		{"admitted", says(rejected, 0, nil, nil), all, "admitted", "rejected share 1.0000"},
		{"rejected", says(certain, 1, one, g0), none, "missed", "every trial was rejected"},
		{"never admitted", says(chance, 0.001, map[string]float64{"1": 0.001}, nil), none, "", "every trial was rejected"},
		{"rate", says(chance, 0.3, even, sets), half, "", "p 0.3000"},
		{"pairs", says(chance, 0.5, map[string]float64{"1": 0.5, "2": 0.5}, sets), half, "", "share of pairs 0"},
		{"GPUs", says(chance, 0.5, even, g0), half, "", "share of GPUs g0"},
		{"some rejected", says(chance, 0.5, map[string]float64{"1": 0.5}, sets), half, "", "rejected share 0.5000"},
	} {
		broken := strings.Join(c.predicted.broken(c.measured), "; ")
		unlikely := strings.Join(c.predicted.unlikely(c.measured), "; ")
		if !strings.Contains(broken, c.broken) || !strings.Contains(unlikely, c.unlikely) ||
			(c.broken == "") != (broken == "") || (c.unlikely == "") != (unlikely == "") {
			t.Errorf("%s: broken %q, unlikely %q", c.name, broken, unlikely)
		}
	}
}

func twoOfFour() *Case {
	c := &Case{Name: "two", Machine: twoByTwo(true), Busy: []string{"g2"},
		Pod: pod(map[string]int64{"nvidia.com/gpu": 2, "example.com/rail0": 1, "example.com/rail1": 1})}
	c.Policy = "best-effort"
	return c
}

func TestCompare(t *testing.T) {
	right := says(certain, 1, map[string]float64{"2": 1}, map[string]float64{"g0,g1": 1})
	rate := says(chance, 0.5, map[string]float64{"1": 0.5, "2": 0.5}, map[string]float64{"g0,g1": 1})
	for _, c := range []struct {
		name                 string
		anyOrder, pci        forecast
		cpus                 bool
		differences, unknown string
		again, trials        int
	}{
		{"agrees", right, right, false, "", "", 0, 40},
		{"rates are asked again", rate, right, false, "anyOrder: p 0.5000", "", 1, 20 + 20 + 200},
		{"a promise holds in every order", says(impossible, 0, nil, nil), forecast{Class: unknown}, true,
			"anyOrder: an impossible alignment happened in order pci", "pci", 0, 20},
		{"unknown", forecast{Class: unknown}, right, false, "", "anyOrder", 0, 20},
	} {
		question := twoOfFour()
		if c.cpus {
			question.CPUManager = "static"
			question.Machine.CPUs = &CPUs{CoresPerNUMA: 4, ThreadsPerCore: 1, Reserved: 1}
		}
		v, err := compare(question, prediction{AnyOrder: c.anyOrder, PCI: c.pci}, 20)
		if err != nil {
			t.Fatal(err)
		}
		differences := strings.Join(v.Differences, "; ")
		if !strings.HasPrefix(differences, c.differences) || (c.differences == "") != (differences == "") ||
			strings.Join(v.Unknown, " ") != c.unknown || v.Again != c.again || v.Trials != c.trials {
			t.Errorf("%s: %q, unknown %q, again %d, trials %d", c.name, differences, v.Unknown, v.Again, v.Trials)
		}
	}
}

func TestSummary(t *testing.T) {
	var verdicts []*verdict
	for i, kubelet := range []string{"1.35", "1.36", "1.36"} {
		c := &Case{Name: fmt.Sprint("c", i)}
		c.Kubelet = kubelet
		verdicts = append(verdicts, &verdict{Case: c, Predicted: prediction{PCI: says(certain, 1, nil, nil)}, Trials: 10})
	}
	var out bytes.Buffer
	kept := filepath.Join(t.TempDir(), "differences.json")
	if err := report(&out, verdicts, kept); err != nil {
		t.Error(err)
	}
	verdicts[0].Unknown = []string{"anyOrder"}
	verdicts[1].Differences = []string{"pci: wrong"}
	if err := summarize(&out, verdicts); err != nil {
		t.Fatal(err)
	}
	if err := report(&out, verdicts, kept); !errors.Is(err, errDiffer) || exitCode(err) != 1 {
		t.Error(err)
	}
	want := `  kubelet  cases  agreed  unknown  differ  asked again  trials  CERTAIN  CHANCE  IMPOSSIBLE  REJECTED  UNKNOWN
     1.35      1       0        1       0            0      10        1       0           0         0        0
     1.36      2       1        0       1            0      20        2       0           0         0        0
      all      3       1        1       1            0      30        3       0           0         0        0
unknown  c0 (anyOrder)
DIFFERS  c1 pci: wrong
`
	if out.String() != want {
		t.Errorf("got\n%s", out.String())
	}
	file, err := os.Open(kept)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	if cases, err := readCases(file); err != nil || len(cases) != 1 || cases[0].Name != "c1" || cases[0].Note != "pci: wrong" {
		t.Errorf("kept %v: %v", cases, err)
	}
}
