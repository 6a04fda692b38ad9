#!/bin/sh
# Have the Debian packages that some tests need: installed when we may, else said how.
set -eu
missing=
wanted() { # wanted PACKAGE COMMAND-OR-FILE...: the package is missing unless one of them is there
    package=$1
    shift
    for name in "$@"; do
        if [ -e "$name" ] || command -v "$name" >/dev/null 2>&1; then
            return 0
        fi
    done
    missing="$missing $package"
}
wanted chromium chromium chromium-browser google-chrome
wanted firefox-esr firefox-esr firefox
wanted nginx nginx /usr/sbin/nginx
wanted openssl openssl
wanted strace strace
wanted systemd systemd-analyze
wanted libreoffice-calc-nogui soffice
wanted wfrench /usr/share/dict/french
wanted hunspell-fr-comprehensive /usr/share/hunspell/fr.dic
if [ -z "$missing" ]; then
    exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get update -qq
    # a system whose packages cannot be had skips the tests that need them, and says so
    # shellcheck disable=SC2086 # a list of packages
    apt-get install -y -qq --no-install-recommends fonts-dejavu-core $missing ||
        echo "Paquets manquants :$missing" >&2
else
    echo "Des tests seront sautés (Debian : sudo apt-get install$missing)." >&2
fi
