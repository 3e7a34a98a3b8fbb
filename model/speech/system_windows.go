package speech

import (
	"os/exec"
	"path/filepath"
	"syscall"

	"golang.org/x/sys/windows"
)

// find takes PowerShell from the folder of the system, whatever PATH says.
func find() *Speaker {
	dir, err := windows.GetSystemDirectory()
	if err != nil {
		return nil
	}
	program, err := exec.LookPath(filepath.Join(dir, "WindowsPowerShell", "v1.0", "powershell.exe"))
	if err != nil {
		return nil
	}
	return &Speaker{program: program, args: sapiArgs, input: sapiInput}
}

// alone keeps the console window of the program away.
func alone(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{HideWindow: true, CreationFlags: windows.CREATE_NO_WINDOW}
}
