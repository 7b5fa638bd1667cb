// SPDX-License-Identifier: Apache-2.0

// Command oracle asks the kubelet's own device and topology managers which devices a pod gets. See README.md.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/go-logr/logr"
	"k8s.io/klog/v2"
)

const usage = "usage: oracle measure|serve|generate|compare|summary [flags]"

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "oracle:", err)
		os.Exit(exitCode(err))
	}
}

// exitCode is 1 where answers differ, as of diff; 2 if the answers were not to be had.
func exitCode(err error) int {
	if errors.Is(err, errDiffer) {
		return 1
	}
	return 2
}

func run(args []string) error {
	if len(args) == 0 {
		return errors.New(usage)
	}
	flags := flag.NewFlagSet(args[0], flag.ContinueOnError)
	var command func() error
	switch args[0] {
	case "measure":
		command = measureCommand(flags)
	case "serve":
		command = func() error { return serve(os.Stdin, os.Stdout) }
	case "generate":
		command = generateCommand(flags)
	case "compare":
		command = compareCommand(flags)
	case "summary":
		command = summaryCommand(flags)
	default:
		return errors.New(usage)
	}
	verbose := flags.Bool("v", false, "keep the kubelet's log (stderr)")
	if err := flags.Parse(args[1:]); err != nil {
		return err
	}
	if !*verbose {
		klog.SetLogger(logr.Discard())
	}
	return command()
}

func measureCommand(flags *flag.FlagSet) func() error {
	o := options{}
	flags.IntVar(&o.trials, "trials", 2000, "trials of a case that does not say")
	flags.IntVar(&o.restart, "restart", 1, "fresh kubelet and plugins every so many trials")
	flags.StringVar(&o.order, "order", "", "order of the plugins' lists, for all cases: pci or random")
	flags.BoolVar(&o.vfs, "vfs", false, "count single VFs")
	flags.BoolVar(&o.time, "time", false, "report the time of an admission")
	return func() error { return measureAll(os.Stdin, os.Stdout, os.Stderr, o) }
}

// measureAll reads cases, JSON values one after the other or in an array, and writes each with its result on a line.
func measureAll(in io.Reader, out, progress io.Writer, o options) error {
	cases, err := readCases(in)
	if err != nil {
		return err
	}
	for _, c := range cases {
		if err := c.checkKubelet(); err != nil {
			return fmt.Errorf("%s: %w", c.Name, err)
		}
	}
	encoder := lineEncoder(out)
	for _, c := range cases {
		begin := time.Now()
		if o.order != "" {
			c.Order = o.order
		}
		if c.Result, err = Measure(c, o); err != nil {
			return fmt.Errorf("%s: %w", c.Name, err)
		}
		if err := encoder.Encode(c); err != nil {
			return err
		}
		fmt.Fprintf(progress, "%-34s %s (%s)\n", c.Name, c.Result, time.Since(begin).Round(time.Millisecond))
	}
	return nil
}

// lineEncoder writes one line for each value.
func lineEncoder(out io.Writer) *json.Encoder {
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	return encoder
}
