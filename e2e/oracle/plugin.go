// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/NVIDIA/go-gpuallocator/gpuallocator"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	pluginapi "k8s.io/kubelet/pkg/apis/deviceplugin/v1beta1"
)

// plugin is a stub device plugin: a real gRPC server on a unix socket.
//
// Like both upstream plugins it keeps its devices in a Go map filled in PCI order (the order of the machine) and
// sends them in map order, so the kubelet meets the same orders as in production: up to eight devices come as a
// rotation of the PCI order. With shuffle they come in any order.
type plugin struct {
	pluginapi.UnimplementedDevicePluginServer
	resource string
	endpoint string // socket name
	devices  map[string]*pluginapi.Device
	shuffle  bool
	prefer   func(available, required []string, size int) ([]string, error) // nil: no preferred allocation
	server   *grpc.Server

	mu       sync.Mutex
	calls    []preferredCall
	watchers map[chan struct{}]bool
}

// preferredCall is one GetPreferredAllocation as the plugin saw it.
type preferredCall struct {
	Available   []string `json:"available"`
	MustInclude []string `json:"mustInclude"`
	Size        int      `json:"size"`
	Answer      []string `json:"answer"`
}

// newGPUPlugin answers GetPreferredAllocation as NVIDIA's plugin does for whole GPUs: filter the linked devices in
// the order of the request, then the best-effort policy.
func newGPUPlugin(m *Machine) (*plugin, error) {
	linked, err := m.linkedDevices()
	if err != nil {
		return nil, err
	}
	p := &plugin{resource: m.gpuResource(), endpoint: "nvidia-gpu.sock", devices: map[string]*pluginapi.Device{}}
	for _, g := range m.GPUs {
		p.devices[g.ID] = apiDevice(g.ID, g.NUMA)
	}
	p.prefer = func(available, required []string, size int) ([]string, error) {
		from, err := linked.Filter(available)
		if err != nil {
			return nil, fmt.Errorf("available devices: %w", err)
		}
		must, err := linked.Filter(required)
		if err != nil {
			return nil, fmt.Errorf("required devices: %w", err)
		}
		var ids []string
		for _, d := range gpuallocator.NewBestEffortPolicy().Allocate(from, must, size) {
			if d == nil { // NVIDIA's plugin dereferences it and ends (NVIDIA/go-gpuallocator#80); the kubelet's call fails
				return nil, errors.New("the preferred set is padded")
			}
			ids = append(ids, d.UUID)
		}
		return ids, nil
	}
	return p, nil
}

// newVFPlugins makes one plugin for each pool name, without preferred allocation, as the SR-IOV plugin is.
func newVFPlugins(m *Machine) []*plugin {
	byName := map[string]*plugin{}
	var list []*plugin
	for _, port := range m.Ports {
		p := byName[port.Resource]
		if p == nil {
			p = &plugin{resource: port.Resource, endpoint: fmt.Sprintf("sriov-%d.sock", len(list)),
				devices: map[string]*pluginapi.Device{}}
			byName[port.Resource] = p
			list = append(list, p)
		}
		for _, id := range port.ids() {
			p.devices[id] = apiDevice(id, port.NUMA)
		}
	}
	return list
}

func (p *plugin) serve(dir string) error {
	path := filepath.Join(dir, p.endpoint)
	if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
		return err
	}
	listener, err := net.Listen("unix", path)
	if err != nil {
		return err
	}
	p.server = grpc.NewServer()
	pluginapi.RegisterDevicePluginServer(p.server, p)
	go func() { _ = p.server.Serve(listener) }()
	return nil
}

func (p *plugin) stop() {
	if p.server != nil {
		p.server.Stop()
		p.server = nil
	}
}

// register announces the plugin on a kubelet registration socket.
func (p *plugin) register(ctx context.Context, conn grpc.ClientConnInterface) error {
	_, err := pluginapi.NewRegistrationClient(conn).Register(ctx, &pluginapi.RegisterRequest{
		Version: pluginapi.Version, Endpoint: p.endpoint, ResourceName: p.resource, Options: p.options(),
	}, grpc.WaitForReady(true))
	return err
}

func dialUnix(path string) (*grpc.ClientConn, error) {
	return grpc.NewClient("passthrough:///localhost", grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithContextDialer(func(ctx context.Context, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, "unix", path)
		}))
}

// follow does what NVIDIA's plugin does with its kubelet-socket flag: whenever the registration socket is created
// anew, serve again and register there.
func (p *plugin) follow(ctx context.Context, dir, socket string) {
	var last os.FileInfo
	for ctx.Err() == nil {
		info, err := os.Stat(socket)
		fresh := err == nil && (last == nil || !os.SameFile(info, last) || !info.ModTime().Equal(last.ModTime()))
		if fresh {
			p.stop()
			if err := p.serve(dir); err == nil {
				if conn, err := dialUnix(socket); err == nil {
					once, cancel := context.WithTimeout(ctx, 5*time.Second)
					if p.register(once, conn) == nil {
						last = info
					}
					cancel()
					_ = conn.Close()
				}
			}
		}
		select {
		case <-ctx.Done():
		case <-time.After(20 * time.Millisecond):
		}
	}
	p.stop()
}

func (p *plugin) options() *pluginapi.DevicePluginOptions {
	return &pluginapi.DevicePluginOptions{GetPreferredAllocationAvailable: p.prefer != nil}
}

// GetDevicePluginOptions is part of the device plugin API.
func (p *plugin) GetDevicePluginOptions(context.Context, *pluginapi.Empty) (*pluginapi.DevicePluginOptions, error) {
	return p.options(), nil
}

// ListAndWatch sends the devices in map order, at once and after every change of health.
func (p *plugin) ListAndWatch(_ *pluginapi.Empty, stream pluginapi.DevicePlugin_ListAndWatchServer) error {
	changed := make(chan struct{}, 1)
	p.mu.Lock()
	if p.watchers == nil {
		p.watchers = map[chan struct{}]bool{}
	}
	p.watchers[changed] = true
	p.mu.Unlock()
	defer func() {
		p.mu.Lock()
		delete(p.watchers, changed)
		p.mu.Unlock()
	}()
	for {
		if err := stream.Send(p.list()); err != nil {
			return err
		}
		select {
		case <-stream.Context().Done():
			return nil
		case <-changed:
		}
	}
}

func (p *plugin) list() *pluginapi.ListAndWatchResponse {
	p.mu.Lock()
	defer p.mu.Unlock()
	devices := p.devices
	if p.prefer == nil { // the SR-IOV plugin copies its pool into a second map before it sends it
		devices = map[string]*pluginapi.Device{}
		for id, d := range p.devices { // one by one: a clone would keep the layout of the first map
			devices[id] = d
		}
	}
	response := &pluginapi.ListAndWatchResponse{}
	for _, d := range devices {
		response.Devices = append(response.Devices, &pluginapi.Device{ID: d.ID, Health: d.Health, Topology: d.Topology})
	}
	if p.shuffle {
		rand.Shuffle(len(response.Devices), func(i, j int) {
			response.Devices[i], response.Devices[j] = response.Devices[j], response.Devices[i]
		})
	}
	return response
}

// setHealth changes the health of a device and tells the kubelet.
func (p *plugin) setHealth(id string, healthy bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.devices[id].Health = pluginapi.Unhealthy; healthy {
		p.devices[id].Health = pluginapi.Healthy
	}
	for w := range p.watchers {
		select {
		case w <- struct{}{}:
		default:
		}
	}
}

// GetPreferredAllocation is part of the device plugin API.
func (p *plugin) GetPreferredAllocation(_ context.Context, r *pluginapi.PreferredAllocationRequest) (*pluginapi.PreferredAllocationResponse, error) {
	response := &pluginapi.PreferredAllocationResponse{}
	for _, c := range r.ContainerRequests {
		answer := &pluginapi.ContainerPreferredAllocationResponse{}
		if p.prefer != nil {
			ids, err := p.prefer(c.AvailableDeviceIDs, c.MustIncludeDeviceIDs, int(c.AllocationSize))
			if err != nil {
				return nil, err
			}
			answer.DeviceIDs = ids
			p.mu.Lock()
			p.calls = append(p.calls, preferredCall{c.AvailableDeviceIDs, c.MustIncludeDeviceIDs, int(c.AllocationSize), ids})
			p.mu.Unlock()
		}
		response.ContainerResponses = append(response.ContainerResponses, answer)
	}
	return response, nil
}

// takeCalls returns and forgets the GetPreferredAllocation calls since the last time.
func (p *plugin) takeCalls() []preferredCall {
	p.mu.Lock()
	defer p.mu.Unlock()
	calls := p.calls
	p.calls = nil
	return calls
}

// Allocate grants what is asked.
func (p *plugin) Allocate(_ context.Context, r *pluginapi.AllocateRequest) (*pluginapi.AllocateResponse, error) {
	response := &pluginapi.AllocateResponse{}
	for _, c := range r.ContainerRequests {
		for _, id := range c.DevicesIds {
			if p.devices[id] == nil {
				return nil, fmt.Errorf("unknown device %s", id)
			}
		}
		response.ContainerResponses = append(response.ContainerResponses, &pluginapi.ContainerAllocateResponse{})
	}
	return response, nil
}
