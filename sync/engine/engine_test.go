package engine_test

import (
	"testing"
	"time"

	"twofold/sync/engine"
)

func TestPublishesAnEditOnceAndThenIsQuiet(t *testing.T) {
	cloud, views := calm("a")
	a := newMachine(t, "a", views[0]).create()
	a.step()
	a.add("GitHub")
	a.run(30*time.Second, time.Second)
	was := a.writes
	if was == 0 || len(cloud.Names()) != 0 && was > 3 {
		t.Fatalf("writes = %d", was)
	}
	a.run(5*time.Minute, 5*time.Second)
	if a.writes != was {
		t.Errorf("%d more writes without an edit", a.writes-was)
	}
	st := a.engine.State()
	if st.Folder != engine.Fine || !st.Pending.IsZero() || st.Saved.IsZero() {
		t.Errorf("state = %+v", st)
	}
	a.restart()
	a.run(5*time.Minute, 5*time.Second)
	if a.writes != was {
		t.Errorf("%d more writes after a restart", a.writes-was)
	}
}
