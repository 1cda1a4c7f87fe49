package main

import (
	"encoding/base64"
	"encoding/hex"
	"strings"
)

// The parts of CycloneDX 1.5 that we write (https://cyclonedx.org/docs/1.5/json/).
type (
	bom struct {
		Format     string      `json:"bomFormat"`
		Spec       string      `json:"specVersion"`
		Version    int         `json:"version"`
		Metadata   metadata    `json:"metadata"`
		Components []component `json:"components"`
	}
	metadata struct {
		Timestamp string    `json:"timestamp,omitempty"`
		Component component `json:"component"`
	}
	component struct {
		Type     string          `json:"type"`
		Ref      string          `json:"bom-ref"`
		Name     string          `json:"name"`
		Version  string          `json:"version,omitempty"`
		PURL     string          `json:"purl,omitempty"`
		Hashes   []hash          `json:"hashes,omitempty"`
		Licences []licenceChoice `json:"licenses"`
	}
	hash struct {
		Alg     string `json:"alg"`
		Content string `json:"content"`
	}
	licenceChoice struct {
		Expression string `json:"expression"`
	}
)

// newBOM turns parts into a bill of materials; the first is the program.
func newBOM(parts []part, version, date string) bom {
	b := bom{Format: "CycloneDX", Spec: "1.5", Version: 1}
	for i, p := range parts {
		c := component{
			Type: "library", Ref: p.name, Name: p.name, Version: p.version,
			Licences: []licenceChoice{{strings.Join(p.ids, " AND ")}},
		}
		if p.sum != "" {
			c.Ref = "pkg:golang/" + p.name + "@" + p.version
			c.PURL = c.Ref
			c.Hashes = hashes(p.sum)
		}
		if i == 0 {
			c.Type, c.Version = "application", version
			b.Metadata = metadata{Timestamp: date, Component: c}
			continue
		}
		b.Components = append(b.Components, c)
	}
	return b
}

// hashes turns the sum of go.sum, SHA-256 of the module's file list in
// base64, into what CycloneDX wants.
func hashes(sum string) []hash {
	raw, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(sum, "h1:"))
	if err != nil || len(raw) != 32 {
		return nil
	}
	return []hash{{"SHA-256", hex.EncodeToString(raw)}}
}
