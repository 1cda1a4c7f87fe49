package platform

import (
	"bytes"
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"image"
	_ "image/gif"  // formats other programs put on the clipboard
	_ "image/jpeg" // likewise
	_ "image/png"  // likewise
	"sync"
	"time"
	"unicode/utf8"

	_ "golang.org/x/image/bmp"  // Windows puts bitmaps there
	_ "golang.org/x/image/tiff" // macOS screenshots are TIFF
)

// Limits of what is taken from or put on the clipboard.
const (
	MaxClipboardText  = 1 << 20   // bytes of text read
	maxSensitiveText  = 64 << 10  // bytes of text written; it fits one X11 request
	maxClipboardImage = 64 << 20  // bytes of an encoded picture
	maxPixels         = 100 << 20 // pixels of a picture: a wall of screens
	clipboardTime     = 3 * time.Second
)

var (
	// ErrNoClipboard says that this session has no clipboard we can use.
	ErrNoClipboard = errors.New("no clipboard")
	// ErrNoText says that there is no text on the clipboard.
	ErrNoText = errors.New("no text on the clipboard")
	// ErrNoImage says that there is no picture on the clipboard.
	ErrNoImage = errors.New("no picture on the clipboard")
	// ErrTextOnly says that pictures cannot be taken from this clipboard.
	ErrTextOnly = errors.New("the clipboard gives texts only")
	// ErrImageTooLarge says that a picture is larger than we take.
	ErrImageTooLarge = errors.New("picture is too large")
)

// TextClipboard is the window toolkit's clipboard, used where this session has
// none of ours: in Wayland without wl-clipboard and without XWayland. It knows
// texts alone, and no mark. Its functions are called from goroutines of this
// package, never from the window's: the caller hops over, and must not be
// waiting for a [Clipboard] call at that moment. They give ErrNoClipboard where
// it does not work either.
type TextClipboard interface {
	Content() (string, error)
	SetContent(text string) error
}

// Clipboard reads and writes the clipboard of this session. Text it writes is
// marked as sensitive, so that clipboard managers and histories that know such
// a mark leave it alone:
//
//   - X11: the target x-kde-passwordManagerHint says "secret"; we own the
//     selection ourselves, so the text is gone when the program ends
//   - Wayland: wl-copy, with --sensitive where it knows that; without it there
//     is no mark, see [Clipboard.TextOnly]
//   - Windows: formats that keep it out of the history and the cloud
//   - macOS: the type org.nspasteboard.ConcealedType
//
// It is safe for use by several goroutines.
type Clipboard struct {
	fallback TextClipboard
	system   systemClipboard

	mu   sync.Mutex
	last string // what was written last and not cleared since
}

// clipboardBackend is one way to a clipboard. Texts are at most
// maxSensitiveText bytes; readText and image are bounded by the backend.
type clipboardBackend interface {
	write(ctx context.Context, text string) error
	readText(ctx context.Context) (string, error)
	// clear empties the clipboard; that it holds our text was seen before.
	clear(ctx context.Context) error
	// image gives an encoded picture.
	image(ctx context.Context) ([]byte, error)
	close()
}

// NewClipboard gives the clipboard; fallback may be nil.
func NewClipboard(fallback TextClipboard) *Clipboard { return &Clipboard{fallback: fallback} }

// Write puts text on the clipboard, marked as sensitive.
func (c *Clipboard) Write(text string) error {
	if text == "" || len(text) > maxSensitiveText || !utf8.ValidString(text) {
		return fmt.Errorf("write clipboard: %d bytes do not fit", len(text))
	}
	ctx, cancel := context.WithTimeout(context.Background(), clipboardTime)
	defer cancel()
	err := c.with(func(b clipboardBackend) error { return b.write(ctx, text) })
	if c.falls(err) {
		err = c.fallback.SetContent(text)
	}
	if err != nil {
		return fmt.Errorf("write clipboard: %w", err)
	}
	c.remember(text)
	return nil
}

// ReadText gives the text on the clipboard, at most [MaxClipboardText] bytes;
// ErrNoText if there is none.
func (c *Clipboard) ReadText(ctx context.Context) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, clipboardTime)
	defer cancel()
	var text string
	err := c.with(func(b clipboardBackend) (err error) {
		text, err = b.readText(ctx)
		return err
	})
	if c.falls(err) {
		text, err = c.fallback.Content()
	}
	switch {
	case err != nil:
		return "", fmt.Errorf("read clipboard: %w", err)
	case text == "" || !utf8.ValidString(text) || len(text) > MaxClipboardText:
		return "", fmt.Errorf("read clipboard: %w", ErrNoText)
	}
	return text, nil
}

// ClearIfStill empties the clipboard if it still holds text, and leaves it
// alone if anything else is there; that is no error.
func (c *Clipboard) ClearIfStill(text string) error {
	ctx, cancel := context.WithTimeout(context.Background(), clipboardTime)
	defer cancel()
	now, err := c.ReadText(ctx)
	if errors.Is(err, ErrNoText) {
		err, now = nil, ""
	}
	if err != nil {
		return err
	}
	c.forget(text)
	if text == "" || subtle.ConstantTimeCompare([]byte(now), []byte(text)) == 0 {
		return nil
	}
	err = c.with(func(b clipboardBackend) error { return b.clear(ctx) })
	if c.falls(err) {
		err = c.fallback.SetContent("")
	}
	if err != nil {
		return fmt.Errorf("clear clipboard: %w", err)
	}
	return nil
}

// Image gives the picture on the clipboard; ErrNoImage if there is none, and
// ErrTextOnly where it can't be known. A picture is never written to a file on
// its way.
func (c *Clipboard) Image(ctx context.Context) (image.Image, error) {
	ctx, cancel := context.WithTimeout(ctx, 3*clipboardTime)
	defer cancel()
	var data []byte
	err := c.with(func(b clipboardBackend) (err error) {
		data, err = b.image(ctx)
		return err
	})
	if c.falls(err) {
		err = ErrTextOnly
	}
	if err != nil {
		return nil, fmt.Errorf("read picture from clipboard: %w", err)
	}
	img, err := decodePicture(data)
	if err != nil {
		return nil, fmt.Errorf("read picture from clipboard: %w", err)
	}
	return img, nil
}

// Close is for the end of the program: it empties the clipboard if that still
// holds what was written last, and lets go of it.
func (c *Clipboard) Close() error {
	c.mu.Lock()
	last := c.last
	c.mu.Unlock()
	var err error
	if last != "" {
		err = c.ClearIfStill(last)
	}
	c.system.close()
	return err
}

// TextOnly reports whether the toolkit's clipboard stands in: it gives no
// pictures, and what is copied is not marked as sensitive.
func (c *Clipboard) TextOnly() bool {
	_, err := c.system.backend()
	return c.falls(err)
}

// falls reports whether the fallback is asked after err.
func (c *Clipboard) falls(err error) bool {
	return errors.Is(err, ErrNoClipboard) && c.fallback != nil
}

func (c *Clipboard) with(use func(clipboardBackend) error) error {
	b, err := c.system.backend()
	if err != nil {
		return err
	}
	return use(b)
}

func (c *Clipboard) remember(text string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.last = text
}

func (c *Clipboard) forget(text string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.last == text {
		c.last = ""
	}
}

// decodePicture looks at the header before it makes room for the pixels.
func decodePicture(data []byte) (image.Image, error) {
	if len(data) == 0 {
		return nil, ErrNoImage
	}
	head, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, ErrNoImage // of a kind we do not know
	}
	if head.Width <= 0 || head.Height <= 0 || head.Width > maxPixels/head.Height {
		return nil, ErrImageTooLarge
	}
	img, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("damaged picture: %w", err)
	}
	return img, nil
}
