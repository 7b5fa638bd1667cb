// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"runtime/debug"
	"strings"
	"sync"
)

// Settings is the part of the kubelet configuration that matters here.
type Settings struct {
	Kubelet       string            `json:"kubelet,omitempty"`       // its minor release, 1.35 or 1.36; default: the built one
	Policy        string            `json:"policy"`                  // none, best-effort, restricted, single-numa-node
	Scope         string            `json:"scope,omitempty"`         // container (default) or pod
	PolicyOptions map[string]string `json:"policyOptions,omitempty"` // topology manager policy options
	CPUManager    string            `json:"cpuManager,omitempty"`    // static, or none (default)
	Order         string            `json:"order,omitempty"`         // order of the plugins' lists: pci (default) or random
}

// builtKubelet is the minor release of the kubelet in this program, such as 1.36.
var builtKubelet = sync.OnceValue(func() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	for _, m := range info.Deps {
		if m.Path != "k8s.io/kubernetes" {
			continue
		}
		if m.Replace != nil {
			m = m.Replace
		}
		if parts := strings.SplitN(strings.TrimPrefix(m.Version, "v"), ".", 3); len(parts) == 3 {
			return parts[0] + "." + parts[1]
		}
	}
	return "unknown"
})

// checkKubelet refuses settings for another kubelet than the built one.
func (s *Settings) checkKubelet() error {
	if s.Kubelet != "" && s.Kubelet != builtKubelet() {
		return fmt.Errorf("it is for kubelet %q, but this oracle is built with kubelet %s", s.Kubelet, builtKubelet())
	}
	return nil
}
