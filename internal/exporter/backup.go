package exporter

import (
	"cmp"
	"context"
	"io"
	"time"

	"twofold/crypto/sealed"
	"twofold/internal/account"
	"twofold/internal/vault"
)

// backupWriter writes our own encrypted backup file: an age file for a
// password around the records of the accounts. It carries everything an
// account has, and the stock age program opens it without us
// (docs/recover-by-hand.md).
func backupWriter() writer {
	return writer{
		Info: Info{
			Format: Backup, App: "Twofold", Extension: ".twofold", MediaType: "application/x-twofold-backup", Encrypted: true,
		},
		carries: carried{note: true, pinned: true, icon: true, groups: allGroups, pin: true, trash: true, ours: true},
		write:   writeBackup,
	}
}

func writeBackup(ctx context.Context, to io.Writer, as []account.Account, o Options) error {
	by := vault.Author{Device: "backup", Now: func() time.Time { return o.Now }, Rand: o.Rand}
	plain, err := vault.Pack(by, as)
	if err != nil {
		return err
	}
	defer clear(plain)
	if err := ctx.Err(); err != nil {
		return err
	}
	// The file leaves the computer, so guessing the password has to cost as
	// much as for a recovery file.
	file, err := sealed.SealPassphrase(plain, o.Password, cmp.Or(o.Cost, sealed.CostRecovery))
	if err != nil {
		return err
	}
	_, err = to.Write(file)
	return err
}
