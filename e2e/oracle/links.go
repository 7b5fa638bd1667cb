// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/NVIDIA/go-gpuallocator/gpuallocator"
)

// linkType finds the allocator's link type by its name: the type lives in an internal package of the allocator.
func linkType[T ~uint](slot *T, name string) error {
	for v := uint(0); v < 64; v++ {
		if *slot = T(v); fmt.Sprint(*slot) == name {
			return nil
		}
	}
	return fmt.Errorf("the allocator knows no link %q", name)
}

var pcieNames = map[string]string{
	"PIX": "P2PLinkSingleSwitch", "PXB": "P2PLinkMultiSwitch", "PHB": "P2PLinkHostBridge",
	"NODE": "P2PLinkSameCPU", "SYS": "P2PLinkCrossCPU",
}

var nvlinkNames = strings.Fields("Single Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve Thirteen " +
	"Fourteen Fifteen Sixteen Seventeen Eighteen")

func nvlinkName(n int) (string, error) {
	if n < 1 || n > len(nvlinkNames) {
		return "", fmt.Errorf("%d NVLinks: want 1 to %d", n, len(nvlinkNames))
	}
	if n == 1 {
		return "SingleNVLINKLink", nil
	}
	return nvlinkNames[n-1] + "NVLINKLinks", nil
}

// pcie is the closeness that NVML would report for two GPUs of this machine.
func pcie(a, b *GPU) string {
	socket := func(g *GPU) int {
		if g.Socket != nil {
			return *g.Socket
		}
		if g.NUMA != nil {
			return *g.NUMA
		}
		return 0
	}
	switch {
	case a.Switch != nil && b.Switch != nil && *a.Switch == *b.Switch:
		return "PIX"
	case a.Root != "" && a.Root == b.Root:
		return "PHB"
	case socket(a) == socket(b):
		return "NODE"
	}
	return "SYS"
}

// linkedDevices builds what gpuallocator.NewDevices would build from NVML: every pair has one PCIe link and, if
// it has NVLinks, one NVLink entry.
func (m *Machine) linkedDevices() (gpuallocator.DeviceList, error) {
	index := map[string]int{}
	list := make(gpuallocator.DeviceList, len(m.GPUs))
	for i, g := range m.GPUs {
		index[g.ID] = i
		list[i] = &gpuallocator.Device{Index: i, Links: map[int][]gpuallocator.P2PLink{}}
		list[i].UUID = g.ID
	}
	near, nv := map[[2]int]string{}, map[[2]int]int{}
	for i := range m.GPUs {
		for j := range m.GPUs {
			if i != j {
				near[[2]int{i, j}] = pcie(&m.GPUs[i], &m.GPUs[j])
				nv[[2]int{i, j}] = m.NVLink
			}
		}
	}
	for _, l := range m.Links {
		i, ok1 := index[l[0]]
		j, ok2 := index[l[1]]
		if !ok1 || !ok2 || i == j {
			return nil, fmt.Errorf("link %v: unknown GPU", l)
		}
		if n, found := strings.CutPrefix(l[2], "NV"); found {
			count, err := strconv.Atoi(n)
			if err != nil {
				return nil, fmt.Errorf("link %v: %w", l, err)
			}
			nv[[2]int{i, j}], nv[[2]int{j, i}] = count, count
		} else if pcieNames[l[2]] == "" {
			return nil, fmt.Errorf("link %v: want PIX, PXB, PHB, NODE, SYS or NV and a number", l)
		} else {
			near[[2]int{i, j}], near[[2]int{j, i}] = l[2], l[2]
		}
	}
	for ij, code := range near {
		names := []string{pcieNames[code]}
		if nv[ij] > 0 {
			name, err := nvlinkName(nv[ij])
			if err != nil {
				return nil, err
			}
			names = append(names, name)
		}
		for _, name := range names {
			link := gpuallocator.P2PLink{GPU: list[ij[1]]}
			if err := linkType(&link.Type, name); err != nil {
				return nil, err
			}
			list[ij[0]].Links[ij[1]] = append(list[ij[0]].Links[ij[1]], link)
		}
	}
	return list, nil
}
