package window

// openBackup and beginRecovery are the doors to the shared folder.

func (a *App) openBackup() { a.tell(a.txt.T("sync.title"), a.txt.T("bk.off")) }

func (a *App) beginRecovery() { a.openBackup() }
