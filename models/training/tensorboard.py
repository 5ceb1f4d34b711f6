"""Curves as TensorBoard's event files, so that `tensorboard --logdir` opens any run.

The format is small and has not changed in years, and the libraries that write it do so from a thread behind a
queue: once the disk has refused a write the thread is dead and the next call waits for ever. A training must
not (docs/decisions/0004-training-runs.md).

A record is a length, its checksum, an `Event` message, its checksum (TFRecord).
"""

from __future__ import annotations

import struct
import time
from pathlib import Path

from models.training.rows import put_on_disk

NAME = "events.out.tfevents.{stamp:010d}.impasto"
POLYNOMIAL = 0x82F63B78  # CRC-32C, Castagnoli, reflected


class EventFile:
    """One sitting of a run: TensorBoard joins the files of a folder. Made with the first row."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path: Path | None = None
        self._end = 0
        self._unwritten = b""
        self._is_settled = True

    def append(self, row: dict[str, float]) -> None:
        """A row has "step" and named values. OSError where the disk refuses; the row is not lost then."""
        values = {name: value for name, value in row.items() if name != "step"}
        self._unwritten += _record(_event(int(row["step"]), values))
        self.flush()

    def forget_after(self, step: int) -> None:
        """Makes TensorBoard forget what came after `step`: the mark of a new session."""
        self._path, self._unwritten = None, _record(_session_start(step + 1))

    def flush(self) -> None:
        if not self._unwritten:
            return
        if self._path is None:
            self._path, self._end = self._fresh(), 0
            self._unwritten = _record(_double(1, time.time()) + _bytes(3, b"brain.Event:2")) + self._unwritten
        with self._path.open("r+b" if self._path.exists() else "w+b", buffering=0) as file:
            file.truncate(self._end)
            file.seek(self._end)
            left = memoryview(self._unwritten)
            while left:
                left = left[file.write(left) :]
            self._end, self._unwritten, self._is_settled = file.tell(), b"", False

    def settle(self) -> None:
        """As `flush`, and a power cut loses nothing of it; OSError where the disk refuses."""
        self.flush()
        if self._path is not None and not self._is_settled:
            put_on_disk(self._path)
            self._is_settled = True

    def _fresh(self) -> Path:
        stamp = int(time.time())
        while (path := self._folder / NAME.format(stamp=stamp)).exists():
            stamp += 1
        return path


def _event(step: int, values: dict[str, float]) -> bytes:
    summary = b"".join(_bytes(1, _bytes(1, name.encode()) + _float(2, v)) for name, v in values.items())
    return _double(1, time.time()) + _whole(2, step) + _bytes(5, summary)


def _session_start(step: int) -> bytes:
    return _double(1, time.time()) + _whole(2, step) + _bytes(7, _whole(1, 1))


# Protocol buffers: a field is its number and kind, then its value.


def _varint(number: int) -> bytes:
    parts = bytearray()
    while number > 0x7F:
        parts.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*parts, number])


def _whole(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _double(field: int, value: float) -> bytes:
    return _varint(field << 3 | 1) + struct.pack("<d", value)


def _bytes(field: int, value: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(value)) + value


def _float(field: int, value: float) -> bytes:
    return _varint(field << 3 | 5) + struct.pack("<f", value)


def _record(data: bytes) -> bytes:
    length = struct.pack("<Q", len(data))
    return length + _checksum(length) + data + _checksum(data)


def _table() -> list[int]:
    table = []
    for entry in range(256):
        for _ in range(8):
            entry = entry >> 1 ^ (POLYNOMIAL if entry & 1 else 0)
        table.append(entry)
    return table


TABLE = _table()


def _checksum(data: bytes) -> bytes:
    crc = 0xFFFFFFFF
    for byte in data:
        crc = crc >> 8 ^ TABLE[(crc ^ byte) & 0xFF]
    crc ^= 0xFFFFFFFF
    return struct.pack("<I", ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF)
