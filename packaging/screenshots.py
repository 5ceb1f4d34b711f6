"""Takes the pictures of the window that README and guide show, with the real engine and the built-in samples.

    xvfb-run -a -s "-screen 0 1600x1000x24" python packaging/screenshots.py [FOLDER] [SCENE...]

FOLDER is docs/images unless given. Nothing of the user's is read or changed.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

if TYPE_CHECKING:
    from desktop_app.app import Studio

SIZE = (1280, 800)
LARGEST_BYTES = 600_000
PATIENCE_S = 1800
TRAIN_MINUTES = 1.0
LIVE_LOOK_S = 6  # until the figures have settled
REFINE_LOOK_S = 20  # how long a refinement runs before its picture is taken


def until(condition: Callable[[], object]) -> None:
    from PySide6.QtWidgets import QApplication

    begun = time.monotonic()
    while not condition():
        if time.monotonic() - begun > PATIENCE_S:
            raise SystemExit("the engine takes too long")
        QApplication.processEvents()
        time.sleep(0.01)


def rest(seconds: float) -> None:
    end = time.monotonic() + seconds
    until(lambda: time.monotonic() > end)


def paint(studio: Studio, photo: str, style: str) -> None:
    controller = studio.controller
    controller.open_photo(next(path for path in controller.samples.photos if photo in path.name))
    until(lambda: controller.photo_image and photo in str(controller.project.photo))
    until(lambda: len(controller.shelf.styles) >= len(controller.samples.styles))
    controller.choose_style(source_of(studio, style))
    until_painted(studio)


def source_of(studio: Studio, style: str) -> str:
    return str(next(path for path in studio.controller.samples.styles if style in path.name))


def until_painted(studio: Studio) -> None:
    easel = studio.controller.easel
    until(lambda: easel.is_current and not easel.is_busy)


def welcome(studio: Studio) -> None:
    studio.set_theme("light")


def compare(studio: Studio) -> None:
    studio.set_theme("dark")
    paint(studio, "coffee", "swirls")
    studio.window.page.view.set_comparing(True)


def mix(studio: Studio) -> None:
    studio.set_theme("light")
    paint(studio, "astronaut", "glass")
    studio.controller.toggle_style(source_of(studio, "woodcut"))
    studio.controller.set_weight(source_of(studio, "woodcut"), 0.6)
    until_painted(studio)


def masks(studio: Studio) -> None:
    """One style over all, another where it was painted."""
    from PySide6.QtCore import QPointF, Qt
    from PySide6.QtTest import QTest

    studio.set_theme("dark")
    paint(studio, "rocket", "swirls")
    controller, view = studio.controller, studio.window.page.view
    controller.toggle_style(source_of(studio, "mosaic"))
    controller.masking.choose(source_of(studio, "mosaic"))
    controller.masking.tools.set_brush(size=0.22, hardness=0.5)
    before = controller.project
    width, height = view.viewport.picture

    def at(x: float, y: float) -> QPointF:
        return QPointF(*view.viewport.view_point(x * width, y * height))

    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=at(0.15, 0.75).toPoint())
    for step in range(1, 9):
        QTest.mouseMove(view, at(0.15 + step * 0.09, 0.75 + 0.1 * (step % 2)).toPoint())
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=at(0.87, 0.75).toPoint())
    until(lambda: controller.project != before)
    until_painted(studio)


def refine(studio: Studio) -> None:
    studio.set_theme("dark")
    paint(studio, "cat", "mosaic")
    studio.controller.refine()
    begun = time.monotonic()
    until(lambda: not studio.controller.refining.is_running or time.monotonic() - begun > REFINE_LOOK_S)


def export(studio: Studio) -> None:
    studio.set_theme("light")
    paint(studio, "rocket", "mosaic")
    studio.window.page.side.open_export()


def train(studio: Studio) -> None:
    """A minute of a real training, on nothing but the samples."""
    import shutil

    from desktop_app.train.page import TrainPage
    from models.training_requests import StopWhen

    studio.set_theme("dark")
    photos = Path(os.environ["XDG_DATA_HOME"]) / "Photographs"
    photos.mkdir()
    for photo in studio.controller.samples.photos:
        shutil.copy(photo, photos)
    studio.window.rooms.enter("train")
    until(lambda: isinstance(studio.window.rooms.page, TrainPage))
    training = studio.training
    training.drafting.add_pictures([Path(source_of(studio, "swirls"))])
    training.drafting.choose_photos(photos)
    until(lambda: training.drafting.is_complete)
    training.drafting.change(name="Swirls", stop=StopWhen(minutes=TRAIN_MINUTES), priority="full")
    training.start()
    until(lambda: training.work.status and training.work.status.done > 0.5)
    training.work.steer("snapshot")
    until(lambda: training.work.status and training.work.status.done > 0.9)


def chinese(studio: Studio) -> None:
    studio.set_theme("dark")
    studio.set_language("zh_CN")
    paint(studio, "coffee", "glass")


def live(studio: Studio) -> None:
    """A sample photograph stands before the camera."""
    from desktop_app.live.page import LivePage

    studio.set_theme("dark")
    until(lambda: len(studio.controller.shelf.styles) >= len(studio.controller.samples.styles))
    studio.window.rooms.enter("live")
    until(lambda: isinstance(studio.window.rooms.page, LivePage))
    page = studio.window.rooms.page
    assert isinstance(page, LivePage)
    page.controller.change(styles=((source_of(studio, "glass"), 0.6), (source_of(studio, "swirls"), 0.4)))
    page.controller.change(floor_px=640)
    folder = tempfile.TemporaryDirectory()
    studio.ended.connect(folder.cleanup)
    source = Path(folder.name) / "Astronaut"
    source.mkdir()
    photo = next(path for path in studio.controller.samples.photos if "astronaut" in path.name)
    (source / photo.name).write_bytes(photo.read_bytes())
    page.play(source)
    until(lambda: page.controller.phase == "running")
    rest(LIVE_LOOK_S)


SCENES: dict[str, Callable[[Studio], None]] = {
    "welcome": welcome,
    "compare": compare,
    "mix": mix,
    "masks": masks,
    "refine": refine,
    "export": export,
    "train": train,
    "live": live,
    "chinese": chinese,
}


def save(studio: Studio, path: Path) -> None:
    """Fewer colours until the file is small enough to be in a repository."""
    from PIL import Image

    path.parent.mkdir(parents=True, exist_ok=True)
    studio.window.grab().save(str(path))
    with Image.open(path) as picture:
        whole = picture.convert("RGB")
    whole.save(path, optimize=True)
    for colors in (256, 192, 128, 96, 64):
        if path.stat().st_size <= LARGEST_BYTES:
            break
        whole.quantize(colors, dither=Image.Dither.FLOYDSTEINBERG).save(path, optimize=True)
    sys.stdout.write(f"{path.name}: {path.stat().st_size // 1000} kB\n")


def shoot(name: str, folder: Path) -> None:
    from desktop_app.app import Studio
    from desktop_app.settings import SettingsStore

    with tempfile.TemporaryDirectory() as home:
        os.environ["XDG_DATA_HOME"] = home  # where trainings lie
        studio = Studio(SettingsStore(Path(home) / "settings.json"), sessions=Path(home) / "sessions")
        studio.set_language("en")
        studio.window.resize(*SIZE)
        studio.open([])
        until(lambda: studio.engine_state.phase in ("ready", "failed"))
        SCENES[name](studio)
        rest(0.5)
        save(studio, folder / f"{name}.png")
        studio.window.close()


def main(arguments: Sequence[str]) -> int:
    from PySide6.QtWidgets import QApplication

    from desktop_app.theme import STYLE_ARGUMENTS

    application = QApplication([sys.argv[0], *STYLE_ARGUMENTS])
    folder = Path(arguments[0]) if arguments else ROOT / "docs" / "images"
    for name in arguments[1:] or SCENES:
        shoot(name, folder)
    del application
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
