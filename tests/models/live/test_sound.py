"""What is heard: levels that follow it, a file in the place of a microphone, and what it moves."""

from __future__ import annotations

import sys
import time
import types
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from models.live.looks import Look, driven_brush
from models.live.loudness import SILENCE, Meter
from models.live.microphones import microphone_names
from models.live.sound import BLOCK, RATE_HZ, Ear, Heard, Samples, open_sound
from models.live_requests import SoundDrive
from models.news import FileError, UserError
from models.requests import Controls
from tests.models.live.clips import tone, write_clip, write_sound


def blocks(samples: Samples) -> list[Samples]:
    return [samples[i : i + BLOCK] for i in range(0, len(samples) - BLOCK + 1, BLOCK)]


def heard_of(meter: Meter, samples: Samples, smooth_s: float = 0.05) -> dict[str, float]:
    for block in blocks(samples):
        meter.hear(block, smooth_s)
    return dict(meter.levels)


# --- levels


@pytest.mark.parametrize(("hertz", "band"), [(80, "low"), (800, "middle"), (6000, "high")])
def test_a_tone_is_heard_in_its_band_alone(hertz: float, band: str) -> None:
    levels = heard_of(Meter(RATE_HZ), tone(hertz))
    assert levels.pop("loudness") > 0.9
    assert levels.pop(band) > 0.9
    assert max(levels.values()) < 0.3


def test_what_is_quieter_is_lower_and_silence_is_nothing() -> None:
    meter = Meter(RATE_HZ)
    loud = heard_of(meter, tone(440))["loudness"]
    quieter = heard_of(meter, tone(440, loud=0.05))["loudness"]
    assert loud > quieter + 0.3 > 0.4
    assert heard_of(meter, np.zeros(RATE_HZ, np.float32))["loudness"] < 0.01
    assert heard_of(Meter(RATE_HZ), tone(440, loud=0.0005)) == SILENCE, "a quiet room does nothing"


def test_a_level_rises_quickly_and_falls_slowly_as_far_as_it_is_smoothed() -> None:
    meter, slower = Meter(RATE_HZ), Meter(RATE_HZ)
    rise = heard_of(meter, tone(440, 0.1), smooth_s=0.2)["loudness"]
    fall = rise - heard_of(meter, np.zeros(RATE_HZ // 10, np.float32), smooth_s=0.2)["loudness"]
    assert rise > 0.7 > 0.5 > fall > 0.2
    assert heard_of(slower, tone(440, 0.1), smooth_s=2.0)["loudness"] < rise


# --- what it moves


def look(*weights: float) -> Look:
    codes = tuple(np.full((1, 3), float(number), np.float32) for number in range(len(weights)))
    sources = tuple("abcd"[: len(weights)])
    return Look(None, None, codes, weights, Controls(strength=0.8), sources, ())  # type: ignore[arg-type]


def test_strength_and_mix_follow_their_bands() -> None:
    drive = SoundDrive(strength="low", mix="high", amount=1.0)
    silent = look(0.5, 0.5).driven(drive, SILENCE)
    loud = look(0.5, 0.5).driven(drive, {**SILENCE, "low": 1.0, "high": 1.0})
    assert (silent.controls.strength, loud.controls.strength) == (0, 0.8)
    assert (silent.weights, loud.weights) == ((1, 0), (0, 1))
    assert loud.code.tolist() == [[1, 1, 1]]
    halfway = look(0.2, 0.3, 0.5).driven(drive, {**SILENCE, "high": 0.5})
    assert halfway.weights == (0, 1, 0)


def test_the_amount_says_how_far() -> None:
    level = {**SILENCE, "loudness": 0.0}
    half = look(1.0).driven(SoundDrive(strength="loudness", amount=0.5), level)
    assert half.controls.strength == pytest.approx(0.4)
    assert half.weights == (1.0,), "of one style there is no mix"
    none = look(0.3, 0.7).driven(SoundDrive(strength="loudness", mix="low", amount=0.0), level)
    assert (none.controls.strength, none.weights) == (0.8, (0.3, 0.7))


def test_the_brush_goes_up_and_down_by_an_octave_at_most() -> None:
    drive = SoundDrive(brush="low", amount=1.0)
    sizes = [driven_brush(1.0, drive, {**SILENCE, "low": level}) for level in (0, 0.5, 1)]
    assert sizes == [0.5, 1.0, 2.0]
    assert driven_brush(1.0, SoundDrive(), SILENCE) == 1.0


# --- files and microphones


def until(is_so: Callable[[], object], seconds: float = 10.0) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.005)


def test_a_file_is_heard_at_its_own_pace_and_again_from_the_beginning(tmp_path: Path) -> None:
    source = open_sound(str(write_sound(tmp_path / "ton 音.wav", tone(440, 0.1))))
    with closing(source):
        heard = [source.read() for _ in range(12)]
    assert sum(len(block.samples) for block in heard) > 0.2 * RATE_HZ, "a tenth of a second, twice and more"
    pace = (heard[-1].at_s - heard[0].at_s) / (sum(len(b.samples) for b in heard[:-1]) / RATE_HZ)
    assert pace == pytest.approx(1, abs=0.001)
    assert time.monotonic() >= heard[-1].at_s


@pytest.mark.parametrize("name", ["nothing.wav", "text.wav", "silent.mp4"])
def test_what_cannot_be_heard_is_refused_in_words(tmp_path: Path, name: str) -> None:
    (tmp_path / "text.wav").write_text("no sound")
    write_clip(tmp_path / "silent.mp4")
    with pytest.raises(FileError, match=name):
        open_sound(str(tmp_path / name))


@pytest.mark.parametrize(
    ("error", "words"), [(ImportError(), r"impasto\[sound\]"), (OSError("PortAudio"), "libportaudio2")]
)
def test_without_what_a_microphone_needs_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, error: Exception, words: str
) -> None:
    class Missing:
        def find_spec(self, name: str, path: object = None, target: object = None) -> None:
            if name == "sounddevice":
                raise error

    monkeypatch.delitem(sys.modules, "sounddevice", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Missing(), *sys.meta_path])
    with pytest.raises(UserError, match=words):
        open_sound("microphone")


class PortAudio(types.ModuleType):
    """A stand-in for sounddevice: it knows what was plugged in when it was begun last."""

    PortAudioError = RuntimeError

    def __init__(self, *plugged: str) -> None:
        super().__init__("sounddevice")
        self.plugged, self._known = list(plugged), list[str]()
        self.reads = 2
        self.opened: list[str | None] = []
        self._initialize()

    def _terminate(self) -> None:
        self._known = []

    def _initialize(self) -> None:
        self._known = ["Speakers", *self.plugged]

    def query_hostapis(self) -> list[dict[str, Any]]:
        far, usual = {"default_input_device": -1, "devices": []}, {"default_input_device": 0}
        return [far, usual | {"devices": list(range(len(self._known)))}]

    def query_devices(self, number: int) -> dict[str, Any]:
        return {"name": self._known[number], "max_input_channels": int(number > 0)}

    def InputStream(self, rate: int, block: int, **how: Any) -> Stream:  # noqa: N802 - its name there
        self.opened.append(None if how["device"] is None else self._known[how["device"]])
        return Stream(self)


class Stream:
    latency = 0.01

    def __init__(self, library: PortAudio) -> None:
        self._library = library

    def start(self) -> None: ...

    def read(self, count: int) -> tuple[Samples, bool]:
        self._library.reads -= 1
        if self._library.reads < 0:
            raise RuntimeError("gone")
        return tone(440, 1)[:count, None], False

    def close(self) -> None: ...


@pytest.fixture
def portaudio(monkeypatch: pytest.MonkeyPatch) -> PortAudio:
    library = PortAudio("Desk Mic", "Headset")
    monkeypatch.setitem(sys.modules, "sounddevice", library)
    return library


def test_a_microphone_is_read_and_lost_in_words(portaudio: PortAudio) -> None:
    ear = Ear(lambda: open_sound("microphone:Headset"), 0.1)
    try:
        until(lambda: "still plugged in" in " ".join(ear.remarks()))
        assert [len(heard.samples) for heard in ear.take()] == [BLOCK, BLOCK]
    finally:
        ear.close()
    assert portaudio.opened == ["Headset"]
    portaudio.reads = 2
    open_sound("microphone").close()
    assert portaudio.opened[-1] is None, "the system's own one"


def test_a_microphone_that_is_plugged_out_and_in_again_is_heard_again(
    portaudio: PortAudio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.live.sound.RETRY_S", 0.01)
    portaudio.plugged.remove("Headset")
    ear = Ear(lambda: open_sound("microphone:Headset"), 0.1)
    said: list[str] = []
    try:
        until(lambda: "Headset is not there. Plug it in" in " ".join(_with(said, ear)))
        portaudio.reads = 100_000
        portaudio.plugged.append("Headset")
        until(lambda: "Headset is heard again." in _with(said, ear))
    finally:
        ear.close()
    assert len(said) == 2


def test_microphones_are_listed_as_they_are_plugged_in_and_no_stream_is_ended_for_it(
    portaudio: PortAudio,
) -> None:
    assert microphone_names() == ("Desk Mic", "Headset")
    portaudio.plugged.append("Clip Mic")
    stream = open_sound("microphone:Desk Mic")
    assert microphone_names() == ("Desk Mic", "Headset", "Clip Mic")
    portaudio.plugged.remove("Headset")
    assert "Headset" in microphone_names(), "nothing is begun anew while somebody listens"
    stream.close()
    assert microphone_names() == ("Desk Mic", "Clip Mic")


class Scripted:
    name = "the test microphone"

    def __init__(self, script: Iterator[object]) -> None:
        self._script = script

    def read(self) -> Heard:
        step = next(self._script)
        time.sleep(0.002)
        if isinstance(step, Exception):
            raise step
        return Heard(tone(440, 1)[:BLOCK], time.monotonic())

    def close(self) -> None: ...


@pytest.mark.logs_expected
def test_a_microphone_that_fails_is_said_once_and_heard_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.live.sound.RETRY_S", 0.01)
    failing: list[object] = [OSError("no such device"), OSError("no such device")]
    steps = iter([*failing, *[1] * 100_000])
    ear = Ear(lambda: Scripted(steps), 0.1)
    said: list[str] = []
    try:
        until(lambda: "heard again" in " ".join(_with(said, ear)))
        until(lambda: ear.levels["loudness"] > 0.5)
    finally:
        ear.close()
    assert len(said) == 2, said
    assert "no such device" in said[0]
    until(lambda: ear.levels == SILENCE)  # what is not heard any more


def _with(said: list[str], ear: Ear) -> list[str]:
    said += ear.remarks()
    return said
