//go:build window

package window_test

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"twofold/sync/pair"
)

// provider carries the files between the folders of two computers, as a cloud
// service does, and is not honest: it keeps all it ever had, and changes a
// message on its way if it is told to.
type provider struct {
	t    *testing.T
	dirs [2]string

	mu     sync.Mutex
	there  [2]map[string]string // what a file of one side is called on the other
	had    map[string][]byte    // messages
	meddle func(m pair.Message) (pair.Message, bool)
	done   bool // it has changed a message since it was told to
}

// carries begins to carry, until the test ends.
func carries(t *testing.T, dirs [2]string) *provider {
	t.Helper()
	p := &provider{t: t, dirs: dirs, there: [2]map[string]string{{}, {}}, had: map[string][]byte{}}
	stop, end := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(end)
		for {
			p.carry()
			select {
			case <-stop:
				return
			case <-time.After(100 * time.Millisecond):
			}
		}
	}()
	t.Cleanup(func() { close(stop); <-end })
	return p
}

// carry brings what is new on one side to the other, and takes away there what
// is gone here.
func (p *provider) carry() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for from := range p.dirs {
		here := p.names(from)
		for name, other := range p.there[from] {
			if !here[name] {
				_ = os.Remove(filepath.Join(p.dirs[1-from], other))
				delete(p.there[from], name)
				delete(p.there[1-from], other)
			}
		}
		for _, name := range slices.Sorted(maps.Keys(here)) {
			if _, known := p.there[from][name]; !known {
				p.bring(from, name)
			}
		}
	}
}

func (p *provider) names(side int) map[string]bool {
	out := map[string]bool{}
	list, err := os.ReadDir(p.dirs[side])
	if err != nil && !os.IsNotExist(err) {
		p.t.Error(err)
	}
	for _, e := range list {
		if !e.IsDir() && !strings.HasPrefix(e.Name(), "~$") && !strings.HasSuffix(e.Name(), ".tmp") {
			out[e.Name()] = true
		}
	}
	return out
}

func (p *provider) bring(from int, name string) {
	data, err := os.ReadFile(filepath.Join(p.dirs[from], name))
	if err != nil {
		return // gone meanwhile
	}
	other := name
	if m, ok := message(name, data); ok {
		p.had[name] = data
		if p.meddle != nil {
			if lie, ok := p.meddle(m); ok {
				other, data, p.done, p.meddle = lie.Name(), lie.Data, true, nil
			}
		}
	}
	to := filepath.Join(p.dirs[1-from], other)
	if os.MkdirAll(filepath.Dir(to), 0o700) != nil || os.WriteFile(to+".tmp", data, 0o600) != nil || os.Rename(to+".tmp", to) != nil {
		p.t.Errorf("%s could not be carried", name)
	}
	p.there[from][name], p.there[1-from][other] = other, name
}

func message(name string, data []byte) (pair.Message, bool) {
	n, ok := pair.ParseName(name)
	if !ok {
		return pair.Message{}, false
	}
	m, err := pair.Parse(n, data)
	return m, err == nil
}

// alters lets it change a field of the next message of a step, so that name and
// content fit each other.
func (p *provider) alters(step int, field string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done = false
	p.meddle = func(m pair.Message) (pair.Message, bool) {
		head, value, ok := strings.Cut(string(m.Data), `"`+field+`":"`)
		if m.Step != step || !ok || len(value) < 20 {
			return m, false
		}
		other := "A"
		if value[10] == 'A' {
			other = "B"
		}
		m.Data = []byte(head + `"` + field + `":"` + value[:10] + other + value[11:])
		return m, true
	}
}

func (p *provider) altered() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.done
}

// messages are the files of approvals in both folders.
func (p *provider) messages() (n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for side := range p.dirs {
		for name := range p.names(side) {
			if strings.HasSuffix(name, ".json") {
				n++
			}
		}
	}
	return n
}

// forget drops the messages it has kept.
func (p *provider) forget() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.had = map[string][]byte{}
}

// replay lays all messages it has kept into the first folder again, but for
// those that end something.
func (p *provider) replay() {
	p.t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	steps := map[int]bool{}
	for name, data := range p.had {
		n, _ := pair.ParseName(name)
		if n.Step == pair.StepEnd {
			continue
		}
		steps[n.Step] = true
		p.put(name, data)
	}
	if len(steps) != 4 {
		p.t.Fatalf("messages of %d steps were kept, want 4", len(steps))
	}
}

// clear takes the messages out of the folders.
func (p *provider) clear() {
	p.t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, dir := range p.dirs {
		list, err := filepath.Glob(filepath.Join(dir, "*.json"))
		if err != nil {
			p.t.Fatal(err)
		}
		for _, path := range list {
			if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
				p.t.Fatal(err)
			}
		}
	}
}

func (p *provider) put(name string, data []byte) {
	p.t.Helper()
	if err := os.WriteFile(filepath.Join(p.dirs[0], name), data, 0o600); err != nil {
		p.t.Fatal(err)
	}
}
