package store

// ReadOnly tells that a newer version wrote the vault in a way this one must
// not write again: everything can be seen, and every save is refused. It is
// nil for a vault that can be written, and while the store is locked.
func (s *Store) ReadOnly() *TooNewError {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.in == nil {
		return nil
	}
	return s.in.readOnly
}
