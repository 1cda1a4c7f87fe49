package engine

import (
	"context"
	"errors"

	"twofold/crypto/sealed"
	"twofold/crypto/secret"
	"twofold/internal/vault"
)

// Rescue opens the accounts in a pile of files by name, recovery files and
// snapshots in whatever mix, with the passphrase of a recovery file. It needs
// no vault on this computer, and makes none. Files whose names were lost are
// recognised by their content. bad are the files that gave nothing.
func Rescue(ctx context.Context, files map[string][]byte, pass secret.Bytes) (accounts []vault.Entry, bad []File, err error) {
	p := pile(files)
	c, err := Look(ctx, p)
	if err != nil {
		return nil, nil, err
	}
	unnamed(p, &c)
	if len(c.Vaults) == 0 {
		return nil, nil, ErrNoVault
	}
	var first error
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
		bad = append(bad, r.bad...)
		r.slot.Wipe()
	}
	if len(accounts) == 0 && first != nil {
		return nil, bad, first
	}
	return accounts, bad, nil
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
