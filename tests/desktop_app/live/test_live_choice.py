"""What the room remembers, read forgivingly; names of films."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from desktop_app.cameras import formats_of, listed, offered, opened_by
from desktop_app.live.choice import LiveChoice, choice_of, kept
from desktop_app.live.places import file_name, free_name
from models.live_cameras import Camera
from models.live_requests import CameraFormat

NOW = datetime(2026, 3, 4, 5, 6, 7)


def test_what_is_kept_comes_back_through_a_file() -> None:
    choice = LiveChoice(
        "camera:1", (("preset:ink", 0.25), ("b.png", 0.75)), calm=1.0, mirror=True, target_fps=60
    )
    choice = replace(
        choice,
        cut=(0.1, 0.0, 0.2, 0.0),
        midi=(("1.7", "calm"),),
        formats=(("Cam", "640x480@30"),),
        sound_brush="low",
        color_method="luminance",
        colors_only=True,
        turn=270,
        out_size="1920x1080",
    )
    assert choice_of(json.loads(json.dumps(kept(choice)))) == choice


@pytest.mark.parametrize(
    "wrong",
    [
        {"strength": 7.0},
        {"brush": "broad"},
        {"target_fps": 31},
        {"styles": [["a"], 3, ["a", "b"]]},
        {"floor_px": 900, "ceiling_px": 200},
        {"mirror": 1},
        {"calm": float("nan")},
        {"turn": 45},
        {"color_method": "guess"},
        {"cut": [0.1, 0.2, 0.9, 0]},
        {"cut": [0.1]},
        {"sound_mix": "violins"},
        {"out_size": "7x7"},
        {"midi": [["1.7"], "1.7", [1, "calm"]]},
        {"formats": "large"},
    ],
)
def test_what_is_wrong_falls_back_to_its_default(wrong: dict[str, object]) -> None:
    assert choice_of(wrong) == LiveChoice()


def test_what_is_cut_off_and_left_to_the_camera_is_told_to_the_engine() -> None:
    choice = LiveChoice("a", (("ink", 1.0),), cut=(0.1, 0.0, 0.25, 0.4), turn=90)
    settings = choice.settings(None, original_part=1.0)
    assert settings.framing.crop == pytest.approx((0.1, 0.0, 0.75, 0.6))
    assert (settings.framing.turn, settings.exposure_s, settings.original_part) == (90, None, 1.0)
    assert not settings.drive.is_at_work


def test_two_cameras_of_one_name_are_both_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop_app.cameras.platform.system", lambda: "Linux")
    first, second, other = (
        Camera(0, "Cam", port="1-2"),
        Camera(2, "Cam", port="1-3"),
        Camera(4, "Other", port="1-4"),
    )
    named = {"Cam": first.source, "Cam 2": second.source, "Other": other.source}
    assert offered([first, second, other], "") == named
    assert offered([replace(second, number=0), replace(first, number=2), other], "") == named
    assert opened_by([first]) == {}, "there the engine lists them itself"


@pytest.mark.parametrize("system", ["Linux", "Darwin"])
def test_formats_are_those_that_qt_tells_of_the_camera(monkeypatch: pytest.MonkeyPatch, system: str) -> None:
    address = "/dev/video{}" if system == "Linux" else "usb-{}"
    small, large = CameraFormat(640, 480, 60.0), CameraFormat(1920, 1080, 30.0)
    devices = [(address.format(0), "Cam", {small}), (address.format(2), "Other", {small, large})]
    monkeypatch.setattr("desktop_app.cameras.platform.system", lambda: system)
    monkeypatch.setattr("desktop_app.cameras._devices", lambda: devices)
    found = [Camera(0, "Cam", port="1-2"), Camera(2, "Other", port="1-3")]
    monkeypatch.setattr("desktop_app.cameras.listed_cameras", lambda: found)
    assert formats_of(listed()[1].source) == [large, small]
    assert formats_of("camera:7") == []


def test_without_a_listing_of_the_engines_own_it_is_told_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are OpenCV's, which on macOS go by the addresses of the cameras."""
    devices: list[tuple[str, str, set[CameraFormat]]] = [("usb-9", "Cam", set()), ("usb-2", "Other", set())]
    monkeypatch.setattr("desktop_app.cameras._devices", lambda: devices)
    for system, numbers in {"Darwin": [1, 0], "Windows": [0, 1]}.items():
        monkeypatch.setattr("desktop_app.cameras.platform.system", lambda system=system: system)
        cam, other = (Camera(number, "", port="") for number in numbers)
        cam, other = replace(cam, name="Cam", port="usb-9"), replace(other, name="Other", port="usb-2")
        assert sorted(listed(), key=lambda one: one.name) == [cam, other]
        assert opened_by(listed()) == {
            cam.source: f"camera:{numbers[0]}",
            other.source: f"camera:{numbers[1]}",
        }
    monkeypatch.setattr("desktop_app.cameras._devices", list)
    assert offered(listed(), "Camera {number}") == {"Camera 1": "camera:0", "Camera 2": "camera:1"}


def test_names_of_films(tmp_path: Path) -> None:
    assert file_name(" a/b: c.mp4 ", ".mp4", NOW) == "a-b- c.mp4"
    assert file_name(" .. ", ".mp4", NOW) == "live 2026-03-04 05.06.07.mp4"
    taken = tmp_path / "a.mp4"
    assert free_name(taken) == taken
    taken.touch()
    (tmp_path / "a 2.mp4").touch()
    assert free_name(taken) == tmp_path / "a 3.mp4"
    assert free_name(taken, {tmp_path / "a 3.mp4"}) == tmp_path / "a 4.mp4"
