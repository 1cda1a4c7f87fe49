package session

import (
	"cmp"
	"context"
	"time"

	"twofold/sync/engine"
	"twofold/sync/pair"
)

// asking is the new computer's side of an approval.
type asking struct {
	box    *engine.Mailbox
	joiner *pair.Joiner
	out    []pair.Message // that the folder has not taken yet
	odd    error          // of a message that its sender cannot have written so
}

// AskApproval asks the computers of the chosen vault to approve this one,
// under a name; empty for the system's. It lays a request into the folder,
// which says nothing of this computer. A request that is going on is ended.
func (r *Recovery) AskApproval(ctx context.Context, name string) error {
	if _, ok := r.files.Vault(r.chosen); !ok {
		return ErrNoBackup
	}
	r.StopAsking(ctx)
	c := r.s.computer(ctx)
	if name != "" {
		c.Name = name
	}
	j, m, err := pair.Ask(r.s.o.Rand, r.chosen, pair.Computer{Name: c.Name, System: c.System}, r.s.o.Now())
	if err != nil {
		return err
	}
	box := engine.NewMailbox(r.dir, r.chosen, m.Request)
	if err := box.Post(ctx, m); err != nil {
		j.Wipe()
		return err
	}
	r.ask = &asking{box: box, joiner: j}
	return nil
}

// PollApproval takes what the other computers have said, and answers. It
// reports whether one of them has approved this one; then [Recovery.Summary],
// [Recovery.Preview] and [Recovery.Finish] work as after Unlock. An error that
// is one of ErrPair… by [PairOver] ends the request; others pass, as those of
// [Approval.Poll].
func (r *Recovery) PollApproval(ctx context.Context) (approved bool, err error) {
	if r.ask == nil {
		return false, ErrNotUnlocked
	}
	j := r.ask.joiner
	news, err := r.ask.box.News(ctx)
	if err != nil {
		return false, err
	}
	for _, m := range news {
		said := j.Number()
		out, err := j.Take(m, r.s.o.Now())
		switch {
		case err != nil:
			r.ask.odd = err
		case j.Number() != said:
			r.ask.odd = nil // the true one came
		}
		if j.Err() != nil {
			if m.Step == pair.StepEnd {
				r.ask.box.ClearAll(ctx) // nobody reads them any more
			}
			return false, err
		}
		r.ask.out = append(r.ask.out, out...)
	}
	for len(r.ask.out) > 0 {
		if err := r.ask.box.Post(ctx, r.ask.out[0]); err != nil {
			return false, err
		}
		r.ask.out = r.ask.out[1:]
	}
	if _, ok := j.Grant(); ok {
		return true, r.openGrant()
	}
	if j.Left(r.s.o.Now()) == 0 {
		return false, ErrPairExpired
	}
	if j.Number() == "" {
		return false, cmp.Or(r.ask.odd, r.ask.box.Odd())
	}
	return false, r.ask.odd
}

func (r *Recovery) openGrant() error {
	if r.open != nil {
		return nil
	}
	v, ok := r.files.Vault(r.chosen)
	if !ok {
		return ErrNoBackup
	}
	open, err := engine.OpenGrant(v, r.ask.joiner)
	if err != nil {
		return err
	}
	r.open, r.summary = open, summaryOf(open.Summary())
	return nil
}

// ApprovalNumber is what the user types on the other computer; empty until one
// has answered.
func (r *Recovery) ApprovalNumber() string {
	if r.ask == nil {
		return ""
	}
	return r.ask.joiner.Number()
}

// ApprovalWords are the four that the other computer shows too. The user
// compares them before [Recovery.Finish]: nothing else tells a vault that
// somebody put into the folder.
func (r *Recovery) ApprovalWords() [4]string {
	if r.ask == nil {
		return [4]string{}
	}
	return r.ask.joiner.Words()
}

// ApprovalLeft is how long the request still lives.
func (r *Recovery) ApprovalLeft() time.Duration {
	if r.ask == nil {
		return 0
	}
	return r.ask.joiner.Left(r.s.o.Now())
}

// StopAsking ends a request that is not finished, tells the others, and takes
// its messages out of the folder.
func (r *Recovery) StopAsking(ctx context.Context) {
	if r.ask == nil {
		return
	}
	ask := r.ask
	r.ask = nil
	// Somebody is told only if somebody answered and it is not over there too,
	// or about to run out; else the message would lie in the folder for nobody.
	_, granted := ask.joiner.Grant()
	lives := granted || ask.joiner.Left(r.s.o.Now()) > 0
	if ask.joiner.Err() == nil && ask.joiner.Number() != "" && lives {
		if m, err := ask.joiner.Cancel(); err == nil {
			_ = ask.box.Post(ctx, m)
		}
	}
	ask.box.Clear(ctx, ask.joiner.Own())
	if r.open != nil {
		r.Cancel()
	}
	ask.joiner.Wipe()
}

// doneAsking takes the messages of an approval that worked out of the folder,
// those of the other side as well: it may have been closed meanwhile, and
// learns of the new computer by its first backup.
func (r *Recovery) doneAsking(ctx context.Context) {
	if r.ask != nil {
		r.ask.box.ClearAll(ctx)
		r.ask = nil
	}
}
