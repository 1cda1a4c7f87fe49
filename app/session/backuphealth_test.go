package session

import (
	"testing"
	"time"

	"twofold/sync/engine"
)

// TestHealth checks the table of states: the most severe one wins.
func TestHealth(t *testing.T) {
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	saved := now.Add(-time.Hour)
	tests := []struct {
		name   string
		state  engine.State
		key    bool // the recovery key was not saved
		paused bool
		want   Health
	}{
		{"fine", engine.State{Saved: saved}, false, false, HealthOK},
		{"nothing saved yet", engine.State{}, false, false, HealthChecking},
		{"paused", engine.State{Saved: saved}, false, true, HealthPaused},
		{"an edit just now", engine.State{Saved: saved, Pending: now.Add(-time.Second)}, false, false, HealthSaving},
		{"an edit that waits", engine.State{Saved: saved, Pending: now.Add(-time.Minute)}, false, false, HealthPending},
		{"an edit that waits while paused", engine.State{Saved: saved, Pending: now}, false, true, HealthPending},
		{"an edit that waits for long", engine.State{Saved: saved, Pending: now.Add(-2 * time.Hour)}, false, false, HealthPendingLong},
		{"merged", engine.State{Saved: saved, Merged: "x", MergedAt: now}, false, false, HealthMerged},
		{"merged long ago", engine.State{Saved: saved, Merged: "x", MergedAt: saved}, false, false, HealthOK},
		{"downloading", engine.State{Saved: saved, Waiting: []string{"f"}}, false, false, HealthDownloading},
		{"key unsaved", engine.State{Saved: saved, Pending: saved}, true, false, HealthKeyUnsaved},
		{"newer", engine.State{Saved: saved, Newer: true}, true, false, HealthNewer},
		{"full", engine.State{Folder: engine.Full, Newer: true}, false, false, HealthFolderFull},
		{"read-only", engine.State{Folder: engine.ReadOnly}, false, false, HealthFolderReadOnly},
		{"refused for another reason", engine.State{Folder: engine.Stuck}, false, false, HealthFolderReadOnly},
		{"missing", engine.State{Folder: engine.Missing, Pending: saved}, false, false, HealthFolderMissing},
		{"damaged", engine.State{Folder: engine.Full, Damaged: []engine.Damage{{Needed: true}}}, false, false, HealthDamaged},
		{"damaged and not needed", engine.State{Saved: saved, Damaged: []engine.Damage{{}}}, false, false, HealthOK},
	}
	for _, tt := range tests {
		s := &Session{folder: "/cloud", service: "Cloud", paused: tt.paused, syncState: &tt.state}
		st := Status{KeyUnsaved: tt.key}
		s.backupStatus(&st, now)
		if st.Health != tt.want || st.Folder != "Cloud" {
			t.Errorf("%s: %v, want %v", tt.name, st.Health, tt.want)
		}
	}
}
