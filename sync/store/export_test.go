package store

// ParseMarker and ParseFrontier let the fuzz targets at the parsers.
func ParseMarker(b []byte) error   { _, err := parseMarker(b); return err }
func ParseFrontier(b []byte) error { _, err := parseFrontier(b); return err }

// AddRecord lets tests put a roster record into a document.
var AddRecord = addRecord
