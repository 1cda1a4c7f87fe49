// Key makes a recovery key for the vault in a data directory and prints it, as
// nobody but a test may: with a passphrase from standard input, and without
// the window that shows the words.
package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"twofold/app/session"
)

func main() {
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "key:", err)
		os.Exit(1)
	}
}

func run(dataDir string) error {
	pass, err := io.ReadAll(os.Stdin)
	if err != nil {
		return err
	}
	ctx := context.Background()
	s := session.New(session.Options{DataDir: dataDir, Now: time.Now, Rand: rand.Reader, Version: "test"})
	defer s.Close()
	if err := s.Start(ctx); err != nil {
		return err
	}
	if err := s.Unlock(ctx, pass); err != nil {
		return err
	}
	words, _, err := s.MakeRecoveryKey(ctx)
	if err != nil {
		return err
	}
	if err := s.ConfirmRecoveryKey(); err != nil {
		return err
	}
	fmt.Println(strings.Join(words, " "))
	return nil
}
