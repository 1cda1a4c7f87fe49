package platform

import (
	"context"
	"encoding/base64"
	"errors"
	"strings"
)

// systemClipboard is the general pasteboard, reached by fixed scripts for
// osascript. Texts go through standard input, never into a script.
type systemClipboard struct{}

func (*systemClipboard) backend() (clipboardBackend, error) { return pasteboard{}, nil }

func (*systemClipboard) close() {}

type pasteboard struct{}

// scriptWrite marks the text by the type that clipboard managers agreed on
// (nspasteboard.org).
const scriptWrite = `ObjC.import('AppKit');
const data = $.NSFileHandle.fileHandleWithStandardInput.readDataToEndOfFile;
const text = $.NSString.alloc.initWithDataEncoding(data, $.NSUTF8StringEncoding);
const board = $.NSPasteboard.generalPasteboard;
board.clearContents;
board.setStringForType(text, 'public.utf8-plain-text');
board.setStringForType('', 'org.nspasteboard.ConcealedType');`

const scriptClear = `ObjC.import('AppKit');
$.NSPasteboard.generalPasteboard.clearContents;`

// scriptImage prints the picture as base64, or nothing.
const scriptImage = `ObjC.import('AppKit');
const board = $.NSPasteboard.generalPasteboard;
let data = board.dataForType('public.png');
if (data.isNil()) { data = board.dataForType('public.tiff'); }
data.isNil() ? '' : data.base64EncodedStringWithOptions(0).js;`

func javascript(ctx context.Context, input []byte, limit int, script string) ([]byte, error) {
	return runTool(ctx, input, limit, "/usr/bin/osascript", "-l", "JavaScript", "-e", script)
}

func (pasteboard) write(ctx context.Context, text string) error {
	_, err := javascript(ctx, []byte(text), 4<<10, scriptWrite)
	return err
}

func (pasteboard) readText(ctx context.Context) (string, error) {
	data, err := runTool(ctx, nil, MaxClipboardText, "/usr/bin/pbpaste", "-Prefer", "txt")
	if errors.Is(err, errTooMuch) {
		return "", ErrNoText
	}
	return string(data), err
}

func (pasteboard) clear(ctx context.Context) error {
	_, err := javascript(ctx, nil, 4<<10, scriptClear)
	return err
}

func (pasteboard) image(ctx context.Context) ([]byte, error) {
	out, err := javascript(ctx, nil, maxClipboardImage/3*4, scriptImage)
	if errors.Is(err, errTooMuch) {
		return nil, ErrImageTooLarge
	}
	if err != nil {
		return nil, err
	}
	data, err := base64.StdEncoding.DecodeString(strings.TrimSpace(string(out)))
	if err != nil || len(data) == 0 {
		return nil, ErrNoImage
	}
	return data, nil
}

func (pasteboard) close() {}
