// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-logr/logr"
	"google.golang.org/grpc"
	"k8s.io/klog/v2"
	pluginapi "k8s.io/kubelet/pkg/apis/deviceplugin/v1beta1"
)

func TestMain(m *testing.M) {
	klog.SetLogger(logr.Discard())
	os.Exit(m.Run())
}

// twoByTwo has one socket with two switches, each with two GPUs and two ports of two VFs.
func twoByTwo(rails bool) Machine {
	zero := 0
	m := Machine{NVLink: 18}
	for i := range 4 {
		sw := fmt.Sprint("s", i/2)
		pool := "example.com/vf"
		if rails {
			pool = fmt.Sprint("example.com/rail", i)
		}
		m.GPUs = append(m.GPUs, GPU{ID: fmt.Sprint("g", i), NUMA: &zero, Switch: &sw})
		m.Ports = append(m.Ports, Port{Name: fmt.Sprint("n", i), Resource: pool, NUMA: &zero, Switch: &sw, VFs: 2})
	}
	return m
}

func pod(limits map[string]int64) Pod { return Pod{Containers: []Container{{Limits: limits}}} }

func TestMeasureClasses(t *testing.T) {
	two := map[string]int64{"nvidia.com/gpu": 2, "example.com/rail0": 1, "example.com/rail1": 1}
	for _, c := range []Case{
		{Name: "CERTAIN", Busy: []string{"g2"}, Pod: pod(two)},
		{Name: "IMPOSSIBLE", Busy: []string{"g0", "g2"}, Pod: pod(two)},
		{Name: "CHANCE", Pod: pod(two)},
		{Name: "REJECTED", Busy: []string{"g0", "g1", "g2"}, Pod: pod(two)},
	} {
		c.Machine, c.Policy = twoByTwo(true), "best-effort"
		r, err := Measure(&c, options{trials: 40, restart: 4})
		if err != nil {
			t.Fatal(err)
		}
		if r.Class != c.Name {
			t.Errorf("want %s, got %s", c.Name, r)
		}
	}
}

// Three of eight GPUs with one pair bridged across the sockets: the allocator's best set is that pair with padding.
func TestPaddedSetFailsTheAdmission(t *testing.T) {
	c := Case{Name: "padded", Pod: pod(map[string]int64{"nvidia.com/gpu": 3})}
	c.Policy = "none"
	for i := range 8 {
		numa := i / 4
		c.Machine.GPUs = append(c.Machine.GPUs, GPU{ID: fmt.Sprint("g", i), NUMA: &numa})
	}
	c.Machine.Links = [][3]string{{"g3", "g7", "NV4"}}
	r, err := Measure(&c, options{trials: 5, restart: 1})
	if err != nil {
		t.Fatal(err)
	}
	if r.Class != rejected || r.Reasons["UnexpectedAdmissionError"] != 5 {
		t.Errorf("%s %v", r, r.Reasons)
	}
}

func TestKubeletVersion(t *testing.T) {
	for version, want := range map[string]string{
		"":             "",
		builtKubelet(): "",
		"1.1":          `two: it is for kubelet "1.1", but this oracle is built with kubelet ` + builtKubelet(),
	} {
		c := Case{Name: "two", Machine: twoByTwo(true), Pod: pod(map[string]int64{"nvidia.com/gpu": 2}), Trials: 1}
		c.Policy, c.Kubelet = "best-effort", version
		line, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if err := measureAll(bytes.NewReader(line), io.Discard, io.Discard, options{restart: 1}); err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("kubelet %q: %q, want %q", version, got, want)
		}
	}
	if !regexp.MustCompile(`^1\.[0-9]+$`).MatchString(builtKubelet()) {
		t.Errorf("built with kubelet %q", builtKubelet())
	}
}

func TestServeSequence(t *testing.T) {
	machine := twoByTwo(true)
	lines := []any{
		request{Op: "load", Machine: &machine, Settings: Settings{Policy: "single-numa-node"}},
		map[string]any{"op": "admit", "uid": "a", "pod": pod(map[string]int64{"nvidia.com/gpu": 3})},
		map[string]any{"op": "admit", "uid": "b", "pod": pod(map[string]int64{"nvidia.com/gpu": 2})},
		map[string]any{"op": "restart", "podsFirst": true},
		map[string]any{"op": "remove", "uid": "a"},
		map[string]any{"op": "admit", "uid": "c", "pod": pod(map[string]int64{"nvidia.com/gpu": 4})},
		map[string]any{"op": "health", "id": "g1", "healthy": false},
		map[string]any{"op": "await", "resource": "nvidia.com/gpu", "devices": 3, "timeoutMs": 5000},
		map[string]any{"op": "dump"},
	}
	var in, out strings.Builder
	for _, l := range lines {
		b, err := json.Marshal(l)
		if err != nil {
			t.Fatal(err)
		}
		in.Write(b)
	}
	// the load line carries every field of the request type; unknown ones would be refused
	if err := serve(strings.NewReader(in.String()), &out); err != nil {
		t.Fatal(err)
	}
	var got []reply
	for d := json.NewDecoder(strings.NewReader(out.String())); d.More(); {
		var r reply
		if err := d.Decode(&r); err != nil {
			t.Fatal(err)
		}
		if !r.OK {
			t.Fatalf("answer %d: %s", len(got), r.Error)
		}
		got = append(got, r)
	}
	if !*got[1].Admitted || *got[2].Admitted || !*got[5].Admitted {
		t.Errorf("admissions: %s", out.String())
	}
	if len(got[3].Restarted) != 1 || !got[3].Restarted[0].Admitted {
		t.Errorf("restart: %+v", got[3])
	}
	if ids := got[8].Pods["c"]["c0"]["nvidia.com/gpu"]; len(ids) != 4 || len(got[8].Healthy["nvidia.com/gpu"]) != 3 {
		t.Errorf("dump: %+v", got[8])
	}
}

// interposer is the smallest agent: it sits on its own registration socket, answers GetPreferredAllocation with its
// plan and hands everything else on.
type interposer struct {
	pluginapi.UnimplementedRegistrationServer
	pluginapi.UnimplementedDevicePluginServer
	dir, kubelet string
	plan         []string
	plugin       pluginapi.DevicePluginClient
	asked        atomic.Int32
}

func (a *interposer) Register(ctx context.Context, r *pluginapi.RegisterRequest) (*pluginapi.Empty, error) {
	conn, err := dialUnix(filepath.Join(a.dir, r.Endpoint))
	if err != nil {
		return nil, err
	}
	a.plugin = pluginapi.NewDevicePluginClient(conn)
	up, err := dialUnix(a.kubelet)
	if err != nil {
		return nil, err
	}
	defer func() { _ = up.Close() }()
	r.Endpoint = "agent-gpu.sock"
	return pluginapi.NewRegistrationClient(up).Register(ctx, r)
}

func (a *interposer) GetDevicePluginOptions(ctx context.Context, e *pluginapi.Empty) (*pluginapi.DevicePluginOptions, error) {
	return a.plugin.GetDevicePluginOptions(ctx, e)
}

func (a *interposer) ListAndWatch(e *pluginapi.Empty, down pluginapi.DevicePlugin_ListAndWatchServer) error {
	up, err := a.plugin.ListAndWatch(down.Context(), e)
	if err != nil {
		return err
	}
	for {
		r, err := up.Recv()
		if err != nil {
			return err
		}
		if err := down.Send(r); err != nil {
			return err
		}
	}
}

func (a *interposer) GetPreferredAllocation(context.Context, *pluginapi.PreferredAllocationRequest) (*pluginapi.PreferredAllocationResponse, error) {
	a.asked.Add(1)
	return &pluginapi.PreferredAllocationResponse{ContainerResponses: []*pluginapi.ContainerPreferredAllocationResponse{
		{DeviceIDs: a.plan}}}, nil
}

func (a *interposer) Allocate(ctx context.Context, r *pluginapi.AllocateRequest) (*pluginapi.AllocateResponse, error) {
	return a.plugin.Allocate(ctx, r)
}

func listen(t *testing.T, path string, add func(*grpc.Server)) {
	t.Helper()
	if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	s := grpc.NewServer()
	add(s)
	go func() { _ = s.Serve(l) }()
	t.Cleanup(s.Stop)
}

func TestExternalGPUSocket(t *testing.T) {
	dir, err := os.MkdirTemp("", "koi")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	machine := twoByTwo(true)
	socket := filepath.Join(dir, "kubelet.sock")
	n, err := NewNode(&machine, Settings{Policy: "best-effort"}, socket)
	if err != nil {
		t.Fatal(err)
	}
	defer n.Close()
	if err := n.Reset(nil); err != nil {
		t.Fatal(err)
	}
	agent := &interposer{dir: n.pluginDir(), kubelet: n.kubeletSocket(), plan: []string{"g1", "g2"}}
	two := pod(map[string]int64{"nvidia.com/gpu": 2})
	for round := range 2 {
		listen(t, filepath.Join(n.pluginDir(), "agent-gpu.sock"), func(s *grpc.Server) { pluginapi.RegisterDevicePluginServer(s, agent) })
		listen(t, socket, func(s *grpc.Server) { pluginapi.RegisterRegistrationServer(s, agent) })
		if err := n.await("nvidia.com/gpu", 4, 10*time.Second); err != nil {
			t.Fatal(err)
		}
		uid := fmt.Sprint("p", round)
		result, err := n.Admit(uid, &two)
		if err != nil || !result.Admit {
			t.Fatal(err, result)
		}
		if got := fmt.Sprint(n.Devices(uid, "c0")["nvidia.com/gpu"]); got != "[g1 g2]" || agent.asked.Load() != int32(round)+1 {
			t.Errorf("devices %s, asked %d times", got, agent.asked.Load())
		}
		n.Remove(uid)

		// a kubelet restart deletes the sockets of the plugin and of the agent; only the agent notices
		n.Stop()
		if err := n.Start(true); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"nvidia-gpu.sock", "agent-gpu.sock"} {
			if _, err := os.Stat(filepath.Join(n.pluginDir(), name)); !os.IsNotExist(err) {
				t.Errorf("%s outlived the restart: %v", name, err)
			}
		}
		if err := n.await("nvidia.com/gpu", 4, 300*time.Millisecond); err == nil {
			t.Error("the GPUs came back by themselves")
		}
	}
}
