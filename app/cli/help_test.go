package cli_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"io"
	"strings"
	"testing"

	"twofold/app/cli"
	"twofold/app/locale"
)

// TestHelp finds every command and option explained, in both languages, and
// on standard output, where it can be paged.
func TestHelp(t *testing.T) {
	for _, l := range []locale.Language{locale.English, locale.Japanese} {
		texts := locale.New(l, nil)
		var out, errs, usage bytes.Buffer
		if code := cli.Misread(flag.ErrHelp, &out, &errs, texts); code != cli.Done || errs.Len() > 0 {
			t.Errorf("%s: status %d, %q", l, code, &errs)
		}
		cli.Usage(&usage, texts)
		for _, line := range strings.Split(strings.TrimSpace(usage.String()), "\n")[1:] {
			line = strings.TrimPrefix(strings.TrimSpace(line), "twofold ")
			name, _, _ := strings.Cut(line, " ")
			if !strings.Contains(out.String(), line) || (cli.Known(name) && !strings.Contains(out.String(), cli.Does(name, texts))) {
				t.Errorf("%s: %q is not in the help", l, line)
			}
			if cli.Known(name) && strings.HasPrefix(cli.Does(name, texts), "cli.do") {
				t.Errorf("%s: %s is not explained", l, name)
			}
		}
		for _, o := range cli.Options() {
			if !strings.Contains(out.String(), o.Does(texts)) || strings.HasPrefix(o.Does(texts), "cli.option") {
				t.Errorf("%s: %s is not explained", l, o.Flag)
			}
		}
	}
}

func TestHelpOfOneCommand(t *testing.T) {
	r := newRig(t)
	code, out, errs := r.run("folder", "--help")
	if code != cli.Done || errs != "" || !strings.Contains(out, "twofold folder [PATH]") || !strings.Contains(out, "Choose the folder") {
		t.Errorf("%d, %q, %q", code, out, errs)
	}
}

func TestUnknownOption(t *testing.T) {
	var out, errs bytes.Buffer
	if code := cli.Misread(errors.New("no such option"), &out, &errs, locale.New(locale.Japanese, nil)); code != cli.Misused {
		t.Errorf("status %d", code)
	}
	if out.Len() > 0 || !strings.Contains(errs.String(), "twofold --help") || !strings.Contains(errs.String(), "使い方") {
		t.Errorf("%q, %q", &out, &errs)
	}
	code := cli.Main(context.Background(), nil, cli.Env{Out: io.Discard, Err: &errs, Texts: locale.New(locale.English, nil)})
	if code != cli.Misused {
		t.Errorf("no command: status %d", code)
	}
}
