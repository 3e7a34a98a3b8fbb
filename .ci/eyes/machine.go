package main

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"truename/model/ocr/nn"
)

// thisMachine says what the times hold for.
func thisMachine() string {
	cpu := "unknown processor"
	if v, ok := entry("/proc/cpuinfo", "model name"); ok {
		cpu = v
	}
	return fmt.Sprintf("%d cores, %s, kernels %s, %s/%s, %s; load before reading %s", runtime.NumCPU(), cpu, nn.ISA(), runtime.GOOS, runtime.GOARCH, runtime.Version(), load())
}

// load is the load average of the last minute and the last five.
func load() string {
	b, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	return strings.Join(strings.Fields(string(b))[:2], " and ")
}

// entry is the value of the first line of a file like /proc/cpuinfo.
func entry(file, name string) (string, bool) {
	b, err := os.ReadFile(file)
	if err != nil {
		return "", false
	}
	for line := range strings.Lines(string(b)) {
		if k, v, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(k) == name {
			return strings.TrimSpace(v), true
		}
	}
	return "", false
}

// kilobytes is an entry of /proc/self/status: VmRSS, VmHWM.
func kilobytes(name string) int {
	v, _ := entry("/proc/self/status", name)
	n, _ := strconv.Atoi(strings.TrimSuffix(v, " kB"))
	return n
}

// cpuTime is what this process has had of all cores.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// share is the value below which a part p of times lie.
func share(times []time.Duration, p float64) time.Duration {
	if len(times) == 0 {
		return 0
	}
	t := slices.Sorted(slices.Values(times))
	return t[min(int(p*float64(len(t))), len(t)-1)]
}

func ms(d time.Duration) string { return fmt.Sprintf("%.0f ms", float64(d.Microseconds())/1000) }
