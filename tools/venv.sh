#!/bin/sh
# Make .venv with the given extra ("", "[dev]", "[dev,tantivy]"…); a plain Debian's python3 lacks the venv module.
set -eu
extra=${1-}
python=
for name in python3 python3.14 python3.13 python3.12 python3.11; do
    if command -v "$name" >/dev/null 2>&1 &&
        "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
        python=$name
        break
    fi
done
if [ -z "$python" ]; then
    echo "Manchette demande Python 3.11 ou plus récent (Debian : apt-get install python3)." >&2
    exit 1
fi
if ! [ -x .venv/bin/python ] || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        package="$("$python" -c 'import sys; print("python3.%d-venv" % sys.version_info[1])')"
        if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
            apt-get update -qq
            apt-get install -y -qq "$package"
        else
            echo "Il manque le module venv de Python : « sudo apt-get install $package », puis relancer." >&2
            exit 1
        fi
    fi
    "$python" -m venv --clear .venv
fi
echo "Installation des paquets dans .venv (une minute ou deux, selon le réseau)…"
# its warnings are about packages of packages, which constraints.txt pins
.venv/bin/python -m pip install -qq --disable-pip-version-check -c constraints.txt -e ".$extra"
