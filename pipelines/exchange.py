"""One folder for another in one step: the old one stands until the new one does. Nothing here knows what is in them."""

from __future__ import annotations

import ctypes
import os
import secrets
import shutil
from pathlib import Path

_AT_FDCWD, _EXCHANGE = -100, 2


def put_in_place(new: Path, target: Path) -> None:
    """Let the name `target` mean the folder `new`, which then no longer has a name of its own; what stood there is removed.

    Both lie in one file system. Where it can exchange two names there is no moment without a folder; elsewhere there is a short one.
    """
    if not target.exists():
        new.rename(target)
        return
    if exchanged(new, target):
        shutil.rmtree(new)
        return
    old = new.with_name(f".{target.name}-{secrets.token_hex(4)}")
    target.rename(old)
    new.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def exchanged(one: Path, other: Path) -> bool:
    """Linux's renameat2 with RENAME_EXCHANGE; false where the C library or the file system has none (some network shares)."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):
        return False
    return int(rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _EXCHANGE)) == 0
