#!/usr/bin/env bash
# Packs a published folder (publish.sh) as a Debian package, without debhelper:   deploy/deb/build.sh PUBLISHED OUT.deb
# The same input gives the same octets: times are the last commit's (or SOURCE_DATE_EPOCH).
set -euo pipefail
[ $# -eq 2 ] || { echo "usage: $0 PUBLISHED OUT.deb" >&2; exit 2; }
published=$(realpath "$1")
out=$(realpath "$2")
cd "$(dirname "$0")/../.."
export SOURCE_DATE_EPOCH="${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}"
version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' Directory.Build.props)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root="$work/root"
doc="$root/usr/share/doc/mailgate"
install -d "$root/DEBIAN" "$root/usr/bin" "$root/usr/lib" "$root/usr/lib/systemd/system" "$root/etc/mailgate" "$doc" "$root/usr/share/man/man8" "$root/usr/share/lintian/overrides"

cp -r "$published" "$root/usr/lib/mailgate"
chmod -R u=rwX,go=rX "$root/usr/lib/mailgate"
# Libraries are mapped, not run: only the program itself is executable.
find "$root/usr/lib/mailgate" -type f ! -name mailgate -exec chmod 644 {} +
ln -s ../lib/mailgate/mailgate "$root/usr/bin/mailgate"
install -m 644 deploy/deb/mailgate.yaml "$root/etc/mailgate/mailgate.yaml"
# Keys are read by systemd as root (LoadCredential); nobody else may look.
install -d -m 700 "$root/etc/mailgate/keys"
install -m 644 deploy/systemd/mailgate.service deploy/systemd/mailgate.socket "$root/usr/lib/systemd/system/"

install -m 644 deploy/RUNBOOK.md SECURITY.md "$doc/"
install -m 644 deploy/mailgate.yaml "$doc/every-setting.yaml"
cp -r deploy/guides deploy/grafana deploy/prometheus "$doc/"
install -m 644 deploy/deb/copyright "$doc/copyright"
date=$(date -R -u -d "@$SOURCE_DATE_EPOCH")
printf 'mailgate (%s) unstable; urgency=medium\n\n  * See CHANGELOG.md.gz.\n\n -- The MailGate authors <security@mailgate.invalid>  %s\n' "$version" "$date" | gzip -9n > "$doc/changelog.gz"
gzip -9nc CHANGELOG.md > "$doc/CHANGELOG.md.gz"
gzip -9nc deploy/man/mailgate.8 > "$root/usr/share/man/man8/mailgate.8.gz"
install -m 644 deploy/deb/lintian-overrides "$root/usr/share/lintian/overrides/mailgate"
find "$doc" -type f -exec chmod 644 {} +
find "$doc" -type d -exec chmod 755 {} +

sed -e "s/@VERSION@/$version/" -e "s/@SIZE@/$(du -sk --apparent-size "$root" | cut -f1)/" deploy/deb/control > "$root/DEBIAN/control"
echo /etc/mailgate/mailgate.yaml > "$root/DEBIAN/conffiles"
install -m 755 deploy/deb/postinst deploy/deb/prerm deploy/deb/postrm "$root/DEBIAN/"
(cd "$root" && find . -type f ! -path './DEBIAN/*' -printf '%P\0' | LC_ALL=C sort -z | xargs -0 md5sum > DEBIAN/md5sums)
chmod 644 "$root/DEBIAN/md5sums" "$root/DEBIAN/conffiles" "$root/DEBIAN/control"

dpkg-deb --root-owner-group -Zxz -z"${XZ_LEVEL:-6}" --threads-max=1 --build "$root" "$out" > /dev/null
