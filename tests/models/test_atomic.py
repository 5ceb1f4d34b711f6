"""Files are old or new, never half: full disks, kills, locks, links and leftovers."""

from __future__ import annotations

import contextlib
import errno
import os
import random
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from models import atomic
from models.atomic import MARK, check_place, in_words, sweep, write_bytes, write_chunks
from models.news import FileError

ROOT = Path(__file__).parent.parent.parent
posix = pytest.mark.skipif(sys.platform == "win32", reason="by means of POSIX")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def leftovers(folder: Path) -> list[str]:
    return [name for name in names(folder) if name.endswith(MARK)]


def write_empty(path: Path) -> None:
    write_bytes(path, b"")


ways = pytest.mark.parametrize("attempt", [write_empty, check_place])


def test_a_new_file_and_one_that_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    write_bytes(path, b"first")
    assert path.read_bytes() == b"first"
    write_chunks(path, (bytes([n]) * n for n in range(4)))
    assert path.read_bytes() == b"\1\2\2\3\3\3"
    assert names(tmp_path) == ["a.bin"]


def test_an_error_on_the_way_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(b"old")

    def chunks() -> Iterator[bytes]:
        yield b"half of the new"
        assert len(leftovers(tmp_path)) == 1, "what is half lies beside"
        assert path.read_bytes() == b"old"
        raise RuntimeError("out of paint")

    with pytest.raises(RuntimeError, match="out of paint"):
        write_chunks(path, chunks())
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a.bin"]


@posix
def test_a_full_disk(tmp_path: Path) -> None:
    """A limit on the size of files, in a process of its own, because it cannot be lifted again."""
    path = tmp_path / "a.bin"
    path.write_bytes(b"old")
    code = """
import resource, signal, sys
from pathlib import Path
from models.atomic import write_bytes
from models.news import FileError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
try:
    write_bytes(Path(sys.argv[1]), bytes(1_000_000))
except FileError as error:
    print(error)
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "a.bin was not written" in done.stdout
    assert "somewhere else" in done.stdout
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a.bin"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full disk to offer")
def test_a_disk_that_is_full_in_the_middle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error comes from a device that is always full."""
    path = tmp_path / "a.bin"
    path.write_bytes(b"old")

    def full() -> Iterator[bytes]:
        yield b"some"
        with Path("/dev/full").open("wb", buffering=0) as disk:
            disk.write(b"more")

    with pytest.raises(FileError, match=r"disk is full: a\.bin was not written\. Free some space"):
        write_chunks(path, full())
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a.bin"]


WRITE_FOR_EVER = """
import sys
from pathlib import Path
from models.atomic import write_chunks
path, old, new = Path(sys.argv[1]), b"o" * 3_000_000, b"n" * 2_000_000
print("ready", flush=True)
while True:
    for data in (new, old):
        write_chunks(path, (data[at : at + 100_000] for at in range(0, len(data), 100_000)))
"""


@posix
def test_twenty_five_kills_leave_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    path, whole = tmp_path / "a.bin", (b"o" * 3_000_000, b"n" * 2_000_000)
    path.write_bytes(whole[0])
    chance, kills, halves = random.Random(4), 0, 0
    while kills < 25 or (halves == 0 and kills < 250):  # on a slow disk fewer kills fall while it is written
        kills += 1
        # A fork would be quicker, but no process is as dead as one that shares nothing with this one.
        with subprocess.Popen(
            [sys.executable, "-c", WRITE_FOR_EVER, str(path)], cwd=ROOT, stdout=subprocess.PIPE
        ) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == b"ready\n"
            time.sleep(chance.uniform(0, 0.03))
            writer.send_signal(signal.SIGKILL)
        assert path.read_bytes() in whole
        halves += bool(leftovers(tmp_path))
        assert len(leftovers(tmp_path)) <= 1, "each writer sweeps what the one before it left"
    assert halves, "kills fell while a file was being written"
    sweep(tmp_path)
    assert names(tmp_path) == ["a.bin"]


@posix
def test_sweeping_spares_what_is_being_written(tmp_path: Path) -> None:
    left = tmp_path / f".0123456789abcdef{MARK}"
    left.write_bytes(b"left by a kill")
    other = tmp_path / ".hidden"
    other.write_bytes(b"not ours")

    def chunks() -> Iterator[bytes]:
        assert not left.exists(), "swept by the write itself"
        write_bytes(tmp_path / "b.bin", b"meanwhile")
        sweep(tmp_path)
        yield b"unharmed"

    write_chunks(tmp_path / "a.bin", chunks())
    assert (tmp_path / "a.bin").read_bytes() == b"unharmed"
    assert names(tmp_path) == [".hidden", "a.bin", "b.bin"]


@posix
def test_where_there_are_no_locks_age_decides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_locks(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("models.atomic.fcntl.flock", no_locks)
    young, old = tmp_path / f".young{MARK}", tmp_path / f".old{MARK}"
    for path in (young, old):
        path.write_bytes(b"")
    long_ago = time.time() - atomic.LEFTOVER_S - 5
    os.utime(old, (long_ago, long_ago))
    write_bytes(tmp_path / "a.bin", b"written all the same")
    assert young.exists()
    assert not old.exists()


def test_sweeping_nowhere_is_no_error(tmp_path: Path) -> None:
    sweep(tmp_path / "missing")


def test_names_as_long_as_the_disk_allows(tmp_path: Path) -> None:
    path = tmp_path / ("é" * 100 + "x" * 51 + ".bin")  # 255 bytes
    write_bytes(path, b"long")
    assert path.read_bytes() == b"long"
    with pytest.raises(FileError, match="too long"):
        write_bytes(tmp_path / ("x" * 300), b"")


def test_folders_that_are_none(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="does not exist"):
        write_bytes(tmp_path / "missing" / "a.bin", b"")
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(FileError, match="does not exist"):
        write_bytes(tmp_path / "file" / "a.bin", b"")
    (tmp_path / "folder").mkdir()
    with pytest.raises(FileError, match="is a folder"):
        write_bytes(tmp_path / "folder", b"")
    with pytest.raises(FileError, match="zero byte"):
        write_bytes(tmp_path / "a\0b", b"")
    assert names(tmp_path) == ["file", "folder"]


@ways
def test_a_protected_file_is_left_alone(attempt: Callable[[Path], None], tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(b"mine")
    path.chmod(stat.S_IREAD)
    with pytest.raises(FileError, match="write-protected"):
        attempt(path)
    assert path.read_bytes() == b"mine"
    path.chmod(stat.S_IREAD | stat.S_IWRITE)


@posix
def test_permissions_and_links_stay(tmp_path: Path) -> None:
    path, link = tmp_path / "a.bin", tmp_path / "link.bin"
    path.write_bytes(b"old")
    path.chmod(0o640)
    link.symlink_to("a.bin")
    write_bytes(link, b"new")
    assert link.is_symlink()
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    fresh, plain = tmp_path / "b.bin", tmp_path / "c.bin"
    write_bytes(fresh, b"")
    plain.write_bytes(b"")
    assert fresh.stat().st_mode == plain.stat().st_mode, "as any other program would make it"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
@ways
def test_a_folder_without_permission(attempt: Callable[[Path], None], tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(FileError, match=r"cannot be written to\. Choose another folder"):
            attempt(tmp_path / "a.bin")
    finally:
        tmp_path.chmod(0o700)


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="no such file system here")
@ways
def test_a_file_system_that_takes_no_files(attempt: Callable[[Path], None]) -> None:
    with pytest.raises(FileError, match=r"does not exist|cannot be written"):
        attempt(Path("/proc/a.bin"))


def test_trying_a_place_leaves_nothing(tmp_path: Path) -> None:
    check_place(tmp_path / "a.bin")
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "disk is full"),
        (errno.EFBIG, "no files of that size"),
        (errno.EACCES, "cannot be written to"),
        (errno.EROFS, "cannot be written to"),
        (errno.ENOENT, "does not exist"),
        (errno.EISDIR, "is a folder"),
        (errno.ENAMETOOLONG, "too long"),
        (errno.EIO, "disk failed"),
        (errno.EINVAL, "was not written"),
    ],
)
def test_every_error_says_what_to_do(number: int, words: str, tmp_path: Path) -> None:
    said = in_words(OSError(number, os.strerror(number)), tmp_path / "picture.png")
    assert words in said
    assert any(word in said for word in ("Choose", "Save", "save", "Free", "Make"))
    assert said.endswith(".")


@posix
def test_many_writers_at_once_do_not_harm_each_other(tmp_path: Path) -> None:
    """Each sweeps the folder while the others write."""
    code = """
import sys
from pathlib import Path
from models.atomic import write_bytes
for turn in range(40):
    write_bytes(Path(sys.argv[1]), sys.argv[2].encode() * 20_000)
"""
    with contextlib.ExitStack() as stack:
        writers = [
            stack.enter_context(
                subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "a.bin"), letter], cwd=ROOT)
            )
            for letter in "xyz"
        ]
        codes = [writer.wait(timeout=60) for writer in writers]
    assert codes == [0, 0, 0]
    assert (tmp_path / "a.bin").read_bytes() in [letter * 20_000 for letter in (b"x", b"y", b"z")]
    assert names(tmp_path) == ["a.bin"]
