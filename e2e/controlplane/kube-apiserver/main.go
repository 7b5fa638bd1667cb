// Command kube-apiserver is kube-apiserver, unchanged.
package main

import (
	"os"

	"k8s.io/component-base/cli"
	"k8s.io/kubernetes/cmd/kube-apiserver/app"

	"switchman.example/controlplane/leash"
)

func main() {
	leash.Tie()
	os.Exit(cli.Run(app.NewAPIServerCommand()))
}
