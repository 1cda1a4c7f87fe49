package session

import "time"

// Health is the state of the status line, most severe first (the wording and
// the order are those of the backup health table of the design).
type Health int

// The states.
const (
	HealthSaveFailed    Health = iota + 1 // an edit could not be written to this computer; it is kept and retried
	HealthReadOnlyVault                   // the vault was written by a newer version
	HealthDamaged
	HealthFolderMissing
	HealthFolderReadOnly
	HealthFolderFull
	HealthExcluded // this computer was removed from the vault, and gets no changes
	HealthNewer
	HealthOff         // no folder chosen
	HealthKeyUnsaved  // the recovery key was not saved yet
	HealthPendingLong // changes wait for more than an hour
	HealthPending
	HealthDownloading
	HealthMerged
	HealthSaving
	HealthPaused
	HealthOK
	HealthChecking // the folder was not looked at yet
)

// Status is what the status line says.
type Status struct {
	Health Health
	Err    error     // the cause, where there is one
	Time   time.Time // last backup, or since when changes wait
	Folder string    // name of the folder or its service
	Device string    // the other computer, for HealthMerged and for Seen
	Seen   time.Time // when another computer was known to have read the newest backup
	// Joined is the name of a computer that joined with the recovery key, until
	// the user has said that it was him.
	Joined string
	// KeyUnsaved is true until a recovery key was made and confirmed.
	KeyUnsaved bool
	// ClockOff is how far this computer's clock seems to be wrong; zero if
	// there is no reason to think so.
	ClockOff time.Duration
}

// Attention reports whether the state asks something of the user.
func (h Health) Attention() bool {
	switch h {
	case HealthOK, HealthPending, HealthDownloading, HealthMerged, HealthSaving, HealthPaused:
		return false
	}
	return true
}

// Key is the catalogue key of the state's sentence.
func (h Health) Key() string {
	return map[Health]string{
		HealthSaveFailed:     "status.unsaved",
		HealthReadOnlyVault:  "status.readonly",
		HealthDamaged:        "bk.damaged",
		HealthFolderMissing:  "bk.missing",
		HealthFolderReadOnly: "bk.readonly",
		HealthFolderFull:     "bk.full",
		HealthExcluded:       "bk.excluded",
		HealthNewer:          "bk.newer",
		HealthOff:            "bk.off",
		HealthKeyUnsaved:     "bk.key",
		HealthPendingLong:    "bk.pendinglong",
		HealthPending:        "bk.pending",
		HealthDownloading:    "bk.download",
		HealthMerged:         "bk.merged",
		HealthSaving:         "bk.saving",
		HealthPaused:         "bk.paused",
		HealthOK:             "bk.ok",
		HealthChecking:       "bk.unknown",
	}[h]
}
