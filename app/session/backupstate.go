package session

import (
	"cmp"
	"slices"
	"time"

	"twofold/crypto/identity"
	"twofold/sync/engine"
)

// fill takes what the engine knows.
func (v *BackupView) fill(st *engine.State, done map[string]bool) {
	v.Saved, v.Pending = st.Saved, st.Pending
	v.Waiting, v.OtherVaults, v.Copies = st.Waiting, len(st.Vaults), st.Copies
	v.Removed, v.Excluded, v.Newer = st.Removed, st.Excluded, st.Newer
	v.OtherRequest = st.OtherRequests > 0
	v.Requests = inTurn(st.Requests, done)
	for _, d := range st.Damaged {
		v.Damaged = append(v.Damaged, BackupDamage{File: d.File, Computer: d.Name, Needed: d.Needed, Slot: d.Slot, Err: d.Err})
	}
	for _, c := range st.Computers {
		v.Computers = append(v.Computers, computerOf(c))
	}
	slices.SortStableFunc(v.Computers, func(a, b BackupComputer) int {
		if a.Me != b.Me {
			return map[bool]int{true: -1, false: 1}[a.Me]
		}
		return cmp.Or(b.LastSeen.Compare(a.LastSeen), cmp.Compare(a.ID, b.ID))
	})
}

// mostRequests bounds what a person is asked about.
const mostRequests = 8

// inTurn are the requests that were not dealt with, in the order in which they
// are to be: nothing tells a true one from one that somebody else laid into the
// folder, so one of those that came first and one of those that came last take
// turns, over all that were dealt with. Whoever lays requests before a true one
// or after it does not keep it away.
func inTurn(rs []engine.Request, done map[string]bool) []PairRequest {
	rs = slices.DeleteFunc(slices.Clone(rs), func(r engine.Request) bool { return done[r.ID] })
	var out []PairRequest
	for turn := len(done); len(rs) > 0 && len(out) < mostRequests; turn++ {
		at := 0
		if turn%2 == 1 {
			at = len(rs) - 1
		}
		out = append(out, PairRequest{ID: rs[at].ID, Seen: rs[at].Seen})
		rs = slices.Delete(rs, at, at+1)
	}
	return out
}

func computerOf(c engine.Computer) BackupComputer {
	return BackupComputer{
		ID: c.ID, Name: c.Name, System: c.System, Me: c.Me, Removed: c.State != identity.Enrolled,
		LastSeen: c.LastSeen, Accounts: c.Accounts, HasMine: c.HasMine,
	}
}

const (
	longPending = time.Hour
	// savingFor is how long a change that waits counts as being saved: the
	// delay before a write is no trouble.
	savingFor = 20 * time.Second
	mergedFor = time.Minute
)

// backupStatus says how the backup is; the most severe state wins.
func (s *Session) backupStatus(st *Status, now time.Time) {
	st.Folder = s.service
	sync := s.syncState
	if s.folder == "" || sync == nil {
		st.Health = HealthOff
		if s.folder != "" {
			st.Health = HealthChecking
		}
		return
	}
	st.Time, st.ClockOff = sync.Saved, sync.ClockOff
	for _, c := range sync.Computers {
		if c.Unsure && !c.Me {
			st.Joined = c.Name
		}
		if c.HasMine && c.LastSeen.After(st.Seen) {
			st.Seen, st.Device = c.LastSeen, c.Name
		}
	}
	waited := now.Sub(sync.Pending)
	merged := sync.Merged != "" && now.Sub(sync.MergedAt) < mergedFor
	switch {
	case slices.ContainsFunc(sync.Damaged, func(d engine.Damage) bool { return d.Needed }):
		st.Health = HealthDamaged
	case sync.Folder == engine.Missing:
		st.Health = HealthFolderMissing
	case sync.Folder == engine.ReadOnly, sync.Folder == engine.Stuck:
		st.Health = HealthFolderReadOnly
	case sync.Folder == engine.Full:
		st.Health = HealthFolderFull
	case sync.Removed, sync.Excluded:
		st.Health = HealthExcluded
	case sync.Newer:
		st.Health = HealthNewer
	case st.KeyUnsaved:
		st.Health = HealthKeyUnsaved
	case !sync.Pending.IsZero() && waited >= longPending:
		st.Health, st.Time = HealthPendingLong, sync.Pending
	case !sync.Pending.IsZero() && (waited >= savingFor || s.paused):
		st.Health, st.Time = HealthPending, sync.Pending
	case len(sync.Waiting) > 0:
		st.Health = HealthDownloading
	case merged:
		st.Health = HealthMerged
		for _, c := range sync.Computers {
			if c.ID == sync.Merged {
				st.Device = c.Name
			}
		}
	case !sync.Pending.IsZero() || s.saving:
		st.Health = HealthSaving
	case s.paused:
		st.Health = HealthPaused
	case sync.Saved.IsZero():
		st.Health = HealthChecking
	default:
		st.Health = HealthOK
	}
	if st.Health >= HealthDamaged && st.Health <= HealthFolderFull {
		st.Err = sync.Err
	}
}
