//go:build race

package importer_test

// racing: the race detector allocates beside what is measured.
const racing = true
