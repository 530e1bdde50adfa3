#!/usr/bin/env bash
# Makes a release of the commit that is checked out, in dist/: for each platform a
# binary and its bill of materials (CycloneDX), the licences of what is linked, and
# checksums of all. What is not committed is not in it. Nothing is published.
#
#   make release                            five platforms
#   make release PLATFORMS=linux/amd64      only these
#   make release TWICE=no                   without the second build
#
# Each binary is built twice, in two folders and with two caches: where they differ,
# it fails. So anybody can build the same with the Go of 'engawa version'.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
platforms=${PLATFORMS:-linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64}
tags=timetzdata,grpcnotrace
export CGO_ENABLED=0 GOFLAGS=-mod=readonly GOAMD64=v1 GOARM64=v8.0 GOEXPERIMENT=

section() { printf '\n== %s (%d s)\n' "$1" "$SECONDS"; }

work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
commit=$(git rev-parse HEAD)
for twin in first second; do # folders of different length
	git clone --quiet --no-checkout . "$work/$twin/engawa"
	git -C "$work/$twin/engawa" checkout --quiet --detach "$commit"
done
rm -rf dist
mkdir -p dist/image/out/data

version=$(git describe --tags --exact-match --match='v[0-9]*' 2>/dev/null || true)
if [[ -n $version ]] && ! grep -q "^## ${version#v} - " CHANGELOG.md; then
	echo "CHANGELOG.md has no part ${version#v}: write it before the tag"
	exit 1
fi

build() { # folder, platform, file
	GOOS=${2%/*} GOARCH=${2#*/} go -C "$1" build -trimpath -buildvcs=true -tags "$tags" -ldflags "-s -w" -o "$3" ./cmd/engawa
}

named() { # the file of a platform
	local name=engawa_${1/\//_}
	if [[ $1 == windows/* ]]; then name+=.exe; fi
	echo "$name"
}

for platform in $platforms; do
	section "$platform"
	name=$(named "$platform")
	build "$work/first/engawa" "$platform" "$root/dist/$name"
	if [[ ${TWICE:-yes} != no ]]; then
		GOCACHE=$work/cache build "$work/second/engawa" "$platform" "$work/again"
		if ! cmp "dist/$name" "$work/again"; then echo "$name is another one when it is built again"; exit 1; fi
		echo 'built twice, the same'
	fi
	if [[ $platform == linux/* ]]; then
		mkdir -p "dist/image/out/${platform#*/}"
		cp "dist/$name" "dist/image/out/${platform#*/}/engawa"
	fi
done

section 'bills of materials'
GOBIN=$root/.bin go -C tools/release install tool
for platform in $platforms; do
	GOOS=${platform%/*} GOARCH=${platform#*/} GOFLAGS="-mod=readonly -tags=$tags" .bin/cyclonedx-gomod app -json -std -noserial -notimestamp \
		-main cmd/engawa -output "dist/$(named "$platform").cdx.json" "$work/first/engawa" 2>"$work/said" || { cat "$work/said"; exit 1; }
done

section 'licences'
linked=$(for platform in $platforms; do
	GOOS=${platform%/*} GOARCH=${platform#*/} go -C "$work/first/engawa" list -tags "$tags" -deps \
		-f '{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}} {{.Dir}}{{end}}{{end}}' ./cmd/engawa
done | sort -u)
{
	printf 'Engawa is under the licence in LICENSE. It has in it, under these licences:\n\n== Go\n\n'
	cat "$(go env GOROOT)/LICENSE"
	while read -r module at folder; do
		texts=$(find "$folder" -maxdepth 1 -type f \( -iname 'licen[cs]e*' -o -iname 'copying*' -o -iname 'notice*' \) | sort)
		if [[ -z $texts ]]; then echo "$module has no licence" >&2; exit 1; fi
		printf '\n== %s %s\n' "$module" "$at"
		while read -r text; do printf '\n'; cat "$text"; done <<<"$texts"
	done <<<"$linked"
} >dist/LICENSES.txt
cp LICENSE dist/

section 'checksums'
(cd dist && find . -maxdepth 1 -type f -printf '%f\n' | sort | xargs sha256sum | tee SHA256SUMS)
here=dist/$(named "$(go env GOHOSTOS)/$(go env GOHOSTARCH)")
if [[ -x $here ]]; then "$here" version; fi
section "dist/ is ${version:-no version: the commit has no tag}"
