#!/bin/sh
# What the machine's own package manager must have. Installs what is missing where it may; otherwise says in
# one line what to install and stops. Usage: scripts/machine.sh run|test
set -eu

missing() { # missing PACKAGE PROBE: is the package's probe (a file or a command) absent?
    case "$2" in
        /*) for found in $2; do [ -e "$found" ] && return 1; done; return 0 ;;
        *) ! command -v "$2" >/dev/null 2>&1 ;;
    esac
}

wanted=""
want() { if missing "$1" "$2"; then wanted="$wanted $1"; fi; }

want poppler-utils pdftotext
case "${DATABASE_URL:-}" in postgres*) want postgresql-client pg_dump ;; esac # backups of it
if [ "${1:-run}" = test ]; then
    want chromium chromium
    want libatomic1 "/usr/lib/*/libatomic.so.1" # the browser driver's own runtime needs it
    want postgresql "/usr/lib/postgresql/*/bin/initdb"
    want fonts-noto-core "/usr/share/fonts/truetype/noto/NotoSansArabic-Regular.ttf"
fi
[ -z "$wanted" ] && exit 0

if [ "$(id -u)" = 0 ]; then
    as_root=""
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    as_root="sudo"
else
    as_root="no"
fi
if [ "$as_root" != no ] && command -v apt-get >/dev/null 2>&1; then
    export DEBIAN_FRONTEND=noninteractive
    # shellcheck disable=SC2086
    if $as_root apt-get update -qq >/dev/null && $as_root apt-get install -y -qq --no-install-recommends $wanted >/dev/null; then
        exit 0
    fi
fi
echo "Please install these Debian packages and run this again: apt-get install$wanted" >&2
[ "${1:-run}" = test ] && exit 1
exit 0
