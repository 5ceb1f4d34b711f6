"""Takes the pictures of the window that the documentation shows, with the real engine and the samples.

    xvfb-run -a -s "-screen 0 2600x1200x24" python packaging/screenshots.py [NAME...] [--to FOLDER]

FOLDER is docs/images unless given. PICTURES are taken in the one way that is named there. STATES are taken in
both languages, both themes and three sizes, and become one sheet each, in FOLDER/states; `--whole DIRECTORY`
keeps each of them as it is, to be looked at closely. Nothing of the user's is read or changed.
"""

from __future__ import annotations

import argparse
import gc
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

if TYPE_CHECKING:
    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QWidget

    from desktop_app.app import Studio
    from desktop_app.canvas.view import PictureView
    from desktop_app.settings import ThemeChoice

SIZE = (1280, 800)
SIZES = ((1024, 640), (1580, 960), (2560, 1080))
LANGUAGES = ("en", "zh_CN")
THEMES: tuple[ThemeChoice, ...] = ("light", "dark")
SHEET_SCALE, SHEET_GAP_PX, SHEET_QUALITY = 0.4, 12, 74
LARGEST_BYTES = 600_000
PATIENCE_S = 1800
LAY_OUT_S = 0.3
GLANCES_S = 2.0  # after which the strip has begun to show the photograph
TRAIN_MINUTES = 1.0
LIVE_LOOK_S = 6  # until the figures have settled
REFINE_LOOK_S = 20  # how long a refinement runs before its picture is taken
NO_ENGINE = "models.absent:Engine"


# -- waiting and finding ------------------------------------------------------------------------------------


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
    controller.open_photo(photo_of(studio, photo))
    until(lambda: controller.photo_image and photo in str(controller.project.photo))
    until(lambda: len(controller.shelf.styles) >= len(controller.samples.styles))
    controller.choose_style(source_of(studio, style))
    until_painted(studio)


def photo_of(studio: Studio, photo: str) -> Path:
    return next(path for path in studio.controller.samples.photos if photo in path.name)


def source_of(studio: Studio, style: str) -> str:
    return str(next(path for path in studio.controller.samples.styles if style in path.name))


def folder_with(name: str, pictures: Iterable[Path]) -> Path:
    """A folder of the user's that holds copies of these."""
    folder = Path(os.environ["XDG_DATA_HOME"]) / name
    folder.mkdir()
    for picture in pictures:
        shutil.copy(picture, folder)
    return folder


def enter(studio: Studio, room: str) -> QWidget:
    """The page of the room."""
    studio.window.rooms.enter(room)
    return made_page(studio)


def made_page(studio: Studio) -> QWidget:
    """Of the room that was entered, as soon as it is there."""
    from desktop_app.coming import Coming

    until(lambda: not isinstance(studio.window.rooms.page, Coming))
    return studio.window.rooms.page


def until_painted(studio: Studio) -> None:
    """Once more where the engine was given up for silent, as beside busy neighbours it may be."""
    easel, notices = studio.controller.easel, studio.window.page.notices

    def is_painted() -> bool:
        if not easel.is_current and not easel.is_busy:
            notices.close_button.click()
            easel.refresh()
        return easel.is_current and not easel.is_busy

    if studio.controller.project.is_paintable:
        until(is_painted)


# -- the scenes ---------------------------------------------------------------------------------------------


def welcome(studio: Studio) -> None:
    """The first start."""


def no_engine(studio: Studio) -> None:
    until(lambda: studio.engine_state.phase == "failed")


def painted(studio: Studio) -> None:
    """In one of the presets that come with the program."""
    paint(studio, "coffee", "swirls")
    until(lambda: studio.controller.shelf.find("preset:great_wave"))
    studio.controller.choose_style("preset:great_wave")
    until_painted(studio)
    rest(GLANCES_S)


def swirls(studio: Studio) -> None:
    paint(studio, "coffee", "swirls")


def divided(studio: Studio) -> None:
    swirls(studio)
    studio.window.page.view.set_comparing(True)


def beside(studio: Studio) -> None:
    swirls(studio)
    studio.window.page.view.set_beside(True)


def loupe(studio: Studio) -> None:
    paint(studio, "astronaut", "woodcut")
    studio.window.page.view.set_loupe(True)


def look_through_loupe(view: PictureView) -> None:
    """At the face; what is there is painted as the export will be, in a moment."""
    from PySide6.QtCore import QPoint
    from PySide6.QtTest import QTest

    QTest.mouseMove(view, QPoint(view.width() // 2 + 20, view.height() // 3))
    rest(GLANCES_S)


def mix(studio: Studio) -> None:
    paint(studio, "astronaut", "glass")
    studio.controller.toggle_style(source_of(studio, "woodcut"))
    studio.controller.set_weight(source_of(studio, "woodcut"), 0.6)
    until_painted(studio)


def mix_of_four(studio: Studio) -> None:
    mix(studio)
    for style in ("mosaic", "swirls"):
        studio.controller.toggle_style(source_of(studio, style))
    weights = {"glass": 0.42, "woodcut": 0.28, "mosaic": 0.18, "swirls": 0.12}
    studio.controller.set_weights({source_of(studio, style): share for style, share in weights.items()})
    until_painted(studio)


def masked(studio: Studio) -> None:
    """One style over all, another where it was painted."""
    paint(studio, "rocket", "swirls")
    controller = studio.controller
    controller.toggle_style(source_of(studio, "mosaic"))
    controller.masking.choose(source_of(studio, "mosaic"))
    controller.masking.tools.set_brush(size=0.22, hardness=0.5)
    stroke(studio, studio.window.page.view, [(0.15 + n * 0.09, 0.75 + 0.1 * (n % 2)) for n in range(9)])


def stroke(studio: Studio, view: PictureView, way: Sequence[tuple[float, float]]) -> None:
    """`way` in parts of the picture."""
    from PySide6.QtCore import QPoint, QPointF, Qt
    from PySide6.QtTest import QTest

    before, (width, height) = studio.controller.project, view.viewport.picture

    def at(place: tuple[float, float]) -> QPoint:
        return QPointF(*view.viewport.view_point(place[0] * width, place[1] * height)).toPoint()

    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=at(way[0]))
    for place in way[1:]:
        QTest.mouseMove(view, at(place))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=at(way[-1]))
    until(lambda: studio.controller.project != before)
    until_painted(studio)


def excluded(studio: Studio) -> None:
    """The frame of a style picture is left out."""
    paint(studio, "cat", "mosaic")
    studio.controller.exclude(source_of(studio, "mosaic"))
    until(lambda: studio.controller.mask_work.excluding)
    studio.controller.mask_work.current.tools.set_brush(size=0.16, hardness=0.7)
    frame = [(0.08, 0.08), (0.5, 0.08), (0.92, 0.08), (0.92, 0.5), (0.92, 0.92)]
    stroke(studio, studio.window.page.style_view, frame)


def refining(studio: Studio) -> None:
    paint(studio, "cat", "mosaic")
    studio.controller.refine()
    begun = time.monotonic()
    until(lambda: not studio.controller.refining.is_running or time.monotonic() - begun > REFINE_LOOK_S)


def paused(studio: Studio) -> None:
    refining(studio)
    studio.controller.refining.pause(True)


def export_choices(studio: Studio) -> None:
    paint(studio, "rocket", "mosaic")
    studio.window.page.side.open_export()
    rest(LAY_OUT_S)  # the file is estimated beside the window


def exporting(studio: Studio) -> None:
    """Two large exports, of which the first one runs."""
    from desktop_app.settings import ExportChoice

    paint(studio, "rocket", "mosaic")
    folder = Path(os.environ["XDG_DATA_HOME"])
    for name in ("rocket-mosaic", "rocket-mosaic-2"):
        studio.controller.export(folder / f"{name}.tif", "refine", ExportChoice(".tif", long_side_px=6000))
    until(lambda: studio.controller.activity.text)
    rest(GLANCES_S)


def versions(studio: Studio) -> None:
    """Two, and the history of how they came about."""
    swirls(studio)
    controller, sliders = studio.controller, studio.window.page.side.controls
    sliders.strength.moved.emit(0.7)
    until_painted(studio)
    controller.add_version()
    controller.choose_style(source_of(studio, "woodcut"))
    until_painted(studio)
    sliders.keep_colors.moved.emit(0.8)
    until_painted(studio)
    studio.window.commands.history.setChecked(True)


def shortcuts(studio: Studio) -> None:
    swirls(studio)
    studio.window.commands.shortcuts.trigger()


def refused(studio: Studio) -> None:
    """A file that is no picture, whatever it is called."""
    swirls(studio)
    broken = Path(os.environ["XDG_DATA_HOME"]) / "holiday.jpg"
    broken.write_text("not a picture", encoding="utf-8")
    studio.controller.open_photo(broken)
    until(lambda: studio.window.page.notices.message)


def draft(studio: Studio) -> None:
    """A training that can be begun, on nothing but the samples."""
    photos = folder_with("Photographs", studio.controller.samples.photos)
    enter(studio, "train")
    drafting = studio.training.drafting
    drafting.add_pictures([Path(source_of(studio, "swirls"))])
    drafting.choose_photos(photos)
    until(lambda: drafting.is_complete)
    drafting.watch_on([photo_of(studio, "astronaut")])
    until(lambda: drafting.request.samples)


def train(studio: Studio) -> None:
    """A minute of a real training."""
    from models.training_requests import StopWhen

    draft(studio)
    training = studio.training
    training.drafting.watch_on_the_folder()
    training.drafting.change(name="Swirls", stop=StopWhen(minutes=TRAIN_MINUTES))
    training.work.set_priority("full")
    training.start()
    until(lambda: training.work.status and training.work.status.done > 0.5)
    training.work.steer("snapshot")
    until(lambda: training.work.status and training.work.status.done > 0.9)


def collections(studio: Studio) -> None:
    """What the coach says of a small folder, with a work that is there twice and one that is framed."""
    from PIL import Image, ImageOps

    works = folder_with("Works", studio.controller.samples.styles)
    one, other, *_ = studio.controller.samples.styles
    with Image.open(one) as picture:
        picture.convert("RGB").save(works / f"{one.stem} again.jpg", quality=60)
    with Image.open(other) as picture:
        edge = min(picture.size) // 12
        ImageOps.expand(picture.convert("RGB"), edge, (48, 36, 28)).save(works / f"{other.stem} framed.jpg")
    enter(studio, "collections")
    drafting = studio.collections.drafting
    drafting.choose_works(works)
    until(lambda: drafting.crops and drafting.time)


def judge(studio: Studio) -> None:
    """The painting that is seen in Stylize, measured."""
    from desktop_app.judge.page import JudgePage

    swirls(studio)
    studio.window.commands.judge.trigger()
    page = made_page(studio)
    assert isinstance(page, JudgePage)
    until(lambda: page.results.currentWidget() is page.table)


def live(studio: Studio) -> None:
    """A sample photograph stands before the camera."""
    from desktop_app.live.page import LivePage

    until(lambda: len(studio.controller.shelf.styles) >= len(studio.controller.samples.styles))
    page = enter(studio, "live")
    assert isinstance(page, LivePage)
    page.controller.change(styles=((source_of(studio, "glass"), 0.6), (source_of(studio, "swirls"), 0.4)))
    page.controller.change(floor_px=640)
    page.play(folder_with("Astronaut", [photo_of(studio, "astronaut")]))
    until(lambda: page.controller.phase == "running")
    rest(LIVE_LOOK_S)


STATES: dict[str, Callable[[Studio], None]] = {
    "welcome": welcome,
    "painted": painted,
    "divided": divided,
    "beside": beside,
    "loupe": loupe,
    "masks": masked,
    "exclude": excluded,
    "mix_of_four": mix_of_four,
    "refining": refining,
    "paused": paused,
    "export": export_choices,
    "exporting": exporting,
    "versions": versions,
    "shortcuts": shortcuts,
    "live": live,
    "draft": draft,
    "train": train,
    "collections": collections,
    "judge": judge,
    "refused": refused,
    "no_engine": no_engine,
}
PICTURES: dict[str, tuple[Callable[[Studio], None], ThemeChoice, str]] = {
    "window": (painted, "dark", "en"),
    "live": (live, "dark", "en"),
}


# -- taking pictures ----------------------------------------------------------------------------------------


def photograph(studio: Studio) -> QImage:
    """The window, and what stands over it."""
    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QPainter, QPalette
    from PySide6.QtWidgets import QApplication, QDialog

    window = studio.window
    image = window.grab().toImage()
    dialogs = [over for over in QApplication.topLevelWidgets() if isinstance(over, QDialog)]
    for dialog in (over for over in dialogs if over.isVisible() and over.parent() is window):
        painter = QPainter(image)
        at = window.rect().center() - dialog.rect().center()
        place = QPoint(max(0, at.x()), max(0, at.y()))
        painter.drawPixmap(place, dialog.grab())
        painter.setPen(window.palette().color(QPalette.ColorRole.PlaceholderText))
        painter.drawRect(dialog.rect().translated(place))
        painter.end()
    return image


def with_studio(scene: Callable[[Studio], None], language: str, use: Callable[[Studio], None]) -> None:
    """A new program in an empty home, in this state."""
    from desktop_app.app import Studio
    from desktop_app.gpu_worker import ENGINE
    from desktop_app.settings import SettingsStore

    with tempfile.TemporaryDirectory() as home:
        for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME"):
            os.environ[name] = home
        settings = SettingsStore(Path(home) / "settings.json")
        engine = NO_ENGINE if scene is no_engine else ENGINE
        studio = Studio(settings, engine=engine, sessions=Path(home) / "sessions")
        studio.set_language(language)
        studio.window.resize(*SIZE)
        studio.open([])
        until(lambda: studio.engine_state.phase in ("ready", "failed"))
        scene(studio)
        use(studio)
        studio.window.close()
        studio.window.deleteLater()
        studio.deleteLater()
        rest(0)


def take_picture(name: str, folder: Path) -> None:
    scene, theme, language = PICTURES[name]

    def take(studio: Studio) -> None:
        studio.set_theme(theme)
        rest(LAY_OUT_S)
        save_small(photograph(studio), folder / f"{name}.png")

    with_studio(scene, language, take)


def take_state(name: str, folder: Path, whole: Path | None) -> None:

    shots: dict[tuple[str, str, tuple[int, int]], QImage] = {}

    for language in LANGUAGES:

        def take(studio: Studio, language: str = language) -> None:
            for size in SIZES:
                studio.window.resize(*size)
                rest(LAY_OUT_S)
                until_painted(studio)
                for theme in THEMES:
                    studio.set_theme(theme)
                    rest(LAY_OUT_S)
                    if studio.window.commands.loupe.isChecked():
                        look_through_loupe(studio.window.page.view)
                    shots[language, theme, size] = image = photograph(studio)
                    if whole is not None:
                        image.save(str(whole / f"{name}_{size[0]}_{language}_{theme}.png"))

        with_studio(STATES[name], language, take)
    save_sheet(
        [[shots[language, theme, size] for size in SIZES] for language in LANGUAGES for theme in THEMES],
        folder / f"{name}.webp",
    )


def save_sheet(rows: Iterable[Sequence[QImage]], path: Path) -> None:
    """All at one scale, so that sizes can be compared."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QColor, QImage, QPainter

    smooth = Qt.TransformationMode.SmoothTransformation
    small = [
        [image.scaledToWidth(round(image.width() * SHEET_SCALE), smooth) for image in row] for row in rows
    ]
    widths = [image.width() for image in small[0]]
    heights = [max(image.height() for image in row) for row in small]
    width, height = (sum(parts) + SHEET_GAP_PX * (len(parts) + 1) for parts in (widths, heights))
    sheet = QImage(width, height, QImage.Format.Format_RGB32)
    sheet.fill(QColor(128, 128, 128))
    painter, top = QPainter(sheet), SHEET_GAP_PX
    for row, height in zip(small, heights, strict=True):
        left = SHEET_GAP_PX
        for image, width in zip(row, widths, strict=True):
            painter.drawImage(left, top, image)
            left += width + SHEET_GAP_PX
        top += height + SHEET_GAP_PX
    painter.end()
    path.parent.mkdir(parents=True, exist_ok=True)
    sheet.save(str(path), quality=SHEET_QUALITY)
    tell(path)


def save_small(image: QImage, path: Path) -> None:
    """Fewer colours until the file is small enough to be in a repository."""
    from PIL import Image

    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(str(path))
    with Image.open(path) as picture:
        whole = picture.convert("RGB")
    for colors in (256, 192, 128, 96, 64):
        whole.quantize(colors, dither=Image.Dither.FLOYDSTEINBERG).save(path, optimize=True)
        if path.stat().st_size <= LARGEST_BYTES:
            break
    tell(path)


def tell(path: Path) -> None:
    sys.stdout.write(f"{path.name}: {path.stat().st_size // 1000} kB\n")
    sys.stdout.flush()


def main(arguments: Sequence[str]) -> int:
    from PySide6.QtWidgets import QApplication

    from desktop_app.theme import STYLE_ARGUMENTS

    parser = argparse.ArgumentParser(description="Takes the pictures of the documentation.")
    parser.add_argument(
        "names", nargs="*", help="of PICTURES; of STATES with states/ before; all unless given"
    )
    parser.add_argument("--to", type=Path, default=ROOT / "docs" / "images", dest="folder", metavar="FOLDER")
    parser.add_argument("--whole", type=Path, help="where each picture of a state is kept at its full size")
    wanted = parser.parse_args(arguments)
    known = [*PICTURES, *(f"states/{state}" for state in STATES)]
    if unknown := [name for name in wanted.names if name not in known]:
        parser.error(f"there is no {unknown[0]}; choose from {', '.join(known)}")
    if wanted.whole:
        wanted.whole.mkdir(parents=True, exist_ok=True)
    application = QApplication([sys.argv[0], *STYLE_ARGUMENTS])
    for name in wanted.names or known:
        if name in PICTURES:
            take_picture(name, wanted.folder)
        else:
            take_state(name.removeprefix("states/"), wanted.folder / "states", wanted.whole)
        gc.collect()  # what is Qt's goes before the application does
    del application
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
