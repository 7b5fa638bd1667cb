// Package leash ends a process together with the one that started it.
package leash

import (
	"io"
	"os"
)

// variable is set by a parent that keeps the other end of standard input.
const variable = "SWITCHMAN_LEASH"

// Tie ends this process when standard input ends. The parent holds the other end of that pipe and never writes to it;
// the kernel closes it when the parent dies, however it dies, so nothing is left over from a test run that was killed.
// Without the variable nothing happens, so the programs can be started by hand with any standard input.
func Tie() {
	if os.Getenv(variable) == "" {
		return
	}
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(1)
	}()
}
