#!/bin/sh
# Have a Chromium for the browser tests: installed when we may, else said how.
set -eu
for name in chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null 2>&1; then
        exit 0
    fi
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core
else
    echo "Chromium manque : les tests de navigateur seront sautés (Debian : sudo apt-get install chromium)." >&2
fi
