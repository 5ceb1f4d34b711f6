"""A camera is found again by its name and place, whatever number it has by now, and no other in its stead."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.live import sources
from models.live.sources import SourceLostError, SourceOpener
from models.live_cameras import Camera, CameraFinder, listed_cameras, named
from models.live_requests import CameraFormat
from models.news import UserError

DESK, SEA = Camera(0, "Desk Cam", port="1-2:1.0"), Camera(2, "Sea Cam", port="1-3:1.0")
TWIN = Camera(4, "Sea Cam", port="1-4:1.0")


def test_cameras_are_listed_with_their_places(tmp_path: Path) -> None:
    for number, name, port, index in [
        (2, "Sea: Cam", "1-3", "0"),
        (3, "Sea: Cam", "1-3", "1"),
        (10, "Loop", "", ""),
    ]:
        entry = tmp_path / "class" / f"video{number}"
        entry.mkdir(parents=True)
        (entry / "name").write_text(f"{name}\n")
        (entry / "index").write_text(index)
        if port:
            interface = tmp_path / "usb" / port / f"{port}:1.{index}"
            interface.mkdir(parents=True)
            (interface.parent / "serial").write_text("A7\n")
            (entry / "device").symlink_to(interface)
    first, second = listed_cameras(tmp_path / "class")
    assert first == Camera(2, "Sea: Cam", "A7", "1-3:1.0")
    assert named(first.source) == "Sea: Cam"
    assert second == Camera(10, "Loop", port="video10")
    assert listed_cameras(tmp_path / "none") == []


@pytest.mark.parametrize("asked", [SEA.source, "camera:2", "2", "sea cam", "camera:Sea Cam"])
def test_a_camera_is_the_same_after_its_number_has_changed(asked: str) -> None:
    finder = CameraFinder()
    assert finder.find(asked, [DESK, SEA]) == SEA
    assert finder.find(asked, [DESK]) is None
    other = Camera(2, "New Cam", port="1-7:1.0")
    back = Camera(5, "Sea Cam", port="1-3:1.0")
    assert finder.find(asked, [DESK, other]) is None, "another has its number now"
    assert finder.find(asked, [DESK, other, back]) == back


def test_of_two_alike_the_one_that_was_chosen_is_found() -> None:
    assert CameraFinder().find(TWIN.source, [SEA, TWIN]) == TWIN
    finder = CameraFinder()
    assert finder.find(SEA.source, [SEA, TWIN]) == SEA
    assert finder.find(SEA.source, [TWIN]) is None, "the other one of that name"
    elsewhere = Camera(6, "Sea Cam", port="1-9:1.0")
    assert finder.find(SEA.source, [TWIN, elsewhere]) == elsewhere
    assert finder.find(SEA.source, [TWIN]) is None
    assert finder.find(SEA.source, [SEA, TWIN]) == SEA, "where it was at first"


def test_a_serial_number_tells_more_than_a_port() -> None:
    mine, other = Camera(0, "Cam", "A7", "1-3"), Camera(1, "Cam", "B9", "1-4")
    swapped = [Camera(0, "Cam", "B9", "1-3"), Camera(1, "Cam", "A7", "1-4")]
    assert CameraFinder().find(mine.source, [mine, other]) == mine
    assert CameraFinder().find(mine.source, swapped) == swapped[1]
    assert CameraFinder().find("cam", [mine, other]) == mine
    assert CameraFinder().find(mine.source, swapped[:1]) is None


def test_one_that_was_plugged_in_elsewhere_is_found_where_it_is_the_only_one_of_its_name() -> None:
    elsewhere = Camera(6, "Sea Cam", port="1-9:1.0")
    assert CameraFinder().find(SEA.source, [DESK, elsewhere]) == elsewhere
    assert CameraFinder().find(SEA.source, [TWIN, elsewhere]) is None, "it could be either"


def test_a_session_opens_the_same_camera_again(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[tuple[int, str]] = []

    class Opened:
        def __init__(self, index: int, name: str, asked: CameraFormat | None, fps: float) -> None:
            opened.append((index, name))

    monkeypatch.setattr(sources, "CameraSource", Opened)
    there = [DESK, SEA]
    opener = SourceOpener(lambda: there)
    opener("2")
    there = [DESK, Camera(2, "New Cam", port="1-7:1.0")]
    with pytest.raises(SourceLostError, match="camera 2 is not there"):
        opener("2")
    there.append(Camera(3, "Sea Cam", port="1-3:1.0"))
    opener("2")
    assert opened == [(2, "Sea Cam"), (3, "Sea Cam")]
    with pytest.raises(SourceLostError, match="Old Cam is not there"):
        opener("camera:Old Cam||1-1:1.0")
    with pytest.raises(UserError, match="Cameras here: Desk Cam, New Cam, Sea Cam"):
        opener("Old Cam")
