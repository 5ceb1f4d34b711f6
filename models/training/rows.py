"""A file of JSON lines that only grows, and survives a full disk and a kill in the middle of a line."""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path
from typing import Any

from models.atomic import write_bytes

BLOCK = 4096  # bytes that are looked through at once


class Rows:
    """What the disk refuses is kept in memory and written with what comes next, once, in order."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._unwritten = b""
        self._end = _end_of_rows(path)
        self._is_settled = True

    def append(self, row: dict[str, Any]) -> None:
        """OSError where the disk refuses; the row is not lost then."""
        self._unwritten += json.dumps(row).encode() + b"\n"
        self.flush()

    def flush(self) -> None:
        """Writes what is still unwritten; OSError where the disk refuses."""
        if not self._unwritten:
            return
        with self._path.open("r+b" if self._path.exists() else "w+b", buffering=0) as file:
            file.truncate(self._end)  # half a line of an attempt before
            file.seek(self._end)
            left = memoryview(self._unwritten)
            while left:
                left = left[file.write(left) :]
            self._end, self._unwritten, self._is_settled = file.tell(), b"", False

    def settle(self) -> None:
        """As `flush`, and a power cut loses none of them; OSError where the disk refuses."""
        self.flush()
        if not self._is_settled:
            put_on_disk(self._path)
            self._is_settled = True

    def read(self) -> list[dict[str, Any]]:
        """All whole rows; the half line that a kill may leave is left aside."""
        lines = self._path.read_bytes().split(b"\n") if self._path.exists() else []
        return [row for line in lines if (row := _row(line)) is not None]

    def forget_after(self, step: int) -> None:
        """Removes the rows beyond `step`, which a resumed run will write again."""
        kept = [row for row in self.read() if row["step"] <= step]
        if self._path.exists():
            write_bytes(self._path, b"".join(json.dumps(row).encode() + b"\n" for row in kept))
            self._end = self._path.stat().st_size
        self._unwritten = b""


def put_on_disk(path: Path) -> None:
    """What was written to a file is not only in the system's memory from here on."""
    with contextlib.suppress(FileNotFoundError), path.open("r+b") as file:  # Windows: only who may write
        os.fsync(file.fileno())


def _end_of_rows(path: Path) -> int:
    """Behind the last whole row: what comes next is written over half a line."""
    if not path.exists():
        return 0
    with path.open("rb") as file:
        end = file.seek(0, os.SEEK_END)
        while end:
            begin = max(0, end - BLOCK)
            file.seek(begin)
            if (found := file.read(end - begin).rfind(b"\n")) >= 0:
                return begin + found + 1
            end = begin
    return 0


def _row(line: bytes) -> dict[str, Any] | None:
    try:
        row = json.loads(line)
    except ValueError:
        return None
    return row if isinstance(row, dict) and "step" in row else None
