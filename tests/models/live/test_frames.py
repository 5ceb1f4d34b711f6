"""Frames through shared memory: whole or not at all."""

from __future__ import annotations

import multiprocessing
from contextlib import closing

import numpy as np

from models.live_frames import FrameRing
from models.live_requests import LiveFrame, RingPlace
from tests.models.live.clips import square_at


def frame_at(number: int, slot: int | None, width: int = 64, height: int = 48) -> LiveFrame:
    return LiveFrame(number, slot, width, height, 0.0, 0.0)


def test_a_frame_comes_out_as_it_went_in_until_it_is_overtaken() -> None:
    with closing(FrameRing.make(64, 48, slots=3)) as ring, closing(FrameRing.at(ring.place)) as writer:
        slots = [writer.write(number, square_at(number)) for number in range(1, 4)]
        read = [ring.read(frame_at(number, slots[number - 1])) for number in range(1, 4)]
        for number, rgb_hwc in enumerate(read, 1):
            assert rgb_hwc is not None
            assert np.array_equal(rgb_hwc, square_at(number))
        writer.write(4, square_at(4, 32, 96))
        assert ring.read(frame_at(1, slots[0])) is None
        turned = ring.read(frame_at(4, slots[0], 32, 96))
        assert turned is not None
        assert np.array_equal(turned, square_at(4, 32, 96))


def test_what_does_not_fit_is_not_written() -> None:
    with closing(FrameRing.make(64, 48)) as ring:
        assert ring.write(1, square_at(1, 64, 49)) is None
        assert ring.read(frame_at(1, None)) is None


def _write(place: RingPlace) -> None:
    with closing(FrameRing.at(place)) as ring:
        ring.write(7, square_at(7))


def test_a_child_process_writes_and_its_end_takes_nothing_away() -> None:
    with closing(FrameRing.make(64, 48)) as ring:
        child = multiprocessing.get_context("spawn").Process(target=_write, args=(ring.place,))
        child.start()
        child.join(30)
        assert child.exitcode == 0
        for _ in range(2):
            rgb_hwc = ring.read(frame_at(7, 7 % ring.place.slots))
            assert rgb_hwc is not None
            assert np.array_equal(rgb_hwc, square_at(7))
