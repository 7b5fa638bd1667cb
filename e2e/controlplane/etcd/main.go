// Command etcd is etcd, unchanged.
package main

import (
	"os"

	"go.etcd.io/etcd/server/v3/etcdmain"

	"switchman.example/controlplane/leash"
)

func main() {
	leash.Tie()
	etcdmain.Main(os.Args)
}
