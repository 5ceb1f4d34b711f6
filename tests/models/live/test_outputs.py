"""What cannot be recorded or sent is said once, and tried again when it is wanted anew."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from models.live import outputs
from models.live.outputs import Outputs
from models.live.recorder import Recorder, _Unseekable
from models.live_requests import LiveSettings, OutputLost
from models.news import News, Saved, UserError
from tests.models.live.clips import square_at

PLAIN = LiveSettings("a", ())


def shown(to: Outputs, frames: int = 1) -> list[News]:
    for index in range(frames):
        to.show(square_at(index), index / 30)
    return list(to.news())


def test_a_camera_without_a_driver_is_said_once_until_it_is_wanted_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*size: Any) -> None:
        raise UserError("There is no virtual camera to send to.")

    monkeypatch.setattr(outputs, "VirtualCamera", refuse)
    to, wanted = Outputs(), replace(PLAIN, virtual_camera=True)
    to.follow(wanted)
    assert shown(to) == [OutputLost("There is no virtual camera to send to.")]
    to.follow(replace(wanted, calm=0.1))
    assert shown(to) == []
    to.follow(PLAIN)
    to.follow(wanted)
    assert len(shown(to)) == 1


def test_a_film_that_cannot_begin_is_refused_once_until_it_is_wanted_anew(tmp_path: Path) -> None:
    film = tmp_path / "film.mp4"
    film.write_bytes(b"mine")
    to, wanted = Outputs(), replace(PLAIN, record=film)
    with pytest.raises(UserError, match="there already"):
        to.follow(wanted)
    to.follow(replace(wanted, calm=0.1))
    to.follow(PLAIN)
    film.unlink()
    to.follow(wanted)
    shown(to, 3)
    to.close()
    assert to.news() == [Saved(film)]


def test_a_disk_that_is_full_at_the_very_end_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    film = tmp_path / "film.mp4"
    is_full: list[bool] = []
    write, close = _Unseekable.write, Recorder.close

    def write_or_refuse(file: _Unseekable, data: object) -> int:
        if is_full:
            raise OSError(28, "No space left on device")
        return write(file, data)

    def fill_and_close(recorder: Recorder) -> None:
        is_full.append(True)
        close(recorder)

    # Before the film is opened: the encoder takes the method then.
    monkeypatch.setattr(_Unseekable, "write", write_or_refuse)
    monkeypatch.setattr(Recorder, "close", fill_and_close)
    to = Outputs()
    to.follow(replace(PLAIN, record=film))
    shown(to, 3)
    to.follow(PLAIN)
    lost, saved = to.news()
    assert isinstance(lost, OutputLost)
    assert (lost.film, saved) == (film, Saved(film))
    assert "disk is full" in lost.text
