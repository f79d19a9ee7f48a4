#!/usr/bin/env bash
# Packs a published folder (publish.sh) as a tarball that runs where it is unpacked:   deploy/tarball.sh PUBLISHED OUT.tar.xz
# The same input gives the same octets: names are sorted, owners and times are fixed to the last commit's (or SOURCE_DATE_EPOCH).
set -euo pipefail
[ $# -eq 2 ] || { echo "usage: $0 PUBLISHED OUT.tar.xz" >&2; exit 2; }
published=$(realpath "$1")
out=$(realpath "$2")
cd "$(dirname "$0")/.."
: "${SOURCE_DATE_EPOCH:=$(git log -1 --format=%ct)}"
version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' Directory.Build.props)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root="$work/mailgate-$version"
mkdir -p "$root/lib" "$root/bin" "$root/doc"
cp -r "$published/." "$root/lib"
ln -s ../lib/mailgate "$root/bin/mailgate"
cp -r README.md CHANGELOG.md LICENSE deploy/RUNBOOK.md deploy/mailgate.yaml deploy/guides deploy/systemd deploy/grafana deploy/prometheus "$root/doc"
chmod -R u=rwX,go=rX "$root"
tar --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner -C "$work" -cf - "mailgate-$version" | xz -T1 -"${XZ_LEVEL:-6}" > "$out"
