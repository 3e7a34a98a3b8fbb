package device

import "net"

// Online reports whether this machine has a network other than the one to
// itself. Nothing is contacted.
func Online() bool {
	all, err := net.Interfaces()
	if err != nil {
		return false
	}
	for _, i := range all {
		if i.Flags&net.FlagUp == 0 || i.Flags&net.FlagLoopback != 0 {
			continue
		}
		if addresses, err := i.Addrs(); err == nil && len(addresses) > 0 {
			return true
		}
	}
	return false
}
