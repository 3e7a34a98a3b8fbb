#!/bin/sh
# Makes what the virtual machine of the power cuts boots: guest.sh OUT leaves
# OUT/kernel and OUT/initrd, Debian's own kernel and a file system in memory
# with busybox and OUT/store.test. Neither the kernel nor busybox is installed
# here: their packages are only unpacked. QEMU is installed if it is missing.
set -e
out=$1
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
if ! command -v qemu-system-x86_64 >/dev/null || [ ! -d "$out/debian" ]; then
	as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq
	as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends qemu-system-x86 >/dev/null
fi
if [ ! -d "$out/debian" ]; then
	rm -rf "$out/new" && mkdir -p "$out/new"
	kernel=$(apt-cache depends linux-image-cloud-amd64 | sed -n 's/^ *Depends: //p')
	(cd "$out/new" && apt-get -o APT::Sandbox::User=root download -qq "$kernel" busybox-static && for p in *.deb; do dpkg-deb -x "$p" . && rm "$p"; done)
	mv "$out/new" "$out/debian"
fi
cp "$out"/debian/boot/vmlinuz-* "$out/kernel"

root=$out/root box=$(realpath "$out/debian/bin/busybox")
rm -rf "$root" && mkdir -p "$root/bin" "$root/dev" "$root/proc" "$root/sys" "$root/tmp" "$root/data" "$root/modules"
cp "$box" "$root/bin/"
cp "$out/store.test" "$root/"
modules="virtio_ring virtio virtio_pci_modern_dev virtio_pci_legacy_dev virtio_pci virtio_blk"
for m in $modules; do find "$out/debian/lib/modules" -name "$m.ko" -exec cp {} "$root/modules/" \;; done
# The first serial port is the kernel's, so that what it says is in no line of
# ours; the second one is read by who cuts the power.
cat >"$root/init" <<INIT
#!/bin/sh
/bin/busybox --install /bin
mount -t devtmpfs dev /dev
mount -t proc proc /proc
mount -t sysfs sys /sys
for m in $modules; do insmod /modules/\$m.ko; done
stty -F /dev/ttyS1 raw -echo
exec >/dev/ttyS1 2>&1
[ "\$(cat /sys/block/vda/queue/write_cache)" = "write back" ] || echo "the disk is sent no flushes"
mount -t ext4 /dev/vda /data || echo "the file system cannot be mounted"
echo mounted
/store.test
echo "ended: \$?"
sleep 1000
INIT
chmod +x "$root/init"
ln -s busybox "$root/bin/sh"
(cd "$root" && find . | "$box" cpio -o -H newc 2>/dev/null) | gzip -1 >"$out/initrd.new"
mv "$out/initrd.new" "$out/initrd"
