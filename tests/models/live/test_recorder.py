"""A film has the times of its frames, plays after a kill, and a full disk ends only the film."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest

from models.live.recorder import Recorder, _Shown, _Unseekable
from models.live.sound import BLOCK, RATE_HZ, Heard, Samples
from models.news import FileError, UserError
from tests.models.live.clips import square_at, tone


def times_of(path: Path) -> list[float]:
    with av.open(str(path)) as film:
        return [float(frame.time) for frame in film.decode(video=0)]


def record(path: Path, shown_s: list[float]) -> Recorder:
    recorder = Recorder(path, 30)
    for index, second in enumerate(shown_s):
        recorder._frames.put(_Shown(square_at(index), second))  # as `write`, but waiting where it would drop
    recorder.close()
    return recorder


def test_every_frame_keeps_its_time(tmp_path: Path) -> None:
    shown_s = [100.0, 100.04, 100.05, 100.5, 101.0]
    recorder = record(tmp_path / "film.mp4", shown_s)
    assert times_of(recorder.path) == pytest.approx([s - 100 for s in shown_s], abs=1e-4)
    assert recorder.failure() is None
    with av.open(str(recorder.path)) as film:
        assert film.streams.video[0].codec_context.name == "h264"
        frame = next(film.decode(video=0)).to_ndarray(format="rgb24")
    assert np.abs(frame.astype(int) - square_at(0)).mean() < 4


def sound_of(path: Path) -> Samples:
    """From the first picture on: AAC begins a block before it."""
    with av.open(str(path)) as film:
        frames = list(film.decode(audio=0))
    samples = np.concatenate([np.asarray(frame.to_ndarray()[0]) for frame in frames])
    return samples[round((times_of(path)[0] - float(frames[0].time or 0)) * RATE_HZ) :]


def record_with_sound(path: Path, heard: list[Heard], seconds: float) -> Recorder:
    recorder = Recorder(path, 30, has_sound=True)
    for index in range(round(seconds * 30)):
        now_s = 100 + index / 30
        recorder.hear(block for block in heard if now_s - 1 / 30 < block.at_s <= now_s)
        recorder._frames.put(_Shown(square_at(index % 40), now_s))
    recorder.close()
    assert recorder.failure() is None
    return recorder


def test_sound_lies_where_it_was_heard(tmp_path: Path) -> None:
    beep = tone(440, 0.2)
    blocks = [Heard(beep[i : i + 960], 100.5 + i / RATE_HZ) for i in range(0, len(beep), 960)]
    early = Heard(tone(440, 0.02), 99.98)
    film = record_with_sound(tmp_path / "film.mp4", [early, *blocks], seconds=2.0)
    sound = np.abs(sound_of(film.path))
    loud_s = np.flatnonzero(sound > 0.1) / RATE_HZ
    assert loud_s[0] == pytest.approx(0.5, abs=0.01)
    assert loud_s[-1] == pytest.approx(0.7, abs=0.01)
    assert len(times_of(film.path)) == 60


def test_a_microphone_that_falls_silent_holds_no_picture_up(tmp_path: Path) -> None:
    film = record_with_sound(tmp_path / "film.mp4", [], seconds=2.0)
    times = times_of(film.path)
    assert times[-1] - times[0] == pytest.approx(59 / 30, abs=1e-3)
    assert not sound_of(film.path).any()
    assert len(sound_of(film.path)) > 1.0 * RATE_HZ


def test_what_is_heard_while_no_picture_comes_is_in_the_film(tmp_path: Path) -> None:
    """Longer than sound waits: the source is unplugged for half a minute, and its film goes on."""
    recorder, beep = Recorder(tmp_path / "film.mp4", 30, has_sound=True), tone(440, 1.0)
    recorder.write(square_at(1), 100.0)
    for second in range(1, 30):
        recorder.hear(
            Heard(beep[i : i + BLOCK], 100 + second + i / RATE_HZ) for i in range(0, len(beep), BLOCK)
        )
        wait_until(lambda: not recorder._heard)
    recorder.write(square_at(9), 130.0)
    recorder.close()
    assert recorder.failure() is None
    assert times_of(recorder.path) == pytest.approx([0, 30], abs=1e-3)
    loud = np.abs(sound_of(recorder.path)) > 0.05
    of_each_second = [loud[n * RATE_HZ : (n + 1) * RATE_HZ].mean() for n in range(30)]
    assert min(of_each_second[1:]) > 0.5
    assert of_each_second[0] < 0.1


def wait_until(is_so: Callable[[], bool], seconds: float = 15.0) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.01)


def test_a_film_plays_although_the_program_was_killed(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    code = f"""
import os, sys, time
from pathlib import Path
from models.live.recorder import Recorder, _Shown
from tests.models.live.clips import square_at
recorder = Recorder(Path({str(path)!r}), 30)
for index in range(90):
    recorder._frames.put(_Shown(square_at(index % 40), index / 30))
while recorder.seconds < 2.9:
    time.sleep(0.01)
os._exit(9)
"""
    outcome = subprocess.run([sys.executable, "-c", code], check=False, timeout=60)
    assert outcome.returncode == 9
    assert times_of(path)[-1] > 1.5


def test_no_film_is_left_where_nothing_was_shown(tmp_path: Path) -> None:
    record(tmp_path / "film.mp4", [])
    assert not list(tmp_path.iterdir())


def test_nothing_that_is_there_is_written_over(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(b"mine")
    with pytest.raises(FileError, match="there already"):
        Recorder(path, 30)
    assert path.read_bytes() == b"mine"
    with pytest.raises(UserError, match="MP4"):
        Recorder(tmp_path / "film.avi", 30)
    with pytest.raises(FileError, match="folder"):
        Recorder(tmp_path / "none" / "film.mp4", 30)


def test_a_full_disk_is_said_and_ends_only_the_film(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = _Unseekable.write
    written: list[int] = []

    def fill(self: _Unseekable, data: object) -> int:
        if sum(written) > 2000:
            raise OSError(28, "No space left on device")
        written.append(write(self, data))
        return written[-1]

    monkeypatch.setattr(_Unseekable, "write", fill)
    recorder = Recorder(tmp_path / "film.mp4", 30)
    rng = np.random.default_rng(0)
    for index in range(200):
        recorder.write(rng.integers(0, 255, (48, 64, 3), np.uint8), index / 30)
        if recorder._is_over:
            break
        recorder._thread.join(0.02)
    recorder.close()
    words = recorder.failure()
    assert words is not None
    assert "disk is full" in words
    assert "live picture goes on" in words


def test_what_the_encoder_cannot_follow_is_dropped_and_counted(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "film.mp4", 30)
    for index in range(400):
        recorder.write(square_at(index % 40), index / 30)
    recorder.close()
    assert recorder.dropped + len(times_of(recorder.path)) == 400


def test_a_source_that_changes_size_is_fitted_into_the_film(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "film.mp4", 30)
    for index, (width, height) in enumerate([(65, 49), (80, 80), (65, 49)]):
        recorder._frames.put(_Shown(square_at(5, width, height), index / 30))
    recorder.close()
    with av.open(str(recorder.path)) as film:
        assert {(f.width, f.height) for f in film.decode(video=0)} == {(64, 48)}
