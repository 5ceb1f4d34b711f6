"""Frames from the engine to the window through shared memory: a ring of slots, newest wins, nobody waits.

The window makes the ring and takes it away again; the engine writes. A slot begins with its frame's number,
which is 0 while the slot is being written, so that a reader who was overtaken knows it. Pickled through the
pipe a 720p frame costs several times as much (docs/experiments.md).
"""

from __future__ import annotations

from collections.abc import Callable
from multiprocessing.shared_memory import SharedMemory
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from models.live_requests import LiveFrame, RingPlace

if TYPE_CHECKING:
    from numpy.typing import NDArray

SLOTS = 4  # one shown, one on its way, one being written, and one to spare
HEADER_BYTES = 64

Taken = TypeVar("Taken")


class FrameRing:
    """One end of the ring; closing the end that made it frees the memory."""

    def __init__(self, memory: SharedMemory, place: RingPlace, owned: bool) -> None:
        self._memory, self.place, self._owned = memory, place, owned

    @classmethod
    def make(cls, largest_width_px: int, largest_height_px: int, slots: int = SLOTS) -> FrameRing:
        """For frames up to this many pixels, whatever their shape."""
        slot_bytes = HEADER_BYTES + 3 * largest_width_px * largest_height_px
        memory = SharedMemory(create=True, size=slots * slot_bytes)
        return cls(memory, RingPlace(memory.name, slots, slot_bytes), owned=True)

    @classmethod
    def at(cls, place: RingPlace) -> FrameRing:
        """The other end, in a child process of the one that made it."""
        return cls(SharedMemory(place.name), place, owned=False)

    def write(self, number: int, rgb_hwc: NDArray[np.uint8]) -> int | None:
        """Puts frame `number` (from 1) into its slot, which is returned; None where it is too large."""
        if rgb_hwc.nbytes > self.place.slot_bytes - HEADER_BYTES:
            return None
        slot = number % self.place.slots
        header = self._header(slot)
        header[0] = 0
        np.copyto(self._pixels(slot, *rgb_hwc.shape[:2]), rgb_hwc)
        header[0] = number
        return slot

    def read(self, frame: LiveFrame) -> NDArray[np.uint8] | None:
        """A copy of the frame; None where newer ones have overtaken it."""
        return self.taken(frame, np.ndarray.copy)

    def taken(self, frame: LiveFrame, take: Callable[[NDArray[np.uint8]], Taken]) -> Taken | None:
        """What `take` makes of the pixels where they lie, of which it may keep nothing but a copy."""
        if frame.slot is None or self._header(frame.slot)[0] != frame.number:
            return None
        taken = take(self._pixels(frame.slot, frame.height_px, frame.width_px))
        return taken if self._header(frame.slot)[0] == frame.number else None

    def close(self) -> None:
        """Harmless a second time."""
        self._memory.close()
        if self._owned:
            self._owned = False
            self._memory.unlink()

    def _header(self, slot: int) -> NDArray[np.uint64]:
        offset = slot * self.place.slot_bytes
        return np.ndarray(1, np.uint64, self._memory.buf, offset)

    def _pixels(self, slot: int, height: int, width: int) -> NDArray[np.uint8]:
        offset = slot * self.place.slot_bytes + HEADER_BYTES
        return np.ndarray((height, width, 3), np.uint8, self._memory.buf, offset)
