// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"text/tabwriter"
)

var errDiffer = errors.New("predictions differ from what the kubelet's own code does")

// counts is one line of the summary.
type counts struct {
	cases, agreed, unknown, differ, again, trials int
	classes                                       map[string]int
}

func summaryCommand(flags *flag.FlagSet) func() error {
	keep := flags.String("differences", "", "file to write the cases to that differ")
	return func() error {
		var verdicts []*verdict
		for decoder := json.NewDecoder(os.Stdin); ; {
			v := &verdict{}
			if err := decoder.Decode(v); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				return err
			}
			verdicts = append(verdicts, v)
		}
		slices.SortFunc(verdicts, func(a, b *verdict) int { return cmp.Compare(a.Case.Name, b.Case.Name) })
		if err := summarize(os.Stdout, verdicts); err != nil {
			return err
		}
		return report(os.Stdout, verdicts, *keep)
	}
}

// summarize prints a line for each release of the kubelet, and one for all of them.
func summarize(out io.Writer, verdicts []*verdict) error {
	byRelease := map[string]*counts{}
	for _, v := range verdicts {
		for _, key := range []string{v.Case.Kubelet, "all"} {
			if byRelease[key] == nil {
				byRelease[key] = &counts{classes: map[string]int{}}
			}
			byRelease[key].add(v)
		}
	}
	classes := []string{certain, chance, impossible, rejected, unknown}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(table, "kubelet\tcases\tagreed\tunknown\tdiffer\tasked again\ttrials\t%s\t\n", strings.Join(classes, "\t"))
	for _, key := range []string{"1.35", "1.36", "all"} {
		if n := byRelease[key]; n != nil {
			fmt.Fprintf(table, "%s\t%d\t%d\t%d\t%d\t%d\t%d\t", key, n.cases, n.agreed, n.unknown, n.differ, n.again, n.trials)
			for _, class := range classes {
				fmt.Fprintf(table, "%d\t", n.classes[class])
			}
			fmt.Fprintln(table)
		}
	}
	return table.Flush()
}

func (n *counts) add(v *verdict) {
	n.cases++
	n.again += v.Again
	n.trials += v.Trials
	n.classes[v.Predicted.PCI.Class]++
	switch {
	case len(v.Differences) > 0:
		n.differ++
	case len(v.Unknown) > 0:
		n.unknown++
	default:
		n.agreed++
	}
}

// report lists what was not predicted and what differs, and keeps the latter for a closer look.
func report(out io.Writer, verdicts []*verdict, keep string) error {
	differing := []*Case{}
	for _, v := range verdicts {
		if len(v.Unknown) > 0 {
			fmt.Fprintf(out, "unknown  %s (%s)\n", v.Case.Name, strings.Join(v.Unknown, ", "))
		}
	}
	for _, v := range verdicts {
		if len(v.Differences) > 0 {
			for _, difference := range v.Differences {
				fmt.Fprintf(out, "DIFFERS  %s %s\n", v.Case.Name, difference)
			}
			v.Case.Note = strings.Join(v.Differences, "; ")
			differing = append(differing, v.Case)
		}
	}
	if keep != "" {
		text, err := json.MarshalIndent(differing, "", " ")
		if err != nil {
			return err
		}
		if err := os.WriteFile(keep, append(text, '\n'), 0o600); err != nil {
			return err
		}
	}
	if len(differing) > 0 {
		return errDiffer
	}
	return nil
}
