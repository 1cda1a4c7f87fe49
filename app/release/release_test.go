package release

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// serve answers every request with body, and remembers what was asked.
func serve(t *testing.T, status int, body string) (Source, *http.Header) {
	t.Helper()
	asked := &http.Header{}
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		*asked = r.Header.Clone()
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}))
	t.Cleanup(server.Close)
	return Source{Feed: server.URL + "/latest", Page: "https://example.org/", Client: server.Client()}, asked
}

func TestLatest(t *testing.T) {
	cases := []struct {
		name   string
		status int
		body   string
		want   string // "" is refused
	}{
		{"release", 200, `{"tag_name":"v1.12.0","html_url":"https://elsewhere.example/","body":"news"}`, "1.12.0"},
		{"without v", 200, `{"tag_name":"2.0.1"}`, "2.0.1"},
		{"preview", 200, `{"tag_name":"v2.0.0-rc.1"}`, ""},
		{"marked as preview", 200, `{"tag_name":"v2.0.0","prerelease":true}`, ""},
		{"draft", 200, `{"tag_name":"v2.0.0","draft":true}`, ""},
		{"words", 200, `{"tag_name":"v1.2.3 is out, go to evil.example"}`, ""},
		{"leading zero", 200, `{"tag_name":"01.2.3"}`, ""},
		{"huge number", 200, `{"tag_name":"9999999999.0.0"}`, ""},
		{"no tag", 200, `{}`, ""},
		{"a list", 200, `[]`, ""},
		{"a page", 200, `<html>`, ""},
		{"too long", 200, `{"body":"` + strings.Repeat("x", maxAnswer) + `","tag_name":"v1.0.0"}`, ""},
		{"nothing there", 404, `{"tag_name":"v1.2.3"}`, ""},
		{"too often", 403, `{}`, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s, _ := serve(t, c.status, c.body)
			got, err := s.Latest(context.Background())
			if got != c.want || (c.want == "") != errors.Is(err, ErrAnswer) {
				t.Errorf("Latest = %q, %v; want %q", got, err, c.want)
			}
		})
	}
}

// TestLatestTellsNothing: the request says neither which version nor which
// system asks.
func TestLatestTellsNothing(t *testing.T) {
	s, asked := serve(t, 200, `{"tag_name":"v1.0.0"}`)
	if _, err := s.Latest(context.Background()); err != nil {
		t.Fatal(err)
	}
	for name, values := range *asked {
		switch name {
		case "Accept", "Accept-Encoding":
		case "User-Agent":
			if values[0] != "Twofold" {
				t.Errorf("user agent %q", values[0])
			}
		default:
			t.Errorf("sends %s: %q", name, values)
		}
	}
}

func TestLatestFails(t *testing.T) {
	s, _ := serve(t, 200, `{"tag_name":"v1.0.0"}`)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := s.Latest(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	s.Client = nil // does not know the certificate of the test
	if v, err := s.Latest(context.Background()); err == nil {
		t.Errorf("believed an unknown certificate: %q", v)
	}
}

// TestRedirectsStayEncrypted: the client of the program follows no way out of
// https.
func TestRedirectsStayEncrypted(t *testing.T) {
	follow := Source{}.client().CheckRedirect
	for address, ok := range map[string]bool{"https://b.example/": true, "http://b.example/": false, "file:///etc/passwd": false} {
		req := httptest.NewRequest(http.MethodGet, address, nil)
		if err := follow(req, nil); (err == nil) != ok {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestNewer(t *testing.T) {
	cases := []struct {
		latest, running string
		want            bool
	}{
		{"1.0.0", "0.9.9", true},
		{"0.10.0", "0.9.9", true},
		{"1.0.1", "1.0.0", true},
		{"1.0.0", "1.0.0", false},
		{"0.9.9", "1.0.0", false},
		{"1.0.0", "1.0.0-dev.7", true},
		{"1.0.0", "1.0.1-dev.7", false},
		{"1.0.0", "1.0.0+build", false},
		{"1.0.0", "unknown", false},
		{"1.0.0-rc.1", "0.1.0", false},
		{"", "", false},
	}
	for _, c := range cases {
		if got := Newer(c.latest, c.running); got != c.want {
			t.Errorf("Newer(%q, %q) = %v", c.latest, c.running, got)
		}
	}
}

func TestBuilt(t *testing.T) {
	for _, c := range []struct {
		feed, page string
		want       bool
	}{
		{"", "", false},
		{"https://api.example/latest", "https://example.org/", true},
		{"http://api.example/latest", "https://example.org/", false},
		{"https://api.example/latest", "", false},
	} {
		feed, page = c.feed, c.page
		s, ok := Built()
		if ok != c.want {
			t.Errorf("%q, %q: %v", c.feed, c.page, ok)
		}
		if ok && s.Host() != "api.example" {
			t.Errorf("host %q", s.Host())
		}
	}
	feed, page = "", ""
}
