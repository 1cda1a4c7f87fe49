package platform

import (
	"os/exec"
	"syscall"
)

// quietly keeps a console window from flashing up.
func quietly(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{HideWindow: true} }
