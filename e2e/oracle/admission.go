// SPDX-License-Identifier: Apache-2.0

package main

import (
	"slices"
	"strconv"

	v1 "k8s.io/api/core/v1"
	"k8s.io/kubernetes/pkg/kubelet/lifecycle"
)

// Admit runs one pod through topology manager, hint providers and plugins, as the kubelet's admission does.
func (n *Node) Admit(uid string, p *Pod) (lifecycle.PodAdmitResult, error) {
	pod, err := n.buildPod(uid, p)
	if err != nil {
		return lifecycle.PodAdmitResult{}, err
	}
	n.pods = append(n.pods, pod)
	return n.admit(pod), nil
}

func (n *Node) admit(pod *v1.Pod) lifecycle.PodAdmitResult {
	result := n.topology.Admit(&lifecycle.PodAdmitAttributes{Pod: pod})
	if !result.Admit {
		n.forget(string(pod.UID)) // the kubelet sets it Failed: no longer active
		return result
	}
	for _, c := range slices.Concat(pod.Spec.InitContainers, pod.Spec.Containers) {
		n.topology.AddContainer(pod, &c, containerID(pod, &c))
	}
	return result
}

func (n *Node) forget(uid string) bool {
	i := slices.IndexFunc(n.pods, func(p *v1.Pod) bool { return string(p.UID) == uid })
	if i < 0 {
		return false
	}
	n.pods = slices.Delete(n.pods, i, i+1)
	return true
}

// Remove makes a pod inactive; the managers drop its devices at the next admission.
func (n *Node) Remove(uid string) bool {
	for _, pod := range n.pods {
		if string(pod.UID) == uid {
			for _, c := range slices.Concat(pod.Spec.InitContainers, pod.Spec.Containers) {
				_ = n.topology.RemoveContainer(containerID(pod, &c))
			}
		}
	}
	return n.forget(uid)
}

// Devices returns the device ids of one container, by resource, sorted.
func (n *Node) Devices(uid, container string) map[string][]string {
	out := map[string][]string{}
	for name, instances := range n.devices.GetDevices(uid, container) {
		for id := range instances {
			out[name] = append(out[name], id)
		}
		slices.Sort(out[name])
	}
	return out
}

func containerID(pod *v1.Pod, c *v1.Container) string { return string(pod.UID) + "-" + c.Name }

func containerName(c *Container, kind string, i int) string {
	if c.Name != "" {
		return c.Name
	}
	return kind + strconv.Itoa(i)
}
