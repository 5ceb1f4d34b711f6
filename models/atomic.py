"""Files that are old or new, never half: written beside, flushed, then put in place."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import time
from pathlib import Path

from models.news import FileError

MARK = ".impasto-part"
LEFTOVER_S = 3600


def write_bytes(path: Path, data: bytes) -> None:
    """Replaces `path` by `data` in one step; FileError in words where the disk or the folder refuses."""
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}{MARK}")
    try:
        with partial.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as error:
        raise FileError(in_words(error, path)) from error
    finally:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
    _flush_folder(path.parent)


def sweep(folder: Path) -> None:
    """Removes what killed writes left in `folder` more than an hour ago."""
    for partial in folder.glob(f".*{MARK}"):
        with contextlib.suppress(OSError):
            if time.time() - partial.stat().st_mtime > LEFTOVER_S:
                partial.unlink()


def in_words(error: OSError, path: Path) -> str:
    """What a failed write means for the user, and what to do next."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return f"The disk is full: {path.name} was not written. Free some space, or save it somewhere else."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{path.parent} cannot be written to. Choose another folder."
    if error.errno == errno.ENOENT:
        return f"The folder {path.parent} does not exist. Make it, or choose another."
    if error.errno == errno.ENAMETOOLONG:
        return f"The name {path.name[:40]}… is too long. Choose a shorter one."
    return f"{path.name} was not written: {error.strerror or error}. Save it somewhere else."


def _flush_folder(folder: Path) -> None:
    """The name itself reaches the disk; where folders cannot be opened (Windows) the system sees to it."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
