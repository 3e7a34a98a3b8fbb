#!/bin/sh
# Installs a kiosk on Debian 12 or 13 from the files beside it. It can be run again:
# files of its own are replaced, /etc/truename/kiosk.toml and the rules of USBGuard
# are not.
# Usage: install.sh cage|xorg PROGRAM      (as root; PROGRAM is the built truename)
#        DESTDIR=/tmp/x install.sh …       (copies the files there and does nothing else)
set -eu

display=${1:-}
program=${2:-}
case $display in
cage | xorg) ;;
*)
	echo "usage: $0 cage|xorg PROGRAM" >&2
	exit 2
	;;
esac
if [ ! -f "$program" ]; then
	echo "$0: no program at '$program'" >&2
	exit 2
fi
here=$(cd "$(dirname "$0")" && pwd)
root=${DESTDIR:-}

# put FILE PLACE [MODE]
put() {
	install -D -m "${3:-0644}" "$here/$1" "$root$2"
}

# once FILE PLACE [MODE]: not over what is there.
once() {
	if [ -e "$root$2" ]; then
		echo "kept: $2"
	else
		put "$@"
	fi
}

if [ -z "$root" ]; then
	if [ "$(id -u)" != 0 ]; then
		echo "$0: has to be root" >&2
		exit 1
	fi
	export DEBIAN_FRONTEND=noninteractive
	apt-get update
	apt-get install -y --no-install-recommends libpam-systemd dbus kbd nftables usbguard \
		libgl1 libegl1 libgl1-mesa-dri libwayland-client0 libx11-6 libxcursor1 libxrandr2 libxinerama1 \
		libxi6 libxxf86vm1
	if [ "$display" = cage ]; then
		apt-get install -y --no-install-recommends cage xwayland
	else
		apt-get install -y --no-install-recommends xserver-xorg-core xserver-xorg-input-libinput xinit
	fi
fi

install -D -m 0755 "$program" "$root/usr/bin/truename"
put display-hold /usr/libexec/truename/display-hold 0755
put display-wait /usr/libexec/truename/display-wait 0755
put after-kiosk /usr/libexec/truename/after-kiosk 0755
for unit in truename-kiosk.service truename-display-cage.service truename-display-xorg.service \
	truename-maintenance.service media-kiosk.mount; do
	put "$unit" "/etc/systemd/system/$unit"
done
put pam /etc/pam.d/truename-kiosk
put sysusers.conf /etc/sysusers.d/truename-kiosk.conf
put tmpfiles.conf /etc/tmpfiles.d/truename-kiosk.conf
put journald.conf /etc/systemd/journald.conf.d/truename-kiosk.conf
put coredump.conf /etc/systemd/coredump.conf.d/truename-kiosk.conf
put system.conf /etc/systemd/system.conf.d/truename-kiosk.conf
put logind.conf /etc/systemd/logind.conf.d/truename-kiosk.conf
put sysctl.conf /etc/sysctl.d/90-truename-kiosk.conf
put udev.rules /etc/udev/rules.d/90-truename-kiosk.rules
if [ "$display" = xorg ]; then
	put xorg.conf /etc/X11/xorg.conf.d/90-truename-kiosk.conf
fi
once ../kiosk.toml /etc/truename/kiosk.toml

if [ -n "$root" ]; then
	exit 0
fi

systemd-sysusers /etc/sysusers.d/truename-kiosk.conf
systemd-tmpfiles --create /etc/tmpfiles.d/truename-kiosk.conf
sysctl --quiet --system
swapoff -a
# The console of a keyboard: none, on any screen. Ctrl+Alt+Del starts nothing.
for unit in getty@tty1.service autovt@.service ctrl-alt-del.target \
	sleep.target suspend.target hibernate.target hybrid-sleep.target; do
	case $unit in
	getty@tty1.service) systemctl disable "$unit" ;; # the operator's, after the PIN
	*) systemctl mask "$unit" ;;
	esac
done
systemctl daemon-reload
udevadm control --reload
systemctl disable truename-display-cage.service truename-display-xorg.service 2>/dev/null || true
systemctl enable "truename-display-$display.service" truename-kiosk.service
systemctl set-default graphical.target

cat <<'END'
Installed. What is left, in this order (docs/kiosk.md):
  1. /etc/truename/kiosk.toml, /etc/fstab, /etc/nftables.conf, /etc/usbguard/rules.conf
  2. truename kiosk pin, truename kiosk check
  3. a password for the boot loader and the firmware
  4. start again, and go through the list of what to try by hand
END
