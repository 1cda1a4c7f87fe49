package session_test

import (
	"context"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"twofold/app/platform"
	"twofold/app/session"
	"twofold/app/session/sessiontest"
	"twofold/crypto/sealed"
	"twofold/internal/account"
)

// bench is a session on a directory of its own with everything at hand.
type bench struct {
	*session.Session
	t      *testing.T
	dir    string
	clock  *sessiontest.Clock
	ring   *sessiontest.Keyring
	clip   *sessiontest.Clipboard
	heard  *events
	folder string // shared folder at the next start
	row    int    // of the account that note edits
	temp   []string
}

// events remembers what a session said, also on the goroutine of its backup.
type events struct {
	mu   sync.Mutex
	list []session.Event
}

func (e *events) add(event session.Event) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.list = append(e.list, event)
}

func (e *events) all() []session.Event {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Clone(e.list)
}

// when is a moment in the middle of a 30 s period.
var when = time.Date(2026, 11, 22, 12, 0, 10, 0, time.UTC)

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{
		t: t, dir: t.TempDir(), clock: sessiontest.NewClock(when),
		ring: &sessiontest.Keyring{}, clip: &sessiontest.Clipboard{},
	}
	b.begin()
	return b
}

// begin starts the program on the bench's files.
func (b *bench) begin() {
	b.t.Helper()
	heard := &events{}
	b.heard = heard
	b.Session = session.New(session.Options{
		DataDir: b.dir, Computer: func(context.Context) (string, string) { return "desk", "linux" }, Version: "test",
		Now: b.clock.Now, After: b.clock.After, Rand: rand.Reader,
		Keyring: b.ring, Clipboard: b.clip, Folder: b.folder, TempDirs: b.temp, Cost: sealed.CostTest,
	})
	s := b.Session
	b.t.Cleanup(func() { _ = s.Close() })
	s.Subscribe(heard.add)
	if err := s.Start(context.Background()); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) restart() {
	b.t.Helper()
	if err := b.Close(); err != nil {
		b.t.Fatal(err)
	}
	b.begin()
}

// add takes a link, with the default decision.
func (b *bench) add(uri string) string {
	b.t.Helper()
	done, err := b.Add(b.ReadText(uri).Candidates)
	if err != nil || len(done.IDs) != 1 {
		b.t.Fatalf("adding %s: %+v, %v", uri, done, err)
	}
	return done.IDs[0]
}

const (
	github = "otpauth://totp/GitHub:hanako?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=GitHub"
	google = "otpauth://totp/Google:hanako@example.jp?secret=JBSWY3DPEHPK3PXP&issuer=Google"
	bank   = "otpauth://hotp/Bank:7?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Bank&counter=0"
)

func TestFirstStartAsksForNothingAndTheNextOpensByItself(t *testing.T) {
	b := newBench(t)
	if b.Phase() != session.Open {
		t.Fatalf("phase = %v, want Open", b.Phase())
	}
	if st := b.Status(); st.Health != session.HealthOff || !st.KeyUnsaved {
		t.Errorf("status = %+v, want not backed up and key unsaved", st)
	}
	id := b.add(github)
	b.restart()
	c, err := b.View().Code(id, time.Unix(59, 0))
	if err != nil || c.Now != "287082" { // RFC 6238, appendix B, six digits
		t.Errorf("code after a restart = %+v, %v", c, err)
	}
}

func TestWithoutKeyringAsksForAPassphrase(t *testing.T) {
	b := newBench(t)
	_ = b.Close()
	b.dir, b.ring.Err = t.TempDir(), platform.ErrKeyringSlow
	b.begin()
	if b.Phase() != session.NeedsPass || !errors.Is(b.Ways().KeyringErr, platform.ErrKeyringSlow) {
		t.Fatalf("phase = %v, ways %+v", b.Phase(), b.Ways())
	}
	ctx := context.Background()
	if err := b.CreateWithPassphrase(ctx, []byte("four unrelated words here")); err != nil {
		t.Fatal(err)
	}
	b.add(github)
	b.restart()
	if b.Phase() != session.Locked || !b.Ways().Passphrase {
		t.Fatalf("phase = %v, ways %+v", b.Phase(), b.Ways())
	}
	if err := b.Unlock(ctx, []byte("not it")); !errors.Is(err, session.ErrWrongPassphrase) {
		t.Errorf("wrong passphrase gave %v", err)
	}
	if len(b.View().Rows) != 0 {
		t.Error("a locked session shows accounts")
	}
	if err := b.Unlock(ctx, []byte("four unrelated words here")); err != nil {
		t.Fatal(err)
	}
	if len(b.View().Rows) != 1 {
		t.Errorf("rows = %d, want 1", len(b.View().Rows))
	}
	if err := b.SetPassphrase(ctx, []byte("four unrelated words here"), []byte("five other words")); err != nil {
		t.Fatal(err)
	}
	b.restart()
	if err := b.Unlock(ctx, []byte("five other words")); err != nil {
		t.Errorf("new passphrase: %v", err)
	}
}

func TestRecoveryKeyOpensWhatTheKeyringLost(t *testing.T) {
	b := newBench(t)
	b.add(github)
	ctx := context.Background()
	words, qr, err := b.MakeRecoveryKey(ctx)
	if err != nil || len(words) != 10 || qr == "" {
		t.Fatalf("MakeRecoveryKey = %d words, %v", len(words), err)
	}
	if !b.Status().KeyUnsaved {
		t.Error("an unconfirmed key counts as saved")
	}
	if err := b.ConfirmRecoveryKey(); err != nil {
		t.Fatal(err)
	}
	if b.Status().KeyUnsaved {
		t.Error("a confirmed key counts as unsaved")
	}
	b.ring = &sessiontest.Keyring{} // a new installation of the system
	b.restart()
	if b.Phase() != session.Locked || !errors.Is(b.Ways().KeyringErr, platform.ErrNotFound) {
		t.Fatalf("phase = %v, ways %+v", b.Phase(), b.Ways())
	}
	if err := b.UnlockRecovery(ctx, "a b c"); err == nil || errors.Is(err, session.ErrWrongKey) {
		t.Errorf("mistyped key gave %v", err)
	}
	if err := b.UnlockRecovery(ctx, strings.Join(words, " ")); err != nil {
		t.Fatal(err)
	}
	if len(b.View().Rows) != 1 {
		t.Errorf("rows = %d, want 1", len(b.View().Rows))
	}
}

func TestLockDropsEverything(t *testing.T) {
	b := newBench(t)
	id := b.add(github)
	b.SetClipboardTime(30 * time.Second)
	if _, err := b.Copy(id, false); err != nil {
		t.Fatal(err)
	}
	held := b.View()
	if err := b.Lock(); err != nil {
		t.Fatal(err)
	}
	if b.Phase() != session.Locked || len(b.View().Rows) != 0 || b.clip.Text() != "" {
		t.Errorf("after Lock: phase %v, %d rows, clipboard %q", b.Phase(), len(b.View().Rows), b.clip.Text())
	}
	if c, _ := held.Code(id, time.Unix(59, 0)); c.Now == "287082" {
		t.Error("a view that was kept still makes codes")
	}
	if _, err := b.Add(nil); !errors.Is(err, session.ErrLocked) {
		t.Errorf("Add while locked gave %v", err)
	}
	if err := b.UnlockKeyring(context.Background()); err != nil || len(b.View().Rows) != 1 {
		t.Errorf("unlock by keyring: %v, %d rows", err, len(b.View().Rows))
	}
}

func TestIdleLocks(t *testing.T) {
	b := newBench(t)
	b.SetAutoLock(5 * time.Minute)
	b.clock.Advance(4 * time.Minute)
	b.Touch()
	b.clock.Advance(4 * time.Minute)
	if b.Phase() != session.Open {
		t.Fatal("locked although it was touched")
	}
	release := b.Hold()
	b.clock.Advance(10 * time.Minute)
	if b.Phase() != session.Open {
		t.Fatal("locked while something held it")
	}
	release()
	b.clock.Advance(5*time.Minute + time.Second)
	if b.Phase() != session.Locked {
		t.Fatal("not locked after the idle time")
	}
}

// A clock that is set back must not keep the vault open for as long as that.
func TestIdleLocksWhateverTheClockSays(t *testing.T) {
	b := newBench(t)
	b.SetAutoLock(5 * time.Minute)
	b.clock.Advance(time.Minute)
	b.Touch()
	b.clock.Turn(-24 * time.Hour)
	b.clock.Advance(4 * time.Minute)
	if b.Phase() != session.Open {
		t.Fatal("locked too early")
	}
	b.clock.Advance(7 * time.Minute)
	if b.Phase() != session.Locked {
		t.Error("not locked in twice the idle time after the clock was set back by a day")
	}
}

// The timers of a program stand still while the computer sleeps.
func TestIdleLocksAfterSleep(t *testing.T) {
	b := newBench(t)
	b.SetVisible(true)
	b.SetAutoLock(5 * time.Minute)
	b.clock.Advance(time.Minute)
	b.clock.Turn(8 * time.Hour)
	b.clock.Advance(2 * time.Second)
	if b.Phase() != session.Locked {
		t.Error("open after eight hours of sleep")
	}
}

func TestTicksOnlyWhileSeenAndOpen(t *testing.T) {
	b := newBench(t)
	ticks := func() (n int) {
		for _, e := range b.heard.all() {
			if k, ok := e.(session.Tick); ok {
				if k.Now.Nanosecond() != 0 {
					t.Errorf("tick at %v", k.Now)
				}
				n++
			}
		}
		return n
	}
	b.clock.Advance(3 * time.Second)
	if ticks() != 0 {
		t.Errorf("%d ticks while hidden", ticks())
	}
	b.clock.Advance(300 * time.Millisecond)
	b.SetVisible(true)
	b.clock.Advance(3 * time.Second)
	if ticks() != 3 {
		t.Errorf("%d ticks in 3 s", ticks())
	}
	_ = b.Lock()
	b.clock.Advance(3 * time.Second)
	if ticks() != 3 || b.clock.Timers() != 0 {
		t.Errorf("%d ticks and %d timers after Lock", ticks(), b.clock.Timers())
	}
}

func TestClipboardIsClearedOnlyIfItIsStillOurs(t *testing.T) {
	b := newBench(t)
	id := b.add(github)
	b.SetClipboardTime(30 * time.Second)
	c, err := b.Copy(id, false)
	if err != nil || b.clip.Text() != c.Now || len(c.Now) != 6 {
		t.Fatalf("Copy = %+v, %v; clipboard %q", c, err, b.clip.Text())
	}
	b.clock.Advance(29 * time.Second)
	if b.clip.Text() == "" {
		t.Error("cleared too early")
	}
	b.clock.Advance(time.Second)
	if b.clip.Text() != "" {
		t.Errorf("clipboard holds %q after 30 s", b.clip.Text())
	}
	if _, err := b.Copy(id, true); err != nil {
		t.Fatal(err)
	}
	_ = b.clip.Write("something of the user's")
	b.clock.Advance(time.Minute)
	if b.clip.Text() != "something of the user's" {
		t.Error("cleared what was not ours")
	}
	if n := b.View().Row(id).Usage.Count; n != 2 {
		t.Errorf("usage = %d, want 2", n)
	}
}

func TestHOTPCounterIsOnDiskBeforeTheCodeShows(t *testing.T) {
	b := newBench(t)
	id := b.add(bank)
	if c, _ := b.View().Code(id, when); c.Now != "" {
		t.Errorf("a counter code shows unasked: %q", c.Now)
	}
	for _, want := range []string{"755224", "287082"} { // RFC 4226, appendix D
		if got, err := b.NextCounter(id); err != nil || got != want {
			t.Fatalf("NextCounter = %q, %v, want %s", got, err, want)
		}
	}
	if c, _ := b.View().Code(id, when); c.Now != "287082" {
		t.Errorf("row shows %q", c.Now)
	}
	b.restart()
	if got, _ := b.NextCounter(id); got != "359152" {
		t.Errorf("after a restart = %q, want 359152", got)
	}
}

func TestDuplicates(t *testing.T) {
	b := newBench(t)
	b.add(github)
	tests := []struct {
		uri    string
		kind   session.DuplicateKind
		choice session.Choice
	}{
		{github, session.SameAccount, session.ChoiceSkip},
		{strings.Replace(github, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "JBSWY3DPEHPK3PXP", 1), session.OtherKey, session.ChoiceAdd},
		{strings.Replace(github, "hanako", "taro", 1), session.SameKey, session.ChoiceSkip},
		{google, session.NotDuplicate, session.ChoiceAdd},
	}
	for _, tt := range tests {
		c := b.ReadText(tt.uri).Candidates[0]
		if c.Duplicate.Kind != tt.kind || c.Choice != tt.choice {
			t.Errorf("%s: %v %v, want %v %v", tt.uri, c.Duplicate, c.Choice, tt.kind, tt.choice)
		}
	}
	twice := b.ReadText(google + "\n" + google).Candidates
	if twice[1].Duplicate.Kind != session.SameAccount || twice[1].Choice != session.ChoiceSkip {
		t.Errorf("the same link twice in one text: %+v", twice[1].Duplicate)
	}
	c := b.ReadText(tests[1].uri).Candidates[0]
	c.Choice = session.ChoiceReplace
	done, err := b.Add([]session.Candidate{c})
	if err != nil || len(done.IDs) != 1 || len(b.View().Rows) != 1 {
		t.Fatalf("replace: %+v, %v, %d rows", done, err, len(b.View().Rows))
	}
	if err := b.Undo(); err != nil {
		t.Fatal(err)
	}
	if c, _ := b.View().Code(done.IDs[0], time.Unix(59, 0)); c.Now != "287082" {
		t.Error("undo did not bring the key back")
	}
}

func TestOneBadEntryKeepsNothingBack(t *testing.T) {
	b := newBench(t)
	f := b.ReadText(github + "\notpauth://totp/Bad?secret=JBSW0\n" + google)
	if len(f.Candidates) != 2 || len(f.Problems) != 1 {
		t.Fatalf("%d candidates, %d problems", len(f.Candidates), len(f.Problems))
	}
	var fe *account.FieldError
	if !errors.As(f.Problems[0].Err, &fe) || fe.At != 5 || fe.Char != '0' {
		t.Errorf("problem = %v", f.Problems[0].Err)
	}
	if s := session.Explain(f.Problems[0].Err, "Bad"); s.Key != "err.secret.char" {
		t.Errorf("sentence = %+v", s)
	}
}

func TestEditTrashUndo(t *testing.T) {
	b := newBench(t)
	id := b.add(github)
	other := b.add(google)
	name, groups := "Code", []string{"Work", "私用"}
	if err := b.Edit(id, session.Changes{Issuer: &name, Groups: &groups}); err != nil {
		t.Fatal(err)
	}
	v := b.View()
	if v.Row(id).Issuer != "Code" || len(v.Groups) != 2 || len(v.Row(id).Groups) != 2 {
		t.Errorf("after Edit: %+v, groups %+v", v.Row(id), v.Groups)
	}
	if err := b.Delete(id); err != nil {
		t.Fatal(err)
	}
	if v := b.View(); len(v.Rows) != 1 || len(v.Trash) != 1 {
		t.Fatalf("after Delete: %d rows, %d in the trash", len(v.Rows), len(v.Trash))
	}
	if err := b.Undo(); err != nil || len(b.View().Rows) != 2 {
		t.Errorf("undo of delete: %v, %d rows", err, len(b.View().Rows))
	}
	if err := b.Undo(); err != nil || b.View().Row(id).Issuer != "GitHub" {
		t.Errorf("undo of edit: %v, %q", err, b.View().Row(id).Issuer)
	}
	if err := b.Move(other, ""); err != nil || b.View().Rows[0].ID != other {
		t.Errorf("move: %v, first is %q", err, b.View().Rows[0].Issuer)
	}
	empty := ""
	var fe *account.FieldError
	if err := b.Edit(id, session.Changes{Issuer: &empty, Name: &empty}); !errors.As(err, &fe) || fe.Field != account.FieldName {
		t.Errorf("an account without a name: %v", err)
	}
}

func TestEditThatCannotBeSavedStaysAndIsRetried(t *testing.T) {
	b := newBench(t)
	b.add(github)
	aside := b.dir + "-aside"
	if err := os.Rename(b.dir, aside); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(b.dir, nil, 0o600); err != nil { // nothing can be made below a file
		t.Fatal(err)
	}
	_, err := b.Add(b.ReadText(google).Candidates)
	if !errors.Is(err, session.ErrSaveFailed) || len(b.View().Rows) != 2 || b.Status().Health != session.HealthSaveFailed {
		t.Fatalf("Add = %v, %d rows, status %+v", err, len(b.View().Rows), b.Status())
	}
	if err := b.Lock(); !errors.Is(err, session.ErrSaveFailed) || b.Phase() != session.Open {
		t.Errorf("Lock with an unsaved edit = %v, phase %v", err, b.Phase())
	}
	if err := os.Remove(b.dir); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(aside, b.dir); err != nil {
		t.Fatal(err)
	}
	b.clock.Advance(6 * time.Second)
	if b.Status().Health == session.HealthSaveFailed {
		t.Fatalf("not saved by the retry: %+v", b.Status())
	}
	b.restart()
	if len(b.View().Rows) != 2 {
		t.Errorf("rows after a restart = %d, want 2", len(b.View().Rows))
	}
}

func TestDamagedVaultIsMovedAsideNotOverwritten(t *testing.T) {
	b := newBench(t)
	b.add(github)
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"vault.age", "vault.previous.age"} {
		path := filepath.Join(b.dir, name)
		if _, err := os.Stat(path); err == nil {
			if err := os.WriteFile(path, []byte("not an age file"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	b.begin()
	if b.Phase() != session.Damaged || b.MovedAside() == "" {
		t.Fatalf("phase = %v, moved aside %q", b.Phase(), b.MovedAside())
	}
	kept, err := os.ReadFile(filepath.Join(b.dir, b.MovedAside()))
	if err != nil || string(kept) != "not an age file" {
		t.Errorf("the damaged file is %q, %v", kept, err)
	}
	moved := b.MovedAside()
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	if b.begin(); b.Phase() != session.Damaged || b.MovedAside() != moved {
		t.Errorf("at the next start: phase %v, moved aside %q, want %q", b.Phase(), b.MovedAside(), moved)
	}
	if err := b.StartFresh(context.Background()); err != nil || b.Phase() != session.Open {
		t.Errorf("StartFresh = %v, phase %v", err, b.Phase())
	}
}

func TestSecondProcess(t *testing.T) {
	b := newBench(t)
	second := session.New(session.Options{DataDir: b.dir, Rand: rand.Reader, Keyring: b.ring, Clipboard: b.clip, Cost: sealed.CostTest})
	if err := second.Start(context.Background()); err == nil || second.Phase() != session.InUse {
		t.Errorf("second start: %v, phase %v", err, second.Phase())
	}
}
