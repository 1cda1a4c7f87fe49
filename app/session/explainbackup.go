package session

import (
	"errors"

	"twofold/crypto/identity"
	"twofold/crypto/phrase"
	"twofold/crypto/sealed"
	"twofold/sync/folder"
	"twofold/sync/snapshot"
)

// What keeps the folder from being read or written. They come before all
// others: the error of the system around them is one of any file too.
var folderSentences = sentences{
	{ErrFolderMissing, Sentence{Key: "err.folder.missing"}},
	{ErrFolderReadOnly, Sentence{Key: "bk.readonly", Next: "bk.readonly.d"}},
	{ErrFolderFull, Sentence{Key: "bk.full"}},
	{folder.ErrSlow, Sentence{Key: "err.folder.slow"}},
}

func explainFolder(err error, _ string) Sentence { return folderSentences.find(err) }

var backupSentences = sentences{
	{ErrNoFolder, Sentence{Key: "err.folder.none"}},
	{ErrOtherVault, Sentence{Key: "err.folder.othervault"}},
	{ErrFolderNested, Sentence{Key: "err.folder.nested"}},
	{ErrFolderTemp, Sentence{Key: "err.folder.temp"}},
	{ErrNotProven, Sentence{Key: "err.folder.notproven"}},
	{ErrLastComputer, Sentence{Key: "err.computer.last"}},
	{ErrRemoveSelf, Sentence{Key: "err.computer.self"}},
	{ErrNoComputer, Sentence{Key: "err.computer.gone"}},
	{ErrNoName, Sentence{Key: "err.computer.name"}},
	{ErrWordsElsewhere, Sentence{Key: "err.key.elsewhere"}},
	{ErrKitInFolder, Sentence{Key: "kit.nosync", Next: "kit.nosync.d"}},
	{ErrNotKeyCode, Sentence{Key: "rec.key.notqr"}},
	{ErrLastKey, Sentence{Key: "err.key.last"}},
	{ErrNoRecoveryKey, Sentence{Key: "err.key.gone"}},
	{ErrWeakPassphrase, Sentence{Key: "err.pass.weak"}},
	{ErrPairExpired, Sentence{Key: "ap.expired", Next: "ap.expired.d"}},
	{ErrPairDeclined, Sentence{Key: "err.pair.declined", Next: "err.pair.declined.d"}},
	{ErrPairCancelled, Sentence{Key: "err.pair.cancelled", Next: "err.pair.cancelled.d"}},
	{ErrPairNumber, Sentence{Key: "err.pair.number"}},
	{ErrPairTries, Sentence{Key: "rec.num.wrong", Next: "rec.num.wrong.d"}},
	{ErrPairElsewhere, Sentence{Key: "err.pair.elsewhere", Next: "err.pair.elsewhere.d"}},
	{ErrPairAltered, Sentence{Key: "err.pair.altered", Next: "err.pair.altered.d"}},
	{ErrPairVault, Sentence{Key: "err.pair.vault", Next: "err.pair.vault.d"}},
	{ErrPairNewer, Sentence{Key: "err.pair.newer"}},
	{ErrPairKnown, Sentence{Key: "err.pair.known", Next: "err.pair.known.d"}},
	{ErrPairGone, Sentence{Key: "err.pair.gone"}},
	{ErrPairBusy, Sentence{Key: "err.pair.busy"}},
	{ErrPairPause, Sentence{Key: "err.pair.pause", Next: "err.pair.pause.d"}},
	{ErrPaused, Sentence{Key: "bk.paused"}},
	{ErrNotDownloaded, Sentence{Key: "err.folder.download"}},
	{ErrNoBackup, Sentence{Key: "err.rec.none"}},
	{ErrNoRecoveryFile, Sentence{Key: "err.rec.nofile"}},
	{ErrKeyOpensNot, Sentence{Key: "rec.key.wrong"}},
	{ErrKeyReplaced, Sentence{Key: "err.rec.retired"}},
	{ErrKeyFileDamaged, Sentence{Key: "err.rec.slotdamaged"}},
	{ErrUnreadable, Sentence{Key: "err.rec.unreadable"}},
	{ErrForOtherKeys, Sentence{Key: "err.bk.otherkeys"}},
	{sealed.ErrNotForMe, Sentence{Key: "err.bk.before"}},
	{snapshot.ErrIncomplete, Sentence{Key: "err.bk.incomplete"}},
	{snapshot.ErrMalformed, Sentence{Key: "err.bk.broken"}},
	{sealed.ErrDamaged, Sentence{Key: "err.bk.broken"}},
	{sealed.ErrNotAge, Sentence{Key: "err.bk.broken"}},
	{snapshot.ErrSignature, Sentence{Key: "bk.foreign"}},
	{snapshot.ErrWrongVault, Sentence{Key: "bk.foreign"}},
	{identity.ErrUnknownSigner, Sentence{Key: "bk.foreign"}},
	{identity.ErrRemovedSigner, Sentence{Key: "bk.foreign"}},
}

// explainBackup knows the errors of the folder and of recovery.
func explainBackup(err error, _ string) Sentence {
	var newer *snapshot.TooNewError
	if errors.As(err, &newer) {
		return Sentence{Key: "bk.newer"}
	}
	return backupSentences.find(err)
}

// explainPhrase knows what can be wrong with ten words before any key is
// derived: that is a slip of the pen, never a wrong key.
func explainPhrase(err error, _ string) Sentence {
	var count *phrase.CountError
	var word *phrase.WordError
	var check *phrase.CheckError
	switch {
	case errors.As(err, &count) && count.Got < phrase.Count:
		return Sentence{Key: "rec.key.short", Data: []any{"n", count.Got}}
	case errors.As(err, &count):
		return Sentence{Key: "rec.key.long"}
	case errors.As(err, &word):
		return Sentence{Key: "rec.key.word", Data: []any{"n", word.At}}
	case errors.As(err, &check):
		return Sentence{Key: "rec.key.sum"}
	}
	return Sentence{}
}
