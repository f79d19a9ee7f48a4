#!/usr/bin/env bash
# Publishes MailGate with its own .NET runtime for Linux on x86-64:   deploy/publish.sh FOLDER
# What deb/build.sh, tarball.sh and oci/build.sh pack is this folder. Debian has no .NET, so the runtime comes along; it is not trimmed, since System.Text.Json and
# ASP.NET Core find types by reflection. The files that git tracks are built in a copy: the clone keeps its own bin, obj and lock files, and the same commit gives the
# same octets wherever it lies.
set -euo pipefail
[ $# -eq 1 ] || { echo "usage: $0 FOLDER" >&2; exit 2; }
mkdir -p "$1"
target=$(realpath "$1")
cd "$(dirname "$0")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
git ls-files -z -- src rules models Directory.Build.props Directory.Packages.props global.json BannedSymbols.txt .editorconfig LICENSE | xargs -0 cp --parents -t "$work"
# Locks of a build without a runtime of its own; the versions stay those of Directory.Packages.props, transitive ones too.
find "$work" -name packages.lock.json -delete

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
dotnet publish "$work/src/MailGate/MailGate.csproj" -c Release -r linux-x64 --self-contained -v quiet -o "$target" \
    -p:PublishReadyToRun=true -p:DebugType=none -p:PublishDocumentationFiles=false -p:RunAnalyzers=false -p:RestorePackagesWithLockFile=false -p:PathMap="$work=/mailgate" -p:UseSharedCompilation=false -nodeReuse:false
# Programs of the runtime that a server has no use for.
rm -f "$target/createdump"
