package session

import "time"

// BackupNews is a notice with its time, for who was not looking.
type BackupNews struct {
	BackupNotice
	At time.Time
}

// mostNews is how many are kept, in memory only.
const mostNews = 20

// tell tells of something once, and keeps it for the page about the backup.
// Needs s.mu.
func (s *Session) tell(n BackupNotice) {
	s.news = append([]BackupNews{{n, s.o.Now()}}, s.news...)
	s.news = s.news[:min(len(s.news), mostNews)]
	s.bus.put(n)
}
