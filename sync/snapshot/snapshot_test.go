package snapshot_test

import (
	"bytes"
	"errors"
	"testing"

	"pgregory.net/rapid"

	"twofold/crypto/identity"
	"twofold/crypto/sealed"
	"twofold/sync/snapshot"
)

func TestEveryMemberReadsWhatOneWrote(t *testing.T) {
	p := newParty(t)
	second := p.join(p.root, "Desktop")
	third := p.join(p.slot, "Netbook")
	lines := p.lines(5)
	name, file := p.publish(third, 42, 5)
	if err := name.Check(file); err != nil {
		t.Error(err)
	}
	for _, id := range []sealed.Identity{p.root.Identity(), second.Identity(), third.Identity(), p.slot.Identity()} {
		got, err := p.reader(id).Open(file)
		if err != nil {
			t.Fatal(err)
		}
		h := got.Header
		if h.Dev != third.ID() || h.Seq != 42 || h.Kind != snapshot.Full || !h.Time.Equal(noon) || h.App != "1.0.0" ||
			h.Prev != snapshot.Hash(nil) || h.Seen[p.root.ID()] != (snapshot.Seen{Seq: 17, Hash: "9c4e1b7a2dqf"}) {
			t.Errorf("header came back as %+v", h)
		}
		if !sameLines(got.Lines, lines) || len(got.Bad) != 0 {
			t.Error("the lines came back different")
		}
		if len(got.Records.Devices) != 3 || len(got.Records.Slots) != 1 {
			t.Errorf("the roster has %d computers and %d slots", len(got.Records.Devices), len(got.Records.Slots))
		}
		if got.Hash != snapshot.Hash(file) || name.Hash != snapshot.Short(got.Hash) {
			t.Error("the hash is not that of the file")
		}
	}
}

func TestSnapshotBringsItsOwnRoster(t *testing.T) {
	p := newParty(t)
	old := p.rec // what the reader knows: not the new computer
	late := p.join(p.root, "Netbook")
	_, file := p.publish(late, 1, 1)
	r := p.reader(p.root.Identity())
	for name, known := range map[string]identity.Records{"an older roster": old, "the root key alone": {}} {
		r.Known = known
		if _, err := r.Open(file); err != nil {
			t.Errorf("with %s: %v", name, err)
		}
	}
}

func TestLinesComeBack(t *testing.T) {
	p := newParty(t)
	text := rapid.Custom(func(t *rapid.T) []byte {
		return marshal(map[string]string{"k": rapid.String().Draw(t, "kind"), "x": rapid.StringN(0, 4000, -1).Draw(t, "x")})
	})
	rapid.Check(t, func(rt *rapid.T) {
		lines := rapid.SliceOfN(text, 0, 20).Draw(rt, "lines")
		all := append(lines, p.lines(0)...)
		_, file, err := snapshot.Seal(p.header(1), all, p.root, p.root.Recipient())
		if err != nil {
			rt.Fatal(err)
		}
		got, err := p.reader(p.root.Identity()).Open(file)
		if err != nil {
			rt.Fatal(err)
		}
		if !sameLines(got.Lines, all) || len(got.Bad) != 0 {
			rt.Fatalf("lines came back different, %d bad", len(got.Bad))
		}
	})
}

func TestLocalFilesAreNoSnapshots(t *testing.T) {
	p := newParty(t)
	h := p.header(1)
	h.Kind = snapshot.Local
	_, local, err := snapshot.Seal(h, p.lines(1), p.root, p.root.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	_, shared := p.publish(p.root, 1, 1)
	r := p.reader(p.root.Identity())
	if _, err := r.Open(local); !errors.Is(err, snapshot.ErrWrongKind) {
		t.Errorf("Open(local) = %v, want %v", err, snapshot.ErrWrongKind)
	}
	if _, err := r.OpenLocal(shared); !errors.Is(err, snapshot.ErrWrongKind) {
		t.Errorf("OpenLocal(snapshot) = %v, want %v", err, snapshot.ErrWrongKind)
	}
	if _, err := r.OpenLocal(local); err != nil {
		t.Error(err)
	}
}

func TestDeltaIsRead(t *testing.T) {
	p := newParty(t)
	h := p.header(3)
	h.Kind = snapshot.Delta
	name, file, err := snapshot.Seal(h, p.lines(2), p.root, p.root.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	got, err := p.reader(p.root.Identity()).Open(file)
	if err != nil || got.Header.Kind != snapshot.Delta {
		t.Fatalf("Open(delta) = %v", err)
	}
	if back, ok := snapshot.ParseName(name.String()); !ok || !back.Delta {
		t.Errorf("the name %s does not say delta", name)
	}
}

func TestSizesTellLittle(t *testing.T) {
	p := newParty(t)
	size := func(n int) int {
		_, file := p.publish(p.root, 1, n)
		return len(file)
	}
	if a, b := size(0), size(60); a != b {
		t.Errorf("a vault of 0 accounts has %d bytes, one of 60 has %d", a, b)
	}
	sizes := map[int]bool{}
	for n := 900; n <= 1000; n += 10 {
		sizes[size(n)] = true
	}
	if len(sizes) > 6 { // steps of 8 KiB over 40 KB
		t.Errorf("900 to 1,000 accounts have %d different sizes", len(sizes))
	}
}

func TestRecordsOfSeveralLinesAreRefused(t *testing.T) {
	p := newParty(t)
	_, file, err := snapshot.Seal(p.header(1), [][]byte{[]byte("{\"k\":\"x\"}\n{\"k\":\"sig\"}")}, p.root, p.root.Recipient())
	if err == nil || file != nil {
		t.Error("a record with a line break was written")
	}
}

func TestWipe(t *testing.T) {
	p := newParty(t)
	_, file := p.publish(p.root, 1, 1)
	got, err := p.reader(p.root.Identity()).Open(file)
	if err != nil {
		t.Fatal(err)
	}
	got.Wipe()
	if !bytes.Equal(got.Lines[0], make([]byte, len(got.Lines[0]))) {
		t.Error("the lines are still there after Wipe")
	}
}
