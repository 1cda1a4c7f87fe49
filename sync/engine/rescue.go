package engine

import (
	"context"
	"errors"

	"twofold/crypto/sealed"
	"twofold/crypto/secret"
	"twofold/internal/vault"
)

// Rescue opens the accounts in a pile of files by name, recovery files,
// snapshots and encrypted backup files in whatever mix, with the passphrase of
// a recovery file or the password of a backup. It needs no vault on this
// computer, and makes none. Files whose names were lost are recognised by
// their content. Accounts of a trash come last. bad are the files that gave
// nothing.
func Rescue(ctx context.Context, files map[string][]byte, pass secret.Bytes) (accounts []vault.Entry, bad []File, err error) {
	p := pile(files)
	c, err := Look(ctx, p)
	if err != nil {
		return nil, nil, err
	}
	backups, trash, first := openBackups(ctx, p, &c, pass)
	if ctx.Err() != nil {
		return nil, nil, ctx.Err()
	}
	accounts = backups
	unnamed(p, &c)
	if len(c.Vaults) == 0 && first == nil && len(accounts)+len(trash) == 0 {
		return nil, nil, ErrNoVault
	}
	for _, v := range c.Vaults {
		r, err := readAny(ctx, p, v, pass)
		if err != nil {
			if first == nil || errors.Is(first, ErrNoRecoveryFile) {
				first = err
			}
			var un *UnreadableError
			if errors.As(err, &un) {
				bad = append(bad, un.Files...)
			}
			continue
		}
		accounts = append(accounts, r.doc.Accounts()...)
		trash = append(trash, r.doc.Trashed()...)
		bad = append(bad, r.bad...)
		r.slot.Wipe()
	}
	if accounts = append(accounts, trash...); len(accounts) == 0 && first != nil {
		return nil, bad, first
	}
	return accounts, bad, nil
}

// openBackups takes the encrypted backup files out of the pile. A file for a
// passphrase that is of no vault may be one, or a recovery file that lost its
// name: what is inside decides. Without a vault beside it, a file that pass
// does not open is as good as a backup, and why is the error.
func openBackups(ctx context.Context, p pile, c *Contents, pass secret.Bytes) (accounts, trash []vault.Entry, why error) {
	var left []File
	tries := 0
	for _, f := range c.Unnamed {
		if ctx.Err() != nil {
			return nil, nil, ctx.Err()
		}
		if !sealed.NeedsPassphrase(p[f.Path]) || tries == mostSlots {
			left = append(left, f)
			continue
		}
		tries++
		plain, err := sealed.OpenPassphrase(p[f.Path], pass)
		if err != nil || !vault.IsPacked(plain.Reveal()) {
			left = append(left, f)
			if errors.Is(err, sealed.ErrWrongPassphrase) && len(c.Vaults) == 0 {
				why = ErrWrongKey
			}
			plain.Wipe()
			continue
		}
		doc, _, err := vault.Unpack(plain.Reveal())
		if err == nil {
			accounts, trash = append(accounts, doc.Accounts()...), append(trash, doc.Trashed()...)
		} else {
			why = err
		}
	}
	c.Unnamed = left
	return accounts, trash, why
}

// unnamed gives files without a name of ours to every vault of the pile: as
// recovery files those that want a passphrase, as snapshots the others.
func unnamed(p pile, c *Contents) {
	for _, f := range c.Unnamed {
		for i := range c.Vaults {
			v := &c.Vaults[i]
			if sealed.NeedsPassphrase(p[f.Path]) {
				v.Slots = append(v.Slots, f)
			} else {
				v.Snapshots = append(v.Snapshots, f)
			}
		}
	}
}
