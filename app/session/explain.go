package session

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"runtime"

	"twofold/app/platform"
	"twofold/internal/account"
	"twofold/internal/icon"
	"twofold/internal/otpauth"
	"twofold/internal/qr"
	"twofold/internal/vault"
	"twofold/sync/store"
)

// Sentence is what to say about an error: keys of the catalogue and the
// values of their placeholders, as pairs of name and value.
type Sentence struct {
	Key  string
	Data []any
	Next string // what to do about it; may be empty
}

// Explain finds the sentence for an error of this program. name is the file
// or entry it is about and may be empty. An error that nobody foresaw gets the
// one honest sentence for that. Texts of the operating system, which may hold
// paths in any language, are never passed on.
func Explain(err error, name string) Sentence {
	for _, e := range []func(error, string) Sentence{
		explainVault, explainFolder, explainExport, explainPicture, explainImport, explainLink, explainField, explainKeyring, explainPhrase, explainBackup, explainStore,
	} {
		if s := e(err, name); s.Key != "" {
			if len(s.Data) == 0 && name != "" {
				s.Data = []any{"file", name, "name", name}
			}
			return s
		}
	}
	return Sentence{Key: "err.unknown"}
}

// sentences are the errors that need no more than a look.
type sentences []struct {
	err error
	s   Sentence
}

func (t sentences) find(err error) Sentence {
	for _, row := range t {
		if errors.Is(err, row.err) {
			return row.s
		}
	}
	return Sentence{}
}

var pictureSentences = sentences{
	{ErrNoCode, Sentence{Key: "err.qr.none", Next: "err.qr.none.d"}},
	{ErrBlank, Sentence{Key: "err.image.blank", Next: "err.qr.none.d"}},
	{ErrNoScreenCode, Sentence{Key: "err.qr.screen"}},
	{ErrScreenBlank, Sentence{Key: "err.screen.blank"}},
	{platform.ErrNoScreen, Sentence{Key: "err.screen.none"}},
	{ErrNoPartCode, Sentence{Key: "err.qr.part"}},
	{ErrUnread, Sentence{Key: "err.qr.seen"}},
	{ErrCutOff, Sentence{Key: "err.qr.cut", Next: "err.qr.cut.d"}},
	{qr.ErrUnknownImage, Sentence{Key: "err.image.format"}},
	{platform.ErrImageTooLarge, Sentence{Key: "err.image.huge", Next: "err.image.big.d"}},
	{qr.ErrTooLong, Sentence{Key: "err.qr.toolong"}},
	{icon.ErrTooDetailed, Sentence{Key: "err.icon.detail"}},
	{icon.ErrNothingSeen, Sentence{Key: "err.icon.blank"}},
	{icon.ErrDrawing, Sentence{Key: "err.icon.svg", Next: "err.icon.other.d"}},
	{ErrNoIconPack, Sentence{Key: "err.icons.none"}},
	{ErrIconPackBig, Sentence{Key: "err.icons.big"}},
	{ErrIconPackEmpty, Sentence{Key: "err.icons.empty"}},
	{ErrNothingHere, Sentence{Key: "err.clip.empty"}},
	{platform.ErrTextOnly, Sentence{Key: "err.clip.textonly", Next: "err.clip.textonly.d"}},
	{ErrNoLink, Sentence{Key: "err.link.other"}},
	{ErrPictureIsKey, Sentence{Key: "err.icon.key", Next: "err.icon.key.d"}},
	{ErrTooMany, Sentence{Key: "err.file.many"}},
}

func explainPicture(err error, name string) Sentence {
	var big *qr.TooLargeError
	var other *qr.UnsupportedError
	switch {
	case errors.As(err, &other):
		return Sentence{Key: "err.image.other", Data: []any{"format", other.Format}, Next: "err.image.other.d"}
	case errors.As(err, &big):
		return Sentence{Key: "err.image.big", Data: []any{"w", big.Width, "h", big.Height}, Next: "err.image.big.d"}
	case errors.Is(err, platform.ErrScreenPermission):
		return Sentence{Key: "err.screen.denied", Next: either(runtime.GOOS == "darwin", "err.perm.screen.mac", "err.screen.none")}
	case errors.Is(err, qr.ErrDamagedImage):
		return Sentence{Key: "err.image.damaged", Data: []any{"file", name}, Next: "err.file.again"}
	case errors.Is(err, ErrUnknownFile):
		return Sentence{Key: "err.file.unknown", Data: []any{"file", name}, Next: "err.file.unknown.d"}
	case errors.Is(err, ErrIsFolder):
		return Sentence{Key: "err.file.folder", Data: []any{"file", name}, Next: "err.file.folder.d"}
	case errors.Is(err, ErrEmptyFile):
		return Sentence{Key: "err.file.empty", Data: []any{"file", name}, Next: "err.file.again"}
	case errors.Is(err, ErrFileTooBig):
		return Sentence{
			Key: "err.file.big", Data: []any{"file", name, "size", fmt.Sprintf("> %d MB", maxFile>>20)}, Next: "err.file.right",
		}
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrPermission):
		return Sentence{Key: "err.file.open", Data: []any{"file", name}}
	}
	return pictureSentences.find(err)
}

// ExplainIcon is [Explain] for the picture of an account, in which nobody looks
// for a QR code: it says what to choose instead.
func ExplainIcon(err error, name string) Sentence {
	s := Explain(err, name)
	switch s.Key {
	case "err.image.big", "err.image.huge", "err.file.big":
		s.Next = "err.icon.smaller"
	case "err.image.other":
		s.Next = "err.icon.other.d"
	case "err.file.unknown":
		s.Key, s.Next = "err.image.format", ""
	}
	return s
}

func explainLink(err error, _ string) Sentence {
	var not *otpauth.NotAccountError
	if !errors.As(err, &not) {
		return Sentence{}
	}
	switch {
	case not.Kind == otpauth.WebAddress && not.Host != "" && errors.Is(err, errAsText):
		return Sentence{Key: "err.link.web", Data: []any{"host", not.Host}, Next: "err.qr.web.d"}
	case not.Kind == otpauth.WebAddress && not.Host != "":
		return Sentence{Key: "err.qr.web", Data: []any{"host", not.Host}, Next: "err.qr.web.d"}
	case not.Kind == otpauth.AppLink:
		return Sentence{Key: "err.qr.kind.applink", Data: []any{"scheme", not.Host}, Next: "err.qr.web.d"}
	}
	if s, ok := codeKinds[not.Kind]; ok {
		return s
	}
	return Sentence{Key: "err.qr.nototp", Next: "err.qr.web.d"}
}

// codeKinds say what a QR code is for that is no account, and what to do.
var codeKinds = map[otpauth.Kind]Sentence{
	otpauth.MicrosoftPush: {Key: "err.qr.push", Next: "err.qr.push.d"},
	otpauth.DuoPush:       {Key: "err.qr.duo", Next: "err.qr.push.other"},
	otpauth.OktaPush:      {Key: "err.qr.okta", Next: "err.qr.push.other"},
	otpauth.SteamLogin:    {Key: "err.qr.steam"},
	otpauth.FIDO:          {Key: "err.qr.fido"},
	otpauth.Empty:         {Key: "err.qr.empty"},
	otpauth.TooLong:       {Key: "err.qr.kind.long", Next: "err.qr.web.d"},
	otpauth.WiFi:          {Key: "err.qr.kind.wifi", Next: "err.qr.web.d"},
	otpauth.Contact:       {Key: "err.qr.kind.contact", Next: "err.qr.web.d"},
	otpauth.Mail:          {Key: "err.qr.kind.mail", Next: "err.qr.web.d"},
	otpauth.Phone:         {Key: "err.qr.kind.phone", Next: "err.qr.web.d"},
	otpauth.Place:         {Key: "err.qr.kind.place", Next: "err.qr.web.d"},
	otpauth.Event:         {Key: "err.qr.kind.event", Next: "err.qr.web.d"},
	otpauth.Payment:       {Key: "err.qr.kind.payment", Next: "err.qr.web.d"},
}

func explainField(err error, _ string) Sentence {
	var fe *account.FieldError
	if !errors.As(err, &fe) {
		return Sentence{}
	}
	value := []any{
		"value", fe.Value, "n", fe.At, "c", string(fe.Char),
		"min", account.MinDigits, "max", account.MaxDigits,
	}
	bad := fe.Problem == account.Malformed
	key := map[account.Field]string{
		account.FieldType: "err.type.unknown", account.FieldAlgorithm: "err.algo.unknown",
		account.FieldName: "err.name.empty", account.FieldPIN: "err.pin.bad",
	}[fe.Field]
	switch fe.Field {
	case account.FieldSecret:
		key = map[account.Problem]string{
			account.Missing: "err.secret.missing", account.Malformed: "err.secret.char",
			account.Short: "err.secret.short", account.Long: "err.secret.long",
		}[fe.Problem]
		switch {
		case fe.Hex && fe.At > 0:
			key = "err.secret.hex"
		case fe.Hex && fe.Problem == account.Short:
			key = "err.secret.hex.odd"
		}
	case account.FieldDigits:
		key = either(bad, "err.digits.bad", "err.digits.range")
	case account.FieldPeriod:
		value = append(value[:len(value)-1], account.MaxPeriod)
		key = either(bad, "err.period.bad", "err.period.range")
	case account.FieldCounter:
		key = either(fe.Problem == account.Missing, "err.counter.missing", "err.counter.bad")
	case account.FieldPIN:
		key = either(fe.Problem == account.Missing, "err.pin.missing", "err.pin.bad")
	}
	return Sentence{Key: key, Data: value}
}

func either(first bool, a, b string) string {
	if first {
		return a
	}
	return b
}

var keyringSentences = sentences{
	{platform.ErrNoKeyring, Sentence{Key: "err.keyring.missing"}},
	{platform.ErrKeyringLocked, Sentence{Key: "err.keyring.locked"}},
	{platform.ErrKeyringDenied, Sentence{Key: "err.keyring.denied"}},
	{platform.ErrKeyringSlow, Sentence{Key: "err.keyring.slow"}},
	{platform.ErrNotFound, Sentence{Key: "err.keyring.wrong"}},
	{store.ErrKeyringKey, Sentence{Key: "err.keyring.wrong"}},
}

// ExplainFirst says at the very first start why the keyring does not keep the
// key, by the error of it, nil if it was not asked. Next is what can be done
// instead; it is empty where asking the keyring again would be in vain.
func ExplainFirst(err error) Sentence {
	switch {
	case err == nil:
		return Sentence{Key: "setup.pass.off"}
	case errors.Is(err, platform.ErrNoKeyring):
		return Sentence{Key: "setup.pass.b"}
	case errors.Is(err, platform.ErrKeyringLocked):
		return Sentence{Key: "setup.ring.locked", Next: "setup.pass.or"}
	case errors.Is(err, platform.ErrKeyringSlow):
		return Sentence{Key: "setup.ring.slow", Next: "setup.pass.or"}
	}
	return Sentence{Key: "setup.ring.denied", Next: "setup.pass.or"}
}

func explainKeyring(err error, _ string) Sentence { return keyringSentences.find(err) }

var storeSentences = sentences{
	{store.ErrFull, Sentence{Key: "err.save.full", Next: "err.save.kept"}},
	{store.ErrReadOnly, Sentence{Key: "err.save.readonly", Next: "err.save.kept"}},
	{store.ErrPermission, Sentence{Key: "err.save.readonly", Next: "err.save.kept"}},
	{store.ErrGone, Sentence{Key: "err.save.gone", Next: "err.save.kept"}},
	{ErrSaveFailed, Sentence{Key: "err.save.other", Next: "err.save.kept"}},
	{store.ErrInUse, Sentence{Key: "err.other.busy"}},
	{ErrWrongPassphrase, Sentence{Key: "lock.wrong"}},
	{ErrWrongKey, Sentence{Key: "err.vault.wrongkey"}},
	{ErrReadOnly, Sentence{Key: "err.vault.newer"}},
	{ErrTooNew, Sentence{Key: "err.vault.toonew"}},
	{ErrLocked, Sentence{Key: "err.locked"}},
	{ErrNothingToUndo, Sentence{Key: "err.undo.none"}},
	{ErrNoSuchAccount, Sentence{Key: "err.account.gone"}},
	{ErrElsewhere, Sentence{Key: "err.account.elsewhere"}},
	{ErrNoKey, Sentence{Key: "err.account.nokey"}},
	{vault.ErrCounterUsedUp, Sentence{Key: "err.hotp.end"}},
	{vault.ErrSuperseded, Sentence{Key: "err.undo.changed"}},
	{vault.ErrFinal, Sentence{Key: "err.undo.final"}},
	{vault.ErrTooLong, Sentence{Key: "err.name.long"}},
	{vault.ErrNoSuchAccount, Sentence{Key: "err.account.gone"}},
	{platform.ErrCannotOpen, Sentence{Key: "err.open"}},
	{platform.ErrNoClipboard, Sentence{Key: "err.clip.none", Next: "err.clip.none.d"}},
	{ErrClipboard, Sentence{Key: "err.clip.write", Next: "err.clip.none.d"}},
	{store.ErrNoPassphrase, Sentence{Key: "err.vault.nopass"}},
	{store.ErrLastWay, Sentence{Key: "err.vault.lastway"}},
}

func explainStore(err error, name string) Sentence {
	if errors.Is(err, vault.ErrGroupExists) {
		return Sentence{Key: "group.exists", Data: []any{"name", name}}
	}
	s := storeSentences.find(err)
	if s.Next == "err.save.kept" && !errors.Is(err, ErrSaveFailed) {
		s.Next = "err.save.again" // a key that was not made, a folder that was not opened: nothing waits to be saved
	}
	return s
}

// explainVault knows what is wrong with the vault of this computer. It comes
// first: inside is the same damage that a backup can have.
func explainVault(err error, _ string) Sentence {
	var tooNew *store.TooNewError
	if errors.As(err, &tooNew) {
		return Sentence{Key: "err.vault.toonew"}
	}
	var damaged *store.DamagedError
	switch {
	case errors.Is(err, ErrDataFolder):
		return Sentence{Key: "err.data", Next: "err.data.d"}
	case !errors.As(err, &damaged):
		return Sentence{}
	case damaged.MovedTo == "":
		return Sentence{Key: "err.vault.damaged", Next: "err.vault.choose"}
	}
	return Sentence{Key: "err.vault.damaged.moved", Data: []any{"file", filepath.Base(damaged.MovedTo)}, Next: "err.vault.choose"}
}
