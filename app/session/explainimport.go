package session

import (
	"cmp"
	"errors"
	"fmt"

	"twofold/internal/exporter"
	"twofold/internal/importer"
	"twofold/internal/otpauth"
)

var importSentences = sentences{
	{importer.ErrUnknownFile, Sentence{Key: "err.file.unknown", Next: "err.file.unknown.d"}},
	{importer.ErrWrongPassword, Sentence{Key: "err.import.password"}},
	{importer.ErrLocked, Sentence{Key: "err.import.locked"}},
	{importer.ErrNoAccounts, Sentence{Key: "err.import.none", Next: "err.import.none.d"}},
	{importer.ErrNoCode, Sentence{Key: "err.qr.none", Next: "err.qr.none.d"}},
	{importer.ErrOtherCode, Sentence{Key: "err.qr.nototp", Next: "err.qr.web.d"}},
	{importer.ErrRestricted, Sentence{Key: "err.import.restricted", Data: []any{"app", string(importer.Bitwarden)}}},
	{importer.ErrFolderFile, Sentence{Key: "err.import.folderfile"}},
	{otpauth.ErrDamagedMigration, Sentence{Key: "err.import.migration"}},
	{ErrBadEntry, Sentence{Key: "err.import.bad"}},
}

var exportSentences = sentences{
	{ErrNotWritten, Sentence{Key: "err.file.write"}},
	{exporter.ErrNothing, Sentence{Key: "err.export.nothing"}},
	{exporter.ErrNoPassword, Sentence{Key: "err.export.nopass"}},
}

// reasonKeys are the words for why an account is not in an export.
var reasonKeys = map[exporter.Reason]string{
	exporter.Bound: "export.why.bound", exporter.NoKey: "export.why.nokey", exporter.Trashed: "export.why.trashed",
	exporter.Type: "export.why.type", exporter.Digits: "export.why.digits", exporter.Period: "export.why.period",
	exporter.Algorithm: "export.why.algorithm", exporter.Counter: "export.why.counter", exporter.TooLong: "export.why.long",
}

// ExplainLeft finds the sentence for an account that is left out of an export.
func ExplainLeft(r exporter.Reason) Sentence { return Sentence{Key: reasonKeys[r]} }

// explainExport knows the errors of writing for other programs.
func explainExport(err error, _ string) Sentence {
	var left *exporter.LeftError
	if errors.As(err, &left) {
		return ExplainLeft(left.Reason)
	}
	return exportSentences.find(err)
}

// explainImport knows the errors of reading other programs' files.
func explainImport(err error, name string) Sentence {
	var damaged *importer.DamagedError
	var newer *importer.NewerError
	var cost *importer.CostError
	var large *importer.TooLargeError
	var many *importer.TooManyError
	switch {
	case errors.As(err, &damaged) && damaged.App == "":
		return Sentence{Key: "err.file.damaged", Data: []any{"file", name}, Next: "err.file.again"}
	case errors.As(err, &damaged) && damaged.Truncated:
		return Sentence{Key: "err.import.truncated", Data: []any{"app", string(damaged.App)}}
	case errors.As(err, &damaged):
		return Sentence{Key: "err.import.damaged", Data: []any{"app", string(damaged.App)}, Next: "err.file.again"}
	case errors.As(err, &newer):
		return Sentence{Key: "err.import.newer", Data: []any{"app", string(newer.App)}}
	case errors.As(err, &cost):
		return Sentence{Key: "err.import.cost", Next: "err.file.again"}
	case errors.As(err, &large):
		key := either(large.Packed, "err.import.packed", "err.import.toolarge")
		return Sentence{Key: key, Data: []any{"size", fmt.Sprintf("%d MB", large.Limit>>20)}, Next: "err.file.right"}
	case errors.As(err, &many):
		key := either(many.What == "files", "err.files.many", "err.import.toomany")
		return Sentence{Key: key, Data: []any{"n", many.Limit}, Next: "err.import.split"}
	}
	if s := explainVariant(err); s.Key != "" {
		return s
	}
	return importSentences.find(err)
}

// wayOut says what to do instead with files that are known and cannot be read.
var wayOut = map[string]string{
	importer.OpenPGP:          "err.import.pgp",
	importer.WinAuthXML:       "err.import.winauth",
	importer.OTPClientFile:    "err.import.otpclient",
	importer.TwoFastFile:      "err.import.twofast",
	importer.KeePass1Database: "err.import.keepass1",
}

// explainVariant knows the errors of files that are sound, and still not what
// can be imported.
func explainVariant(err error) Sentence {
	var nocodes *importer.NoCodesError
	var needs *importer.NeedsFileError
	var unsupported *importer.UnsupportedError
	switch {
	case errors.As(err, &nocodes):
		return Sentence{Key: "err.import.nocodes", Data: []any{"app", cmp.Or(string(nocodes.App), string(importer.Table))}, Next: "err.import.nocodes.d"}
	case errors.As(err, &needs):
		return Sentence{Key: "err.import.needs", Data: []any{"file", needs.Name}}
	case errors.As(err, &unsupported) && unsupported.App == "" && unsupported.What == importer.OpenPGP:
		return Sentence{Key: "err.import.kind", Data: []any{"what", unsupported.What}, Next: wayOut[unsupported.What]}
	case errors.As(err, &unsupported):
		app := cmp.Or(string(unsupported.App), string(importer.Table)) // never empty where formats say so
		return Sentence{
			Key: "err.import.unsupported", Data: []any{"app", app},
			Next: cmp.Or(wayOut[unsupported.What], "err.import.otherway"),
		}
	}
	return Sentence{}
}
