#!/usr/bin/env bash
# Installs what the end-to-end tests need (Debian packages; as root or with sudo), builds everything, runs every test and sums up:
#   N passed, N failed, N skipped
set -uo pipefail
cd "$(dirname "$0")/.."

packages=(postfix swaks dovecot-lmtpd knot knot-dnsutils python3-dkim python3-authres opendkim opendkim-tools sslscan prometheus systemd lintian skopeo groff-base curl openssl chromium)
missing=()
for package in "${packages[@]}"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q '^install ok installed$' || missing+=("$package")
done
if [ "${#missing[@]}" -gt 0 ]; then
    if ! command -v apt-get >/dev/null; then
        echo "These tests need Debian's packages: ${missing[*]}" >&2
        exit 1
    fi
    as_root=()
    [ "$(id -u)" = 0 ] || as_root=(sudo)
    echo "Installing ${missing[*]}"
    "${as_root[@]}" apt-get update -q >/dev/null &&
        "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" >/dev/null || exit 1
fi

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
dotnet build MailGate.sln -c Release -v quiet || exit 1

log=$(mktemp)
# Tests that measure append a line each: dotnet test shows no output of tests that pass.
figures=$(mktemp)
export MAILGATE_TEST_FIGURES=$figures
trap 'rm -f "$log" "$figures"' EXIT
# A test that hangs is a failure, and says which one it was: none may be silent for four minutes, and all together have eighteen.
timeout 1080 dotnet test MailGate.sln -c Release --no-build --blame-hang-timeout 4m --blame-hang-dump-type none "$@" 2>&1 | tee "$log"
status=${PIPESTATUS[0]}

[ -s "$figures" ] && { printf '\nFigures of this run:\n'; sort "$figures"; }
grep -qE '^(Passed|Failed)!' "$log" || { echo "no test ran" >&2; exit 5; }
sed -nE 's/^(Passed|Failed)! +- Failed: *([0-9]+), Passed: *([0-9]+), Skipped: *([0-9]+),.*/\2 \3 \4/p' "$log" |
    awk '{ failed += $1; passed += $2; skipped += $3 } END { printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped }'
exit "$status"
