#!/usr/bin/env bash
# Packs a published folder (publish.sh) as an OCI image without a container engine or registry:   deploy/oci/build.sh PUBLISHED OUT.tar
# Load it with "podman load -i OUT.tar", "skopeo copy oci-archive:OUT.tar docker-daemon:mailgate:VERSION", or push it with skopeo. One layer: the program under
# /usr/lib/mailgate, the C library and OpenSSL of the Debian that builds it, certificates of authorities, time zones; no shell. The same input gives the same octets.
set -euo pipefail
[ $# -eq 2 ] || { echo "usage: $0 PUBLISHED OUT.tar" >&2; exit 2; }
published=$(realpath "$1")
out=$(realpath "$2")
cd "$(dirname "$0")/../.."
: "${SOURCE_DATE_EPOCH:=$(git log -1 --format=%ct)}"
version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' Directory.Build.props)
created=$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y-%m-%dT%H:%M:%SZ)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root="$work/root"
image="$work/image"
mkdir -p "$root/usr/lib" "$root/usr/bin" "$root/etc/mailgate" "$root/etc/ssl/certs" "$root/usr/share" "$root/var/lib/mailgate" "$root/tmp" "$image/blobs/sha256"

cp -r "$published" "$root/usr/lib/mailgate"
ln -s ../lib/mailgate/mailgate "$root/usr/bin/mailgate"

# Libraries: what the program's files name, and OpenSSL, which the runtime loads by name.
libraries() {
    find "$published" -maxdepth 1 \( -name '*.so' -o -name mailgate \) -exec ldd {} + 2>/dev/null | awk '$2 == "=>" && $3 ~ /^\// { print $3 } $1 ~ /^\/lib.*ld-linux/ { print $1 }'
    ldconfig -p | awk '/libssl\.so\.3|libcrypto\.so\.3/ && /x86-64/ { print $NF }'
}
libraries | grep -v "^$published" | sort -u | while read -r library; do
    install -D -m 755 "$(realpath "$library")" "$root$library"
done
cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
cp -rL /usr/share/zoneinfo "$root/usr/share/zoneinfo"
install -D -m 644 /etc/ssl/openssl.cnf "$root/usr/lib/ssl/openssl.cnf"
echo 'mailgate:x:10001:10001::/var/lib/mailgate:/usr/sbin/nologin' > "$root/etc/passwd"
echo 'mailgate:x:10001:' > "$root/etc/group"
echo 'hosts: files dns' > "$root/etc/nsswitch.conf"
find "$root" ! -type l -exec chmod u=rwX,go=rX {} +
chmod 1777 "$root/tmp"

# The data directory belongs to the program, all else to root.
pack() { tar --sort=name --mtime="@$SOURCE_DATE_EPOCH" --numeric-owner "$@"; }
pack --owner=0 --group=0 --exclude=./var/lib/mailgate -C "$root" -cf "$work/layer.tar" .
pack --owner=10001 --group=10001 --mode=0700 -C "$root" -rf "$work/layer.tar" ./var/lib/mailgate

blob() {
    local digest
    digest=$(sha256sum "$1" | cut -d' ' -f1)
    mv "$1" "$image/blobs/sha256/$digest"
    printf '"digest":"sha256:%s","size":%d' "$digest" "$(stat -c%s "$image/blobs/sha256/$digest")"
}
diff=$(sha256sum "$work/layer.tar" | cut -d' ' -f1)
gzip -n -"${GZIP_LEVEL:-6}" "$work/layer.tar"
layer=$(blob "$work/layer.tar.gz")
cat > "$work/config.json" <<CONFIG
{"created":"$created","architecture":"amd64","os":"linux",
"config":{"User":"10001:10001","Entrypoint":["/usr/bin/mailgate"],"Cmd":["run","--config","/etc/mailgate/mailgate.yaml"],"WorkingDir":"/var/lib/mailgate",
"Env":["PATH=/usr/bin","DOTNET_EnableDiagnostics=0"],"ExposedPorts":{"2525/tcp":{},"9525/tcp":{}},"Volumes":{"/var/lib/mailgate":{}},"StopSignal":"SIGTERM",
"Labels":{"org.opencontainers.image.title":"mailgate","org.opencontainers.image.version":"$version","org.opencontainers.image.licenses":"MIT"}},
"rootfs":{"type":"layers","diff_ids":["sha256:$diff"]},"history":[{"created":"$created","created_by":"deploy/oci/build.sh"}]}
CONFIG
config=$(blob "$work/config.json")
printf '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{"mediaType":"application/vnd.oci.image.config.v1+json",%s},"layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip",%s}]}' \
    "$config" "$layer" > "$work/manifest.json"
manifest=$(blob "$work/manifest.json")
printf '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[{"mediaType":"application/vnd.oci.image.manifest.v1+json",%s,"platform":{"architecture":"amd64","os":"linux"},"annotations":{"org.opencontainers.image.ref.name":"%s"}}]}' \
    "$manifest" "$version" > "$image/index.json"
printf '{"imageLayoutVersion":"1.0.0"}' > "$image/oci-layout"
pack --owner=0 --group=0 --mode=u=rwX,go=rX -C "$image" -cf "$out" .
