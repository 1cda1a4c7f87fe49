package window

import (
	"twofold/app/session"
)

// notices are the sentences of what a folder can bring: what happened, and
// what it means. In none of them is anything lost.
var notices = map[session.NoticeKind]struct{ what, detail string }{
	session.NoticeEmptied:     {"bk.emptied", "bk.emptied.d"},
	session.NoticeRolledBack:  {"bk.rolledback", "bk.rolledback.d"},
	session.NoticeRewritten:   {"bk.rewritten", "bk.rewritten.d"},
	session.NoticeForged:      {"bk.foreign", "bk.foreign.d"},
	session.NoticeFromRemoved: {"bk.foreign", "bk.foreign.d"},
	session.NoticeNewer:       {"bk.newer", ""},
	session.NoticeCopied:      {"bk.copied", "bk.copied.d"},
	session.NoticeForked:      {"bk.forked", "bk.forked.d"},
	session.NoticeJoined:      {"bk.joined", ""},
	session.NoticeJoinedByKey: {"bk.joined.key", "bk.joined.key.d"},
	session.NoticeWasRemoved:  {"bk.wasremoved", ""},
	session.NoticeRemoved:     {"bk.excluded", "bk.removed.d"},
	session.NoticeNewKey:      {"bk.newkey", ""},
}

// notify says in the status line what the folder brought; "Details" opens the
// whole of it. A sheet nobody asked for would only teach to click it away.
func (a *App) notify(n session.BackupNotice) {
	what, detail := a.noticeText(n)
	var look func() page
	switch n.Kind {
	case session.NoticeOtherKey, session.NoticeMerged:
		look = func() page { return newEdit(a, n.Account) }
	case session.NoticeKept:
		look = func() page { return newTrash(a) }
	case session.NoticeJoinedByKey:
		look = func() page { return newComputers(a) }
	}
	switch {
	case what == "":
	case look != nil:
		a.offer(what, a.txt.T("common.details"), func() { a.push(look) })
	case detail == "":
		a.note(what)
	default:
		a.offer(what, a.txt.T("common.details"), func() { a.tell(what, detail, n.File) })
	}
}
