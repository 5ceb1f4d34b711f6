"""The open photograph in each style of the strip: painted while nothing else is, kept on disk."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage

from desktop_app.resources import Samples
from desktop_app.stylize.glance_store import GlanceStore, glances_folder
from desktop_app.stylize.strip import StyleStrip
from desktop_app.stylize.strip_model import StripRole
from desktop_app.tickets import Ticket
from models.news import Cancelled, Done, Failed, News, Outcome
from models.requests import Stylize
from models.wire import rank
from tests.desktop_app.stylize.conftest import PHOTO_COLOR, STYLE_COLOR, MakeVisitor, Visitor, make_picture

PHOTO = QColor(*PHOTO_COLOR)
INVERTED = QColor(*(255 - channel for channel in PHOTO_COLOR))
OTHER_COLOR = (30, 200, 90)
OTHER_INVERTED = QColor(*(255 - channel for channel in OTHER_COLOR))


def styles(folder: Path, count: int = 3) -> Samples:
    return Samples(
        (), tuple(make_picture(folder / f"style_{n}.png", STYLE_COLOR, (64, 64)) for n in range(count))
    )


def tile(visitor: Visitor, source: str) -> QColor:
    """What the strip shows of a style."""
    model = visitor.find(StyleStrip, "style_strip").model()
    for row in range(model.rowCount()):
        if model.index(row, 0).data(StripRole.source) == source:
            image = model.index(row, 0).data(Qt.ItemDataRole.DecorationRole)
            assert isinstance(image, QImage)
            return image.pixelColor(image.width() // 2, image.height() // 2)
    raise AssertionError(f"{source} is not on the strip")


def tiles(visitor: Visitor, samples: Samples) -> set[str]:
    return {tile(visitor, str(path)).name() for path in samples.styles}


def until_listed(visitor: Visitor, samples: Samples) -> None:
    visitor.until(lambda: len(visitor.controller.shelf.styles) == len(samples.styles) + 3)


class Witness:
    """What became of the glances that were asked for."""

    def __init__(self, visitor: Visitor) -> None:
        self.outcomes: list[tuple[str, Outcome]] = []
        visitor.studio.worker.reported.connect(self._on_reported)

    def _on_reported(self, ticket: Ticket, news: News | Outcome) -> None:
        request = ticket.request
        if isinstance(request, Stylize) and request.can_wait and isinstance(news, Outcome):
            self.outcomes.append((request.styles[0].source, news))

    def painted(self) -> list[str]:
        return [source for source, outcome in self.outcomes if isinstance(outcome, Done)]


# -- what is shown -----------------------------------------------------------------------------------------


def test_every_style_becomes_the_photograph_in_it(make_visitor: MakeVisitor, tmp_path: Path) -> None:
    samples = styles(tmp_path)
    visitor = make_visitor(samples=samples)
    until_listed(visitor, samples)
    assert tiles(visitor, samples) == {QColor(*STYLE_COLOR).name()}, "without a photograph: the style"
    visitor.open_photo()
    visitor.until(lambda: tiles(visitor, samples) == {INVERTED.name()})
    assert visitor.controller.activity.text == "", "nobody has to be told"
    assert visitor.controller.document.undo_label == "Open Photograph", "and nothing is to be undone"
    visitor.studio.window.commands.undo.trigger()
    assert tiles(visitor, samples) == {QColor(*STYLE_COLOR).name()}


def test_a_style_that_comes_later_is_painted_too(make_visitor: MakeVisitor, tmp_path: Path) -> None:
    visitor = make_visitor()
    visitor.open_photo()
    visitor.controller.add_styles([visitor.style])
    visitor.until(lambda: visitor.controller.shelf.find(str(visitor.style)))
    visitor.until(lambda: tile(visitor, str(visitor.style)) == INVERTED)


def test_another_photograph_has_other_glances(make_visitor: MakeVisitor, tmp_path: Path) -> None:
    samples = styles(tmp_path)
    visitor = make_visitor(samples=samples)
    until_listed(visitor, samples)
    visitor.open_photo()
    visitor.until(lambda: tiles(visitor, samples) == {INVERTED.name()})
    other = make_picture(tmp_path / "other.png", OTHER_COLOR)
    seen = []
    visitor.controller.glances.changed.connect(lambda: seen.append(tiles(visitor, samples)))
    visitor.controller.open_photo(other)
    visitor.until(lambda: tiles(visitor, samples) == {OTHER_INVERTED.name()})
    assert seen[0] == {QColor(*STYLE_COLOR).name()}, "never another photograph's"
    visitor.controller.open_photo(visitor.photo)
    visitor.until(lambda: tiles(visitor, samples) == {INVERTED.name()})


def test_a_style_that_cannot_be_painted_stays_as_it_is_and_says_nothing(
    make_visitor: MakeVisitor, tmp_path: Path
) -> None:
    samples = styles(tmp_path)
    visitor = make_visitor("tests.odd_engines:PickyEngine", samples)
    witness = Witness(visitor)
    until_listed(visitor, samples)
    visitor.open_photo()
    visitor.until(lambda: len(witness.outcomes) == 3)
    refused, *good = map(str, samples.styles)
    visitor.until(lambda: {tile(visitor, source).name() for source in good} == {INVERTED.name()})
    assert tile(visitor, refused) == QColor(*STYLE_COLOR)
    assert [source for source, outcome in witness.outcomes if isinstance(outcome, Failed)] == [refused]
    assert visitor.message is None
    visitor.qtbot.wait(800)
    assert len(witness.outcomes) == 3, "and is not tried again and again"


# -- in its turn -------------------------------------------------------------------------------------------


def test_what_is_in_sight_is_painted_first(make_visitor: MakeVisitor, tmp_path: Path) -> None:
    samples = styles(tmp_path, 24)
    visitor = make_visitor(samples=samples)
    witness = Witness(visitor)
    until_listed(visitor, samples)
    strip = visitor.find(StyleStrip, "style_strip")
    strip.reveal(str(samples.styles[-1]))
    visitor.open_photo()
    seen = [source for source in strip.seen() if not source.startswith("preset:")]
    assert 2 <= len(seen) < 20
    visitor.until(lambda: len(witness.painted()) >= len(seen))
    assert witness.painted()[: len(seen)] == seen


def test_what_somebody_asks_for_ends_it_at_once_and_it_goes_on_afterwards(
    make_visitor: MakeVisitor, tmp_path: Path
) -> None:
    samples = styles(tmp_path, 2)
    visitor = make_visitor("tests.odd_engines:PatientEngine", samples)
    witness = Witness(visitor)
    until_listed(visitor, samples)
    visitor.open_photo()
    asked = visitor.controller.glances
    visitor.until(lambda: asked.is_painting)
    visitor.qtbot.wait(100)  # until it is well under way
    begun = time.monotonic()
    visitor.controller.choose_style(str(samples.styles[0]))
    visitor.until(lambda: visitor.shown)
    assert time.monotonic() - begun < 1, "what can wait would have taken two seconds"
    assert isinstance(witness.outcomes[0][1], Cancelled)
    visitor.until(lambda: tiles(visitor, samples) == {INVERTED.name()})


def test_nothing_is_painted_while_something_else_goes_on(make_visitor: MakeVisitor, tmp_path: Path) -> None:
    samples = styles(tmp_path, 2)
    visitor = make_visitor("tests.odd_engines:PatientEngine", samples)
    until_listed(visitor, samples)
    visitor.open_photo()
    visitor.controller.choose_style(str(samples.styles[0]))
    visitor.until_painted()
    visitor.controller.refine()
    while visitor.controller.refining.is_running:
        assert not visitor.controller.glances.is_painting
        visitor.qtbot.wait(20)
    visitor.until(lambda: visitor.controller.glances.is_painting)


def test_what_can_wait_is_the_least_urgent() -> None:
    urgent = Stylize(Path("a.png"), (), engine="refine")
    assert rank(Stylize(Path("a.png"), (), can_wait=True)) > rank(urgent) > rank(Stylize(Path("a.png"), ()))


def test_closing_while_it_paints_is_quick(make_visitor: MakeVisitor, tmp_path: Path) -> None:
    samples = styles(tmp_path)
    visitor = make_visitor("tests.odd_engines:PatientEngine", samples)
    until_listed(visitor, samples)
    visitor.open_photo()
    visitor.until(lambda: visitor.controller.glances.is_painting)
    begun = time.monotonic()
    visitor.studio.window.close()
    assert time.monotonic() - begun < 2.5


# -- on disk -----------------------------------------------------------------------------------------------


def kept() -> list[Path]:
    return [path for path in glances_folder().glob("*.png") if not path.name.startswith("photo-")]


def repaint(path: Path, color: tuple[int, int, int]) -> None:
    with Image.open(path) as picture:
        size = picture.size
    Image.new("RGB", size, color).save(path)


def test_what_was_painted_is_there_at_the_next_visit(make_visitor: MakeVisitor, tmp_path: Path) -> None:
    samples, photo = styles(tmp_path), make_picture(tmp_path / "sea.png")
    first = make_visitor(samples=samples)
    until_listed(first, samples)
    first.controller.open_photo(photo)
    first.until(lambda: tiles(first, samples) == {INVERTED.name()})
    first.studio.window.close()
    assert len(kept()) == 3
    for path in kept():
        repaint(path, (1, 2, 3))  # so that it can be told from what is painted anew
    os.utime(samples.styles[2], (1, 1))  # another file now, as far as anybody knows
    second = make_visitor(samples=samples)
    witness = Witness(second)
    until_listed(second, samples)
    second.controller.open_photo(photo)
    changed = str(samples.styles[2])
    second.until(lambda: tile(second, changed) == INVERTED)
    assert {tile(second, str(path)).name() for path in samples.styles[:2]} == {"#010203"}
    assert witness.painted() == [changed]


def test_a_damaged_file_is_painted_again(make_visitor: MakeVisitor, tmp_path: Path) -> None:
    samples, photo = styles(tmp_path, 1), make_picture(tmp_path / "sea.png")
    first = make_visitor(samples=samples)
    until_listed(first, samples)
    first.controller.open_photo(photo)
    first.until(lambda: tiles(first, samples) == {INVERTED.name()})
    first.studio.window.close()
    for path in glances_folder().glob("*.png"):
        path.write_bytes(path.read_bytes()[:40])
    second = make_visitor(samples=samples)
    second.controller.open_photo(photo)
    second.until(lambda: second.controller.shelf.find(str(samples.styles[0])))
    second.until(lambda: tiles(second, samples) == {INVERTED.name()})


@pytest.mark.logs_expected
def test_without_room_on_disk_the_strip_shows_the_styles(make_visitor: MakeVisitor, tmp_path: Path) -> None:
    glances_folder().parent.mkdir(parents=True)
    glances_folder().write_text("a file where the folder should be")
    samples = styles(tmp_path, 1)
    visitor = make_visitor(samples=samples)
    until_listed(visitor, samples)
    visitor.open_photo()
    visitor.controller.choose_style(str(samples.styles[0]))
    visitor.until_painted()
    visitor.qtbot.wait(800)
    assert tiles(visitor, samples) == {QColor(*STYLE_COLOR).name()}
    assert visitor.message is None


def image_of(color: tuple[int, int, int], side: int = 64) -> QImage:
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(QColor(*color))
    return image


def test_the_oldest_are_forgotten_when_there_are_too_many(tmp_path: Path) -> None:
    store = GlanceStore(tmp_path / "glances")
    paths = [store.keep(f"{n}", image_of((n, n, n))) for n in range(6)]
    for age, path in enumerate(paths):
        os.utime(path, (1000 + age, 1000 + age))
    assert store.load("0") is not None, "what is looked at is young again"
    left = sum(paths[n].stat().st_size for n in (0, 4, 5))
    small = GlanceStore(tmp_path / "glances", cap_bytes=left)
    small.sweep()
    assert [path.exists() for path in paths] == [True, False, False, False, True, True]


def test_a_name_follows_the_photograph_the_style_and_their_files(tmp_path: Path) -> None:
    store = GlanceStore(tmp_path / "glances")
    photo, style = make_picture(tmp_path / "photo.png"), make_picture(tmp_path / "style.png")
    name = store.key(photo, str(style))
    assert name == store.key(photo, str(style))
    assert name != store.key(style, str(photo))
    assert store.key(photo, "preset:mosaic") not in (None, name)
    os.utime(photo, (5, 5))
    assert store.key(photo, str(style)) != name
    style.unlink()
    assert store.key(photo, str(style)) is None


def test_of_networks_made_by_others_the_small_ones_are_painted(tmp_path: Path) -> None:
    small, large = tmp_path / "small.pth", tmp_path / "large.pth"
    small.write_bytes(b"x" * 1000)
    with large.open("wb") as stream:
        stream.truncate(40_000_000)
    store = GlanceStore(tmp_path / "glances")
    assert store.is_cheap(str(small))
    assert store.is_cheap(f"{small}#3"), "one of several styles in a file"
    assert not store.is_cheap(str(large))
    assert not store.is_cheap(str(tmp_path / "gone.pth"))


def test_the_engine_gets_a_small_copy_of_the_photograph(tmp_path: Path) -> None:
    store = GlanceStore(tmp_path / "glances")
    photo = make_picture(tmp_path / "photo.png", size=(900, 600))
    image = QImage(str(photo))
    copy = store.keep_photo(photo, image)
    with Image.open(copy) as picture:
        assert picture.size == (256, 170)
        assert picture.getpixel((9, 9)) == PHOTO_COLOR
    before = copy.stat().st_ino
    assert store.keep_photo(photo, image) == copy
    assert copy.stat().st_ino == before, "once is enough"
