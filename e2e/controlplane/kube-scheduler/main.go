// Command kube-scheduler is kube-scheduler, unchanged.
package main

import (
	"os"

	"k8s.io/component-base/cli"
	"k8s.io/kubernetes/cmd/kube-scheduler/app"

	"switchman.example/controlplane/leash"
)

func main() {
	leash.Tie()
	os.Exit(cli.Run(app.NewSchedulerCommand()))
}
