package session

import (
	"context"
	"errors"
	"fmt"
	"image"
	"os"
	"strings"

	"twofold/internal/account"
	"twofold/internal/otpauth"
	"twofold/internal/qr"
)

// Limits of what is read from outside.
const (
	maxFile = 64 << 20  // bytes of one file
	maxAll  = 256 << 20 // bytes of the files of one drop that are no pictures
	maxTry  = 200       // files of one drop
)

// Errors of reading. Those of the qr and otpauth packages come through as
// they are.
var (
	ErrNoCode      = errors.New("no QR code in the picture")
	ErrUnread      = errors.New("a QR code was seen but could not be read")
	ErrCutOff      = errors.New("a QR code was seen that lies partly outside the picture")
	ErrBlank       = errors.New("the picture is blank")
	ErrUnknownFile = errors.New("neither a picture nor a list of accounts")
	ErrFileTooBig  = errors.New("file is too large")
	ErrIsFolder    = errors.New("a folder, not a file")
	ErrNothingHere = errors.New("no code, link or key in the text")
	ErrTooMany     = errors.New("too many files at once")
	ErrEmptyFile   = errors.New("the file is empty")
	ErrNoLink      = errors.New("text that is no link to an account")
	errAsText      = errors.New("in a text, not in a QR code")
)

// ReadFiles reads pictures and the exports of other programs, whatever their
// names say. All files of one call belong together: parts of an export find
// each other. It reads files and decodes pictures; each file that gives
// nothing is a [Problem] with its name.
func (s *Session) ReadFiles(ctx context.Context, paths []string) Found {
	var f finder
	if len(paths) > maxTry {
		f.problem("", ErrTooMany)
		paths = paths[:maxTry]
	}
	for _, p := range paths {
		if ctx.Err() != nil {
			break
		}
		f.file(ctx, p)
	}
	f.open(ctx)
	return s.finish(&f)
}

// ReadImage reads a picture from the clipboard or the screen.
func (s *Session) ReadImage(ctx context.Context, img image.Image) Found {
	var f finder
	f.picture(ctx, "", img)
	return s.finish(&f)
}

// ReadImageData is [Session.ReadImage] for a picture that is still encoded.
func (s *Session) ReadImageData(ctx context.Context, data []byte) Found {
	var f finder
	img, err := qr.Decode(data)
	if err != nil {
		f.problem("", err)
	} else {
		f.picture(ctx, "", img)
	}
	return s.finish(&f)
}

// ReadText reads otpauth: links, lists of them, or a bare setup key.
func (s *Session) ReadText(text string) Found {
	var f finder
	f.text("", text)
	return s.finish(&f)
}

// ReadItems sorts what a command line or another process gave into links and
// files, and reads them.
func (s *Session) ReadItems(ctx context.Context, items []string) Found {
	var f finder
	if len(items) > maxTry {
		f.problem("", ErrTooMany)
		items = items[:maxTry]
	}
	for _, it := range items {
		if ctx.Err() != nil {
			break
		}
		if _, err := os.Lstat(it); err != nil && strings.Contains(it, "://") {
			f.text("", it)
			continue
		}
		f.file(ctx, it)
	}
	f.open(ctx)
	return s.finish(&f)
}

// ForgetPages drops the parts of an unfinished export read so far.
func (s *Session) ForgetPages() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.forgetPages()
}

func (s *Session) forgetPages() { s.pages = otpauth.Pages{} }

// takePages adds what the pages hold that were read so far, and tells which
// are missing. A complete export is forgotten once it was handed out.
func (f *finder) takePages(pages *otpauth.Pages) {
	for _, a := range pages.Accounts() {
		f.found.Candidates = append(f.found.Candidates, Candidate{Account: a.Clean(), Part: true})
	}
	for _, r := range pages.Rejected() {
		f.problem(r.Title, r.Err)
	}
	missing := pages.Missing()
	if len(missing) == 0 {
		*pages = otpauth.Pages{}
		return
	}
	total := pages.Total()
	f.found.Pages = &Pages{Have: total - len(missing), Total: total, Missing: missing}
}

func (f *finder) picture(ctx context.Context, name string, img image.Image) {
	res, err := qr.Read(ctx, img)
	if err != nil {
		f.problem(name, err)
		return
	}
	pic := Picture{Name: name, Image: img}
	for _, c := range res.Codes {
		pic.Codes = append(pic.Codes, c.Corners)
		f.uri(name, c.Text)
	}
	cut := 0
	for _, s := range res.Seen {
		pic.Seen = append(pic.Seen, s.Corners)
		if s.CutOff {
			cut++
		}
	}
	f.found.Pictures = append(f.found.Pictures, pic)
	if cut > 0 {
		f.problem(name, ErrCutOff)
	}
	if len(res.Seen) > cut {
		f.problem(name, ErrUnread)
	}
	switch {
	case len(res.Codes)+len(res.Seen) > 0:
	case res.Blank:
		f.problem(name, ErrBlank)
	default:
		f.problem(name, ErrNoCode)
	}
}

// uri takes the text of one QR code.
func (f *finder) uri(name, text string) {
	if otpauth.IsMigration(text) {
		page, err := otpauth.ParseMigration(text)
		if err != nil {
			f.problem(name, err)
			return
		}
		f.pages = append(f.pages, page)
		return
	}
	a, err := otpauth.Parse(text)
	if err != nil {
		f.problem(or(titleOf(text, err), name), err)
		return
	}
	f.account(a)
}

// titleOf is what an account calls itself that is refused for one of its
// values: of several codes in a picture the user has to know which.
func titleOf(text string, err error) string {
	var bad *account.FieldError
	if !errors.As(err, &bad) {
		return ""
	}
	for _, r := range otpauth.ParseList(text).Rejected {
		return r.Title
	}
	return ""
}

// text takes a list of links, or a setup key as services print it.
func (f *finder) text(name, text string) {
	trimmed := strings.TrimSpace(text)
	if !strings.Contains(trimmed, "://") {
		f.bareKey(name, trimmed)
		return
	}
	// Pages of an export are put together with those of earlier readings, so
	// they do not go through the list.
	var rest strings.Builder
	for line := range strings.Lines(text) {
		if otpauth.IsMigration(strings.TrimSpace(line)) {
			f.uri(name, strings.TrimSpace(line))
			continue
		}
		rest.WriteString(line)
	}
	list := otpauth.ParseList(rest.String())
	for _, a := range list.Accounts {
		f.account(a)
	}
	for _, r := range list.Rejected {
		f.problem(or(r.Title, name), asText(r.Err))
	}
	if len(list.Accounts)+len(list.Rejected)+len(f.pages) == 0 {
		f.problem(name, ErrNothingHere)
	}
}

// asText is err of something that was text: "this QR code" would be wrong of
// most of it. What has a way out of its own keeps it.
func asText(err error) error {
	var not *otpauth.NotAccountError
	if !errors.As(err, &not) {
		return err
	}
	switch not.Kind {
	case otpauth.WebAddress:
		return fmt.Errorf("%w: %w", errAsText, err)
	case otpauth.MicrosoftPush, otpauth.DuoPush, otpauth.OktaPush, otpauth.SteamLogin, otpauth.FIDO:
		return err
	}
	return fmt.Errorf("%w: %s", ErrNoLink, not.Kind)
}

// bareKey takes text that is nothing but a base32 secret.
func (f *finder) bareKey(name, text string) {
	if !f.key(text) {
		f.problem(name, ErrNothingHere)
	}
}

// key takes a bare base32 secret, if text is one. Sixteen characters (80 bits)
// is the shortest that services give; below that it is a word.
func (f *finder) key(text string) bool {
	key := account.Defaults(account.TOTP)
	sec, err := account.DecodeSecret(text)
	if err != nil || sec.Len() < 10 || strings.ContainsAny(text, "\n\r") {
		return false
	}
	key.Secret = sec
	f.account(account.Account{Key: key})
	return true
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
