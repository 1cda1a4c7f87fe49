// Package release asks whether a newer version of the program is out. It is the
// only code here that talks to a server, it does so only for a user who
// switched it on, and there is no server of ours: it reads the public list of
// releases of whoever hosts the source.
//
// Nothing is sent but the request itself. Of the answer nothing is believed but
// the number of a version; the page to open is fixed when the program is built.
package release

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Set by the linker for a release (packaging/build.sh). Without them the
// notice is not offered.
var (
	// feed is the address of the latest release as JSON with a "tag_name", as
	// GitHub and Forgejo have it.
	feed string
	// page is where a person gets the release.
	page string
)

const (
	// Every is how often the source is asked at most.
	Every = 24 * time.Hour

	maxAnswer = 1 << 20 // bytes; a release with long notes has some 20,000
	patience  = 15 * time.Second
)

// ErrAnswer says that the server answered something that names no version.
var ErrAnswer = errors.New("not a release")

// Source is where the releases of this program are listed.
type Source struct {
	Feed string // an https address
	Page string // the address a person opens
	// Client makes the request; nil for one of its own.
	Client *http.Client
}

// Built is the source this program was built with; ok is false if none.
func Built() (s Source, ok bool) {
	return Source{Feed: feed, Page: page}, isHTTPS(feed) && isHTTPS(page)
}

// Host is the name of the computer that is asked, for the user to see.
func (s Source) Host() string {
	u, err := url.Parse(s.Feed)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

// Latest asks for the newest release, and gives its version without the "v" of
// the tag. It takes 15 seconds at most and reads 1 MiB at most.
func (s Source) Latest(ctx context.Context) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.Feed, nil)
	if err != nil {
		return "", fmt.Errorf("latest release: %w", err)
	}
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", "Twofold") // without version or system: nobody is to count users
	res, err := s.client().Do(req)
	if err != nil {
		return "", fmt.Errorf("latest release: %w", err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return "", fmt.Errorf("latest release: %w: status %d", ErrAnswer, res.StatusCode)
	}
	var answer struct {
		Tag        string `json:"tag_name"`
		Draft      bool   `json:"draft"`
		Prerelease bool   `json:"prerelease"`
	}
	if err := json.NewDecoder(io.LimitReader(res.Body, maxAnswer)).Decode(&answer); err != nil {
		return "", fmt.Errorf("latest release: %w: %w", ErrAnswer, err)
	}
	v := strings.TrimPrefix(answer.Tag, "v")
	if !released.MatchString(v) || answer.Draft || answer.Prerelease {
		return "", fmt.Errorf("latest release: %w", ErrAnswer)
	}
	return v, nil
}

func (s Source) client() *http.Client {
	if s.Client != nil {
		return s.Client
	}
	return &http.Client{CheckRedirect: func(req *http.Request, via []*http.Request) error {
		if req.URL.Scheme != "https" || len(via) > 3 {
			return fmt.Errorf("%w: redirected", ErrAnswer)
		}
		return nil
	}}
}

func isHTTPS(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Scheme == "https" && u.Host != ""
}

// released is a version that is no preview: three numbers.
var released = regexp.MustCompile(`^(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})$`)

// Newer reports whether version latest follows the version that runs, in the
// order of Semantic Versioning 2.0.0: a preview ("1.2.0-dev.7") comes before
// its release. What is no version is never newer.
func Newer(latest, running string) bool {
	if !released.MatchString(latest) {
		return false
	}
	core, preview, _ := strings.Cut(running, "-")
	core, _, _ = strings.Cut(core, "+")
	if !released.MatchString(core) {
		return false
	}
	a, b := strings.Split(latest, "."), strings.Split(core, ".")
	for i := range a {
		x, _ := strconv.Atoi(a[i]) // the pattern lets nine digits through
		y, _ := strconv.Atoi(b[i])
		if x != y {
			return x > y
		}
	}
	return preview != ""
}
