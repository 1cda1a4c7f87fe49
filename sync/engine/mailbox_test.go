package engine_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"twofold/crypto/identity"
	"twofold/sync/engine"
	"twofold/sync/folder"
	pairing "twofold/sync/pair"
)

// box is a real folder with the mailbox of one request, which counts what is
// read.
type box struct {
	folder.Folder
	t      *testing.T
	root   string
	reads  []string
	slow   func(path string) bool
	ask    pairing.Message
	answer pairing.Message // what the other side says, which is to be found
	laid   int
}

func (b *box) Read(ctx context.Context, path string) ([]byte, error) {
	b.reads = append(b.reads, path)
	if b.slow != nil && b.slow(path) {
		return nil, folder.ErrSlow
	}
	return b.Folder.Read(ctx, path)
}

func newBox(t *testing.T) *box {
	t.Helper()
	vault, err := identity.NewVaultID(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	_, ask, err := pairing.Ask(rand.Reader, vault, pairing.Computer{Name: "new"}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	end, err := pairing.Refuse(ask)
	if err != nil {
		t.Fatal(err)
	}
	root := t.TempDir()
	return &box{
		Folder: folder.NewDir(root, engine.Names(), folder.SystemClock{}, rand.Reader),
		t:      t, root: root, ask: ask, answer: end,
	}
}

// junk lays n files that look like messages of the request, come before every
// true one in a listing, and never become whole.
func (b *box) junk(n int) {
	b.t.Helper()
	head, _, _ := strings.Cut(b.ask.Name(), "-1-")
	for range n {
		b.laid++
		name := fmt.Sprintf("%s-0-000000-%012d.json", head, b.laid)
		if _, ok := pairing.ParseName(name); !ok {
			b.t.Fatalf("%s is no name of a message", name)
		}
		b.put(name, []byte("junk"))
	}
}

func (b *box) put(name string, data []byte) {
	b.t.Helper()
	if err := os.WriteFile(filepath.Join(b.root, name), data, 0o600); err != nil {
		b.t.Fatal(err)
	}
}

func (b *box) lay(m pairing.Message) { b.put(m.Name(), m.Data) }

// look is one call of News, which reads no more than it may, and reports
// whether it found the message.
func (b *box) look(m *engine.Mailbox, want pairing.Message) bool {
	b.t.Helper()
	b.reads = nil
	news, err := m.News(b.t.Context())
	if err != nil {
		b.t.Fatal(err)
	}
	if len(b.reads) > 64 {
		b.t.Fatalf("%d files are read at once", len(b.reads))
	}
	return slices.ContainsFunc(news, func(m pairing.Message) bool { return m.Name() == want.Name() })
}

// TestJunkDoesNotHideAnAnswer: whoever can write to the folder can lay as many
// files into it as he likes. What was there before an answer does not delay
// it; what is laid after it, faster than it is read, does not keep it away.
func TestJunkDoesNotHideAnAnswer(t *testing.T) {
	for name, tt := range map[string]struct {
		before, each int // junk before the answer, and before every look after it
		most         int // looks
	}{
		"as many as are read at once":   {before: 64, most: 1},
		"many before it":                {before: 1000, most: 1},
		"many before it and more after": {before: 300, each: 40, most: 12},
		"a flood":                       {before: 64, each: 100, most: 8},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBox(t)
			m := engine.NewMailbox(b, b.ask.Vault, b.ask.Request)
			b.junk(tt.before)
			for range 2 {
				b.look(m, b.answer)
			}
			b.lay(b.answer)
			for n := 1; ; n++ {
				b.junk(tt.each)
				if b.look(m, b.answer) {
					break
				}
				if n == tt.most {
					t.Fatalf("not found in %d looks", n)
				}
			}
			if b.look(m, b.answer) {
				t.Error("given twice")
			}
		})
	}
}

// TestAnAnswerThatArrivesInPieces is read again although junk comes faster
// than it is read.
func TestAnAnswerThatArrivesInPieces(t *testing.T) {
	b := newBox(t)
	m := engine.NewMailbox(b, b.ask.Vault, b.ask.Request)
	b.put(b.answer.Name(), b.answer.Data[:10])
	if b.look(m, b.answer) {
		t.Fatal("a piece is taken for the whole")
	}
	b.junk(200)
	b.look(m, b.answer)
	b.lay(b.answer)
	for n := 1; !b.look(m, b.answer); n++ {
		b.junk(64)
		if n == 20 {
			t.Fatal("never read again")
		}
	}
}

// TestARequestIsReadFirst: who opens a request that the engine found reads it
// at once, whatever lies beside it.
func TestARequestIsReadFirst(t *testing.T) {
	b := newBox(t)
	b.junk(500)
	b.lay(b.ask)
	m := engine.NewMailbox(b, b.ask.Vault, b.ask.Request, b.ask.Name())
	if !b.look(m, b.ask) {
		t.Error("the request is not found at the first look")
	}
}

// TestASlowFolderEndsALook: a read can take half a minute, so one that did ends
// the call, and the others come first at the next.
func TestASlowFolderEndsALook(t *testing.T) {
	b := newBox(t)
	b.junk(70)
	b.slow = func(path string) bool { return strings.Contains(path, "-0-") && path != b.answer.Name() }
	m := engine.NewMailbox(b, b.ask.Vault, b.ask.Request)
	b.look(m, b.answer)
	if len(b.reads) != 1 {
		t.Fatalf("%d slow reads in one call", len(b.reads))
	}
	b.lay(b.answer)
	found := false
	for range 2 {
		found = found || b.look(m, b.answer)
	}
	if !found {
		t.Error("the answer waits behind the slow files")
	}
}
