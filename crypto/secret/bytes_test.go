package secret_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"twofold/crypto/secret"
)

func TestNothingPrintsTheContent(t *testing.T) {
	s := secret.FromString("hunter2")
	type holder struct{ Key secret.Bytes }
	var logged bytes.Buffer
	slog.New(slog.NewTextHandler(&logged, nil)).Info("x", "key", s, "in", holder{s})
	shown := []string{logged.String(), s.String()}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		shown = append(shown, fmt.Sprintf(verb, s), fmt.Sprintf(verb, holder{s}), fmt.Sprintf(verb, &s))
	}
	for _, out := range shown {
		if strings.Contains(out, "hunter2") || strings.Contains(out, "68756e74657232") || strings.Contains(out, "104") {
			t.Errorf("printed as %q", out)
		}
	}
	if _, err := json.Marshal(holder{s}); err == nil {
		t.Error("json.Marshal of a secret succeeded")
	}
}

func TestWipeReachesCopiesButNotClones(t *testing.T) {
	s := secret.FromString("abc")
	alias, clone := s, s.Clone()
	s.Wipe()
	if !bytes.Equal(alias.Reveal(), make([]byte, 3)) {
		t.Errorf("alias holds %q after Wipe", alias.Reveal())
	}
	if string(clone.Reveal()) != "abc" {
		t.Errorf("clone holds %q, want abc", clone.Reveal())
	}
}

func TestEqual(t *testing.T) {
	if !secret.FromString("a").Equal(secret.Copy([]byte("a"))) {
		t.Error("equal secrets differ")
	}
	if secret.FromString("a").Equal(secret.FromString("b")) || secret.FromString("a").Equal(secret.Bytes{}) {
		t.Error("different secrets are equal")
	}
}
