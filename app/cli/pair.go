package cli

import (
	"bufio"
	"context"
	"fmt"
	"strings"
	"time"

	"twofold/app/session"
)

// pairWith is both sides of an approval. "pair FOLDER" asks the computers of
// the folder's vault to approve this one; "pair approve" answers on one of
// them. "pair" alone says whether a computer asks. It ends by itself when the
// request does, and early on an interrupt, which the other side is told.
func pairWith(c *call) error {
	switch {
	case len(c.args) == 0:
		return pairList(c)
	case len(c.args) == 1 && c.args[0] == "approve":
		return pairApprove(c)
	case len(c.args) == 1:
		return pairAsk(c)
	}
	return errUsage
}

// goodbye is how long the folder may take to hear that a request has ended.
const goodbye = 10 * time.Second

// farewell runs f although the command was interrupted.
func farewell(f func(ctx context.Context)) {
	ctx, cancel := context.WithTimeout(context.Background(), goodbye)
	defer cancel()
	f(ctx)
}

// pause waits for the next look into the folder.
func (c *call) pause() error {
	select {
	case <-c.ctx.Done():
		return c.ctx.Err()
	case <-c.After(session.PairPace):
		return nil
	}
}

// obstacle is what is in the way of an exchange that waits: it is said once,
// and again if it comes back.
type obstacle struct {
	c    *call
	said session.Sentence
}

func (o *obstacle) meet(err error) {
	s := session.Sentence{}
	if err != nil {
		s = session.Explain(err, "")
	}
	if s.Key != "" && s.Key != o.said.Key {
		o.c.say(err, "")
	}
	o.said = s
}

func pairList(c *call) error {
	s, err := c.open()
	if err != nil {
		return err
	}
	if err := s.LookAtFolder(c.ctx); err != nil {
		return err
	}
	rs := s.Backup().Requests
	if c.json {
		out := make([]map[string]any, 0, len(rs))
		for _, r := range rs {
			out = append(out, map[string]any{"request": r.ID})
		}
		return c.print(out)
	}
	if len(rs) == 0 {
		fmt.Fprintln(c.Out, c.plain("cli.pair.none"))
	}
	for range rs {
		fmt.Fprintln(c.Out, c.plain("ap.badge"))
	}
	if s.Backup().OtherRequest {
		fmt.Fprintln(c.Err, c.plain("ap.other"))
	}
	return nil
}

// pairAsk is the new computer.
func pairAsk(c *call) error {
	s := c.Session()
	if err := s.Start(c.ctx); err != nil {
		return err
	}
	if s.Phase() == session.Locked { // what is here has to be opened first
		if err := c.unlock(s); err != nil {
			return err
		}
	}
	r, err := s.BeginRecovery(c.ctx, c.args[0])
	if err != nil {
		return err
	}
	defer r.Cancel()
	if err := r.AskApproval(c.ctx, ""); err != nil {
		return err
	}
	defer farewell(r.StopAsking)
	fmt.Fprintln(c.Err, c.plain("cli.pair.ask"))
	shown, way := "", obstacle{c: c}
	for {
		approved, err := r.PollApproval(c.ctx)
		if session.PairOver(err) || c.ctx.Err() != nil {
			return err
		}
		way.meet(err)
		if n := r.ApprovalNumber(); n != shown {
			shown = n
			fmt.Fprintln(c.Out, c.plain("cli.pair.number", "number", n[:2]+" "+n[2:4]+" "+n[4:]))
		}
		if approved {
			return c.pairFinish(r)
		}
		if err := c.pause(); err != nil {
			return err
		}
	}
}

// pairFinish takes the accounts after the person has compared the words.
func (c *call) pairFinish(r *session.Recovery) error {
	words := r.ApprovalWords()
	fmt.Fprintln(c.Out, c.plain("cli.pair.words", "words", strings.Join(words[:], " ")))
	c.printSummary(r)
	fmt.Fprint(c.Err, c.plain("cli.pair.same"))
	if line, _ := bufio.NewReader(c.In).ReadString('\n'); strings.TrimSpace(strings.ToLower(line)) != "yes" {
		return session.ErrPairCancelled
	}
	var o session.FinishOptions
	if c.Session().Phase() == session.NeedsPass {
		pass, err := c.ask("setup.pass.h")
		if err != nil {
			return err
		}
		o.Passphrase = pass
	}
	done, err := r.Finish(c.ctx, o)
	if err != nil {
		return err
	}
	if err := c.keep(done.Folder); err != nil {
		return err
	}
	if done.BackupErr != nil {
		c.say(done.BackupErr, "")
	}
	fmt.Fprintln(c.Out, c.Texts.N("cli.recover.done", done.Accounts))
	return nil
}

// pairApprove is the computer that has the accounts.
func pairApprove(c *call) error {
	s, err := c.open()
	if err != nil {
		return err
	}
	if err := s.LookAtFolder(c.ctx); err != nil {
		return err
	}
	rs := s.Backup().Requests
	if len(rs) == 0 && s.Backup().OtherRequest {
		return session.ErrPairVault
	}
	if len(rs) == 0 {
		return c.refuse("cli.pair.none")
	}
	a, err := s.Answer(c.ctx, rs[0].ID)
	if err != nil {
		return err
	}
	defer farewell(a.Close)
	in := bufio.NewReader(c.In)
	way := obstacle{c: c}
	for {
		err := a.Poll(c.ctx)
		if session.PairOver(err) || c.ctx.Err() != nil {
			return err
		}
		way.meet(err)
		if name, _, ok := a.Computer(); ok {
			return c.pairType(a, name, in)
		}
		if err := c.pause(); err != nil {
			return err
		}
	}
}

// pairType asks for the number, and waits until the new computer has joined.
func (c *call) pairType(a *session.Approval, name string, in *bufio.Reader) error {
	for {
		fmt.Fprint(c.Err, c.plain("cli.pair.enter", "device", name))
		line, err := in.ReadString('\n')
		if strings.TrimSpace(line) == "" && err != nil {
			return session.ErrPairCancelled
		}
		err = a.Approve(c.ctx, line)
		if err == nil {
			break
		}
		if session.PairOver(err) || !strings.HasSuffix(line, "\n") {
			return err
		}
		c.say(err, "")
	}
	words := a.Words()
	fmt.Fprintln(c.Out, c.plain("cli.pair.words", "words", strings.Join(words[:], " ")))
	fmt.Fprintln(c.Err, c.plain("cli.pair.gave", "device", name))
	way := obstacle{c: c}
	for !a.Joined() {
		if err := a.Poll(c.ctx); session.PairOver(err) || c.ctx.Err() != nil {
			return err
		}
		if a.Left() == 0 {
			return session.ErrPairExpired
		}
		if err := c.pause(); err != nil {
			return err
		}
		way.meet(c.Session().LookAtFolder(c.ctx))
	}
	return nil
}
