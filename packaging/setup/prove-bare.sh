#!/usr/bin/env bash
# Proves that a bare machine is enough: builds a minimal Debian in a folder, puts a clean clone of this tree in it,
# and runs make there. A machine that already works proves nothing: it may hold packages somebody installed by hand.
#
#   sudo packaging/setup/prove-bare.sh FOLDER [TARGET …]         (targets: run test, if none is named)
#
# By environment, for networks with a mirror or an index of their own:
#   SUITE     the Debian or Ubuntu release                         (bookworm)
#   MIRROR    where debootstrap fetches from                       (its own default)
#   COPY      files of this machine to copy to the same place      (/etc/resolv.conf /etc/hosts /etc/pip.conf)
#   BIND      folders of this machine to show read-only inside     (none)
#   CERTIFICATES  certificate bundles to copy over those of the bare machine (none)
#   PASS      names of environment variables to hand on            (http_proxy https_proxy no_proxy)
#   KEEP=1    use the Debian already in FOLDER, with what earlier runs installed
set -euo pipefail

folder=$(realpath -m "${1:?say which folder to build in}")
shift
targets=("$@")
((${#targets[@]})) || targets=(run test)
tree=$(cd "$(dirname "$0")/../.." && pwd)
: "${SUITE:=bookworm}" "${MIRROR:=}" "${BIND:=}" "${PASS:=http_proxy https_proxy no_proxy}" "${KEEP:=}"
: "${COPY:=/etc/resolv.conf /etc/hosts /etc/pip.conf}"

if [ -z "$KEEP" ]; then
    [ ! -e "$folder" ] || { echo "$folder exists already: name a new folder, or say KEEP=1" >&2; exit 1; }
    debootstrap --variant=minbase "$SUITE" "$folder" ${MIRROR:+"$MIRROR"} >"$folder.debootstrap.log"
fi
for file in $COPY; do
    if [ -e "$file" ]; then
        mkdir -p "$folder$(dirname "$file")"
        cp -L "$file" "$folder$file"
    fi
done
handed=(HOME=/tmp LANG=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin)
for name in $PASS; do [ -z "${!name:-}" ] || handed+=("$name=${!name}"); done
# The folder becomes the whole machine, with mounts and processes of its own that end with the command. A plain chroot
# would not do: the kernel refuses it the namespaces that some tests ask for.
inside() {
    unshare --mount --pid --fork --kill-child --propagation private bash -euc '
        folder=$1 bind=$2
        shift 2
        mount --bind "$folder" "$folder"
        mount -t proc proc "$folder/proc"
        mount --rbind /dev "$folder/dev"
        for place in $bind; do
            mkdir -p "$folder$place"
            mount --bind -o ro "$place" "$folder$place"
        done
        cd "$folder"
        mkdir -p .outside
        pivot_root . .outside
        umount -l /.outside
        cd /
        exec env -i "$@"
    ' inside "$folder" "$BIND" "${handed[@]}" "$@" </dev/null
}

# The three things a person is asked for, and the certificates without which no index answers.
if [ -z "$KEEP" ]; then
    inside apt-get -qq update
    inside env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends \
        make python3 python3-venv ca-certificates >/dev/null 2>&1
    for file in ${CERTIFICATES:-}; do cp -L "$file" "$folder$file"; done
fi

rm -rf "$folder/srv/cxo-desktop"
git clone -q --no-local "$tree" "$folder/srv/cxo-desktop"
echo "Bare $SUITE, commit $(git -C "$tree" rev-parse --short HEAD), $(inside dpkg-query -f '.\n' -W | wc -l) packages"

for target in "${targets[@]}"; do
    began=$SECONDS
    if inside make -C /srv/cxo-desktop "$target"; then answer=passed; else answer=FAILED; fi
    echo "== make $target: $answer in $((SECONDS - began)) s"
    [ "$answer" = passed ] || exit 1
done
