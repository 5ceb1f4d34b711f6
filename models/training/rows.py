"""A file of JSON lines that only grows, and survives a full disk and a kill in the middle of a line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from models.atomic import write_bytes


class Rows:
    """What the disk refuses is kept in memory and written with what comes next, once, in order."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._unwritten = b""
        self._end = path.stat().st_size if path.exists() else 0

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
            self._end, self._unwritten = file.tell(), b""

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


def _row(line: bytes) -> dict[str, Any] | None:
    try:
        row = json.loads(line)
    except ValueError:
        return None
    return row if isinstance(row, dict) and "step" in row else None
