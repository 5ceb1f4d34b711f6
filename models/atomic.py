"""Files that are old or new, never half: written beside, flushed, then put in place.

While a file is being written it lies beside its place under a hidden name that ends in `MARK`, locked by the
process that writes it. A killed process loses its lock, so the next write in that folder can tell what was
left behind from what is still being written, and sweeps it.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from models.news import FileError

if sys.platform != "win32":
    import fcntl

Buffer = bytes | bytearray | memoryview

MARK = ".impasto-part"
LEFTOVER_S = 3600  # only where the file system knows no locks


def write_bytes(path: Path, data: Buffer) -> None:
    """Replaces `path` by `data` in one step; FileError in words where the disk or the folder refuses."""
    write_chunks(path, (data,))


def write_chunks(path: Path, chunks: Iterable[Buffer]) -> None:
    """As `write_bytes`, for data that is made piece by piece and would fill the memory as a whole."""
    place = _behind_links(path)
    try:
        _refuse_protected(place)
        sweep(place.parent)
        with _beside(place) as (partial, file):
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
            if sys.platform == "win32":
                file.close()
            partial.replace(place)
    except OSError as error:
        raise FileError(in_words(error, path)) from error
    _flush_folder(place.parent)


def check_place(path: Path) -> None:
    """Tries whether a file can be written at `path`, by making one beside it; FileError in words."""
    place = _behind_links(path)
    try:
        _refuse_protected(place)
        with _beside(place) as (_, file):
            file.write(bytes(4096))
            file.flush()
    except OSError as error:
        raise FileError(in_words(error, path)) from error


def sweep(folder: Path) -> None:
    """Removes what killed writes left in `folder`, and nothing that is still being written."""
    with contextlib.suppress(OSError):
        for partial in list(folder.glob(f".*{MARK}")):
            with contextlib.suppress(OSError):
                _remove_if_left(partial)


def in_words(error: OSError, path: Path) -> str:
    """What a failed write means for the user, and what to do next."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk is full: {path.name} was not written. Free some space, or save it somewhere else."
    if error.errno == errno.EFBIG:
        return f"{path.name} was not written: the disk takes no files of that size. Save it somewhere else."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        if _protected(path):
            return f"{path.name} is write-protected. Choose another name, or remove its protection."
        return f"{path.parent} cannot be written to. Choose another folder."
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return f"The folder {path.parent} does not exist. Make it, or choose another."
    if error.errno == errno.EISDIR:
        return f"{path} is a folder. Choose another name."
    if error.errno == errno.ENAMETOOLONG:
        return f"The name {path.name[:40]}… is too long. Choose a shorter one."
    if error.errno == errno.EIO:
        return f"The disk failed while {path.name} was written. Save it on another disk."
    return f"{path.name} was not written: {error.strerror or error}. Save it somewhere else."


def _behind_links(path: Path) -> Path:
    """A link stays a link: what it points to is replaced."""
    try:
        return path.resolve() if path.is_symlink() else path
    except (OSError, RuntimeError):  # a link to itself
        return path


def _refuse_protected(place: Path) -> None:
    """Replacing asks only the folder; a file that somebody has protected is theirs all the same."""
    if "\0" in str(place):
        raise OSError(errno.EINVAL, "no name may hold a zero byte")
    if place.is_dir():
        raise OSError(errno.EISDIR, os.strerror(errno.EISDIR))
    if _protected(place):
        raise OSError(errno.EACCES, os.strerror(errno.EACCES))


def _protected(place: Path) -> bool:
    try:
        return not place.stat().st_mode & stat.S_IWUSR
    except (OSError, ValueError):
        return False


@contextlib.contextmanager
def _beside(place: Path) -> Iterator[tuple[Path, BinaryIO]]:
    """A new locked file beside `place`, with its permissions; removed at the end if it is still there."""
    while True:
        # The name is short and not made from that of `place`, which may be as long as the disk allows.
        partial = place.with_name(f".{os.urandom(8).hex()}{MARK}")
        file = partial.open("xb")
        if _lock(file) and os.fstat(file.fileno()).st_nlink == 0:
            file.close()  # swept in the instant before it was locked
            continue
        break
    try:
        with file:
            if place.exists():
                with contextlib.suppress(OSError):
                    shutil.copymode(place, partial)
            yield partial, file
    finally:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)


def _lock(file: BinaryIO) -> bool:
    """Whether the file is now locked. Windows needs none: there an open file cannot be removed."""
    if sys.platform == "win32":
        return False
    try:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX)
    except OSError:
        return False
    return True


def _remove_if_left(partial: Path) -> None:
    if sys.platform == "win32":
        partial.unlink()
        return
    with partial.open("rb") as file:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        except OSError:
            if time.time() - partial.stat().st_mtime < LEFTOVER_S:
                return
        partial.unlink()


def _flush_folder(folder: Path) -> None:
    """The name itself reaches the disk; where folders cannot be opened (Windows) the system sees to it."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
