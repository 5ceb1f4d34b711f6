"""A walk through the program as a new user takes it: real window, real mouse and keys, real engine."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageGrab

from desktop_app.resources import SAMPLES

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "tests" / "desktop_app" / "watched_program.py"
PATIENCE_S = 180.0  # the engine compiles its network meanwhile, perhaps beside busy neighbours
LOOK_S = 0.05
BUSY_PX = 4  # above a picture a line moves while the engine works
STEADY_S = 0.6  # a picture that stays as it is for this long is finished

pytestmark = [pytest.mark.window, pytest.mark.slow]

Found = TypeVar("Found")
Picture = NDArray[np.int16]


@dataclass(frozen=True)
class Thing:
    """Something in a window, as a screen reader tells of it."""

    window: str
    role: str
    name: str
    value: str
    is_enabled: bool
    is_checked: bool
    place: tuple[int, int, int, int]

    def at(self, x_share: float = 0.5, y_share: float = 0.5) -> tuple[int, int]:
        x, y, width, height = self.place
        return round(x + width * x_share), round(y + height * y_share)


class Walker:
    """Hands and eyes of somebody in front of the screen."""

    def __init__(self, program: subprocess.Popen[str]) -> None:
        self.program = program

    # -- eyes -----------------------------------------------------------------------------------------------

    def look(self) -> list[Thing]:
        assert self.program.stdin is not None
        assert self.program.stdout is not None
        self.program.stdin.write("\n")
        self.program.stdin.flush()
        line = self.program.stdout.readline()
        assert line, "the program has ended"
        return [Thing(**{**thing, "place": tuple(thing["place"])}) for thing in json.loads(line)]

    def until(self, what: str, look: Callable[[], Found | None]) -> Found:
        """What `look` finds, once it finds something."""
        end = time.monotonic() + PATIENCE_S
        while not (found := look()):
            assert time.monotonic() < end, f"waited for {what} and saw {self.words()}"
            time.sleep(LOOK_S)
        return found

    def words(self) -> list[str]:
        told = ((thing.role, thing.name, thing.value) for thing in self.look())
        return [f"{role} {name} {value}".strip() for role, name, value in told if name]

    def see(self, role: str, name: str) -> Thing:
        """What is called so and can be used, once it is there."""

        def find() -> Thing | None:
            found = (thing for thing in self.look() if thing.role == role and thing.is_enabled)
            return next((thing for thing in found if thing.name == name and thing.place[2] > 0), None)

        return self.until(f"{role} “{name}”", find)

    def until_read(self, words: str) -> str:
        """The text in which the words stand."""

        def find() -> str:
            return next((thing.name for thing in self.look() if words in thing.name), "")

        return self.until(f"the words “{words}”", find)

    def until_title(self, title: str) -> None:
        self.until(f"the title “{title}”", lambda: any(title in thing.window for thing in self.look()))

    def value_of(self, name: str) -> str:
        return self.see("EditableText", name).value

    def picture(self) -> Picture:
        """What lies on the canvas, without what surrounds it, once it does not change any more."""
        x, y, width, height = self.see("Client", "Picture").place
        y, height = y + BUSY_PX, height - BUSY_PX
        before, since = np.zeros((0, 0, 3), np.int16), time.monotonic()

        def rests() -> bool:
            nonlocal before, since
            now = np.asarray(ImageGrab.grab((x, y, x + width, y + height)).convert("RGB"), np.int16)
            if now.shape != before.shape or (now != before).any():
                before, since = now, time.monotonic()
            is_busy = any(thing.name.startswith(("Painting", "Opening")) for thing in self.look())
            return not is_busy and time.monotonic() - since > STEADY_S

        self.until("a picture that rests", rests)
        is_picture = (before != before[0, 0]).any(2)
        rows, columns = (np.flatnonzero(is_picture.mean(axis) > 0.5) for axis in (1, 0))
        assert len(rows), "nothing is on the canvas"
        return before[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]

    def seeing(self, what: str, is_seen: Callable[[Picture], bool]) -> Picture:
        """The picture, once it is so; tries again where the engine was given up beside busy neighbours."""

        def look() -> list[Picture]:
            again = [thing for thing in self.look() if thing.name == "Try Again"]
            if again:
                self.click(again[0])
            picture = self.picture()
            return [picture] if is_seen(picture) else []

        return self.until(what, look)[0]

    # -- hands ----------------------------------------------------------------------------------------------

    @staticmethod
    def do(*words: object) -> None:
        subprocess.run(["xdotool", *map(str, words)], check=True, timeout=20, capture_output=True)

    def turn_to(self, title: str) -> None:
        """There is no window manager to give a window the keys."""
        self.do("search", "--sync", "--onlyvisible", "--name", f"^{title}$", "windowfocus", "--sync")

    def click(self, thing: Thing) -> None:
        self.do("mousemove", "--sync", *thing.at(), "click", 1)

    def drag(self, begin: tuple[int, int], *ways: tuple[int, int]) -> None:
        self.do("mousemove", "--sync", *begin, "mousedown", 1)
        for way in ways:
            self.do("mousemove", "--sync", *way)
        self.do("mouseup", 1)

    def press(self, keys: str) -> None:
        self.do("key", "--clearmodifiers", keys)

    def type(self, text: str) -> None:
        self.do("type", "--delay", 5, text)


@pytest.fixture
def walker(fresh_home: Path) -> Iterator[Walker]:
    """Before the empty window of a first start."""
    if os.environ.get("QT_QPA_PLATFORM") != "xcb" or not os.environ.get("DISPLAY"):
        pytest.skip("needs a real screen of its own, as xvfb-run gives one")
    if shutil.which("xdotool") is None:
        pytest.skip("needs xdotool: python3 packaging/start.py test installs it")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
    program = subprocess.Popen(
        [sys.executable, str(PROGRAM)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=fresh_home, env=environment,
    )  # fmt: skip
    with program:
        try:
            yield Walker(program)
        finally:
            program.kill()


def difference(one: Picture, other: Picture) -> float:
    """Mean, of 255; of two sizes all of it."""
    return float(abs(one - other).mean()) if one.shape == other.shape else 255.0


def read(path: Path, size: tuple[int, int] | None = None) -> Picture:
    with Image.open(path) as picture:
        colors = picture.convert("RGB")
        return np.asarray(colors.resize(size, Image.Resampling.LANCZOS) if size else colors, np.int16)


def test_from_the_empty_window_to_an_exported_file(walker: Walker, fresh_home: Path) -> None:
    photo = fresh_home / "Pictures" / "morning.jpg"
    photo.parent.mkdir()
    shutil.copy(SAMPLES / "photo_coffee.jpg", photo)

    walker.until_title("Impasto")
    walker.until_read("Drop a photograph here")
    walker.click(walker.see("Button", "Open Photograph…"))
    walker.until_title("Open Photograph")
    walker.turn_to("Open Photograph")
    walker.type(str(photo))
    walker.press("Return")
    walker.until_title("morning.jpg")
    walker.until_read("Choose a style below")
    as_it_was = walker.picture()

    walker.click(walker.see("ListItem", "Glass"))
    walker.see("ListItem", "Glass, in use, 100 %")
    painted = walker.seeing("a painting", lambda seen: 10 < difference(seen, as_it_was) < 255)

    assert walker.value_of("Strength") == "100 %"
    strength = walker.see("Slider", "Strength")
    walker.drag(strength.at(0.82), strength.at(0.75), strength.at(0.62), strength.at(0.5))
    walker.until("the drag's end", lambda: 50 < int(walker.value_of("Strength").removesuffix(" %")) < 70)
    weaker = walker.value_of("Strength")
    strong = difference(painted, as_it_was)
    walker.seeing("less of it", lambda seen: 0.4 < difference(seen, as_it_was) / strong < 0.8)
    walker.turn_to("morning.jpg.*Impasto")
    walker.press("ctrl+z")
    walker.until("undo", lambda: walker.value_of("Strength") == "100 %")
    walker.press("ctrl+shift+z")
    walker.until("redo", lambda: walker.value_of("Strength") == weaker)

    walker.press("c")  # compare: the photograph at the left of a line
    quarter = painted.shape[1] // 4
    walker.seeing("the photograph", lambda seen: difference(seen[:, :quarter], as_it_was[:, :quarter]) < 2)
    walker.seeing("the painting", lambda seen: difference(seen[:, -quarter:], as_it_was[:, -quarter:]) > 4)
    walker.press("c")

    walker.click(walker.see("Button", "Export…"))
    walker.click(walker.see("ComboBox", "JPEG"))  # on Linux Qt tells the choice as the name of a box
    walker.click(walker.see("ListItem", "PNG"))
    walker.see("ComboBox", "PNG")
    walker.click(walker.see("Button", "Export"))
    said = walker.until_read("Saved as ")
    exported = photo.parent / said.removeprefix("Saved as ").split(",")[0]
    with Image.open(exported) as picture, Image.open(photo) as original:
        picture.load()
        assert (picture.format, picture.size) == ("PNG", original.size)
    assert difference(read(exported), read(photo)) > 5
    as_seen = read(exported, (painted.shape[1], painted.shape[0]))
    walker.seeing("what was exported", lambda seen: difference(seen, as_seen) < 4)
    assert [path.name for path in photo.parent.iterdir()] == sorted([exported.name, photo.name])

    walker.turn_to("morning.jpg.*Impasto")
    walker.press("ctrl+q")
    assert walker.program.wait(20) == 0
    log = next(fresh_home.rglob("impasto.log")).read_text(encoding="utf-8")
    assert "uncaught" not in log
    assert " qt: " not in log
