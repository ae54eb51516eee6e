#!/bin/sh
# Fills the environment from a lock: install.sh PYTHON VENV LOCK. Called by make, which knows when it is needed.
# Makes the environment where there is none, or where it is broken or of another Python version than PYTHON.
set -eu
python=$1 venv=$2 lock=$3

version='import sys; print("%d.%d" % sys.version_info[:2])'
have=$("${python:-python3}" -c "$version" 2>/dev/null || echo none)
case $have in
3.11 | 3.12) ;;
*)
    echo "tonghop: needs Python 3.11 or 3.12, found ${have} (${python:-no python3}). Say which: make PYTHON=/path/to/python3.11" >&2
    exit 1
    ;;
esac

if [ "$("$venv/bin/python" -c "$version" 2>/dev/null || echo none)" != "$have" ]; then
    echo "tonghop: making $venv with Python $have"
    "$python" -m venv --clear "$venv" || {
        echo "tonghop: $python cannot make an environment; on Debian and Ubuntu install the package python$have-venv" >&2
        exit 1
    }
fi

rm -f "$venv"/.holds-*
echo "tonghop: installing $(grep -c '^[a-z0-9._-]*\(\[.*\]\)\{0,1\}==' "$lock") locked packages from $lock (a minute or two the first time)"
# The lock is complete, so nothing is left to resolve: --no-deps, then a check that this is true.
"$venv/bin/python" -m pip install -qq --disable-pip-version-check --no-deps --require-hashes --requirement "$lock"
# The build backend is in the lock too: the project itself needs no network and no build environment.
"$venv/bin/python" -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .
"$venv/bin/python" -m pip check -q --disable-pip-version-check
