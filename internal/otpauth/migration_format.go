package otpauth

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"math"
	"net/url"
	"slices"
	"strings"

	"google.golang.org/protobuf/encoding/protowire"

	"twofold/internal/account"
)

// perPage is how many accounts Google Authenticator puts into one QR code.
const perPage = 10

// FormatMigration writes accounts as pages that Google Authenticator reads,
// ten to a page, in order. left are those its format cannot carry: other types
// than TOTP and HOTP, other periods than 30 seconds, other digits than six and
// eight. The URIs hold the secrets: treat them as such.
func FormatMigration(as []account.Account) (uris []string, left []account.Account) {
	var entries [][]byte
	for _, a := range as {
		if e, ok := formatEntry(a); ok {
			entries = append(entries, e)
		} else {
			left = append(left, a)
		}
	}
	size := (len(entries) + perPage - 1) / perPage
	batch := batchOf(entries)
	for i, chunk := range slices.Collect(slices.Chunk(entries, perPage)) {
		uris = append(uris, formatPage(chunk, i, size, batch))
	}
	for _, e := range entries {
		clear(e)
	}
	return uris, left
}

// batchOf numbers an export: the same accounts give the same number, so that a
// page that is shown twice is known again. It is positive and fits an int32.
func batchOf(entries [][]byte) uint64 {
	h := sha256.New()
	for _, e := range entries {
		h.Write(e)
	}
	return uint64(binary.BigEndian.Uint32(h.Sum(nil)) >> 1)
}

func formatPage(entries [][]byte, index, size int, batch uint64) string {
	var raw []byte
	for _, e := range entries {
		raw = protowire.AppendTag(raw, pageAccount, protowire.BytesType)
		raw = protowire.AppendBytes(raw, e)
	}
	raw = appendNumber(raw, pageVersion, 1)
	raw = appendNumber(raw, pageSize, uint64(size))
	raw = appendNumber(raw, pageIndex, uint64(index))
	raw = appendNumber(raw, pageBatch, batch)
	text := base64.StdEncoding.EncodeToString(raw)
	clear(raw)
	return "otpauth-migration://offline?data=" + url.QueryEscape(text)
}

func formatEntry(a account.Account) (raw []byte, ok bool) {
	var algorithm, digits, typ uint64
	switch a.Key.Algorithm {
	case account.SHA1:
		algorithm = 1
	case account.SHA256:
		algorithm = 2
	case account.SHA512:
		algorithm = 3
	}
	switch a.Key.Digits {
	case 6:
		digits = 1
	case 8:
		digits = 2
	}
	switch {
	case a.Key.Type == account.HOTP && a.Counter <= math.MaxInt64:
		typ = 1
	case a.Key.Type == account.TOTP && a.Key.Period == 30:
		typ = 2
	}
	if algorithm == 0 || digits == 0 || typ == 0 || a.Key.Secret.Empty() {
		return nil, false
	}
	raw = appendBytes(raw, entrySecret, a.Key.Secret.Reveal())
	raw = appendBytes(raw, entryName, []byte(entryLabel(a)))
	if a.Issuer != "" {
		raw = appendBytes(raw, entryIssuer, []byte(a.Issuer))
	}
	raw = appendNumber(raw, entryAlgorithm, algorithm)
	raw = appendNumber(raw, entryDigits, digits)
	raw = appendNumber(raw, entryType, typ)
	if typ == 1 {
		raw = appendNumber(raw, entryCounter, a.Counter)
	}
	return raw, true
}

// entryLabel guards names that a reader would split: "a:b" without an issuer,
// and a name that begins with its issuer.
func entryLabel(a account.Account) string {
	if a.Issuer == "" && strings.Contains(a.Name, ":") || a.Issuer != "" && strings.HasPrefix(a.Name, a.Issuer+":") {
		return a.Issuer + ":" + a.Name
	}
	return a.Name
}

func appendNumber(raw []byte, num protowire.Number, v uint64) []byte {
	return protowire.AppendVarint(protowire.AppendTag(raw, num, protowire.VarintType), v)
}

func appendBytes(raw []byte, num protowire.Number, b []byte) []byte {
	return protowire.AppendBytes(protowire.AppendTag(raw, num, protowire.BytesType), b)
}
