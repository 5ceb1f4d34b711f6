"""Somebody does at random whatever can be done, thousands of times; nothing is lost and nothing is left over.

300 actions by default. All of them, which takes some minutes:

    IMPASTO_MONKEY_ACTIONS=5000 python -m pytest tests/desktop_app/stylize/test_monkey.py

A run that fails names its seed and its last actions; IMPASTO_MONKEY_SEED repeats it.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from desktop_app.canvas.touch import Touch
from desktop_app.document.project_file import read
from desktop_app.document.references import HashMemory
from desktop_app.document.versions import Versions
from desktop_app.stylize.controller import StylizeController
from desktop_app.stylize.thumbnails import MOST_MB
from models.picture_file import read_mask
from tests.desktop_app.stylize.conftest import Visitor, make_picture

ACTIONS = int(os.environ.get("IMPASTO_MONKEY_ACTIONS", "300"))
SEED = int(os.environ.get("IMPASTO_MONKEY_SEED", "2024"))
PHOTO_PX = (160, 120)
PRESETS = ("preset:ink", "preset:meadow", "preset:ember")
MOST_VERSIONS = 6
REMEMBERED = 12
MADE_LATE = (
    12  # what is made once, when it is first wanted; what leaks is hundreds after thousands of actions
)


class Monkey:
    """Knows what can be done in the window, and does one thing after the other."""

    def __init__(self, visitor: Visitor, seed: int) -> None:
        self.visitor, self.random = visitor, random.Random(seed)
        self.photos = [
            make_picture(visitor.folder / f"photo {number}.png", (90 * number, 60, 20), PHOTO_PX)
            for number in range(3)
        ]
        self.done: Counter[str] = Counter()
        self.last: list[str] = []
        self.acts: list[tuple[int, Callable[[], object]]] = [
            (6, self.slide),
            (1, self.reset),
            (4, self.choose_style),
            (3, self.toggle_style),
            (3, self.weigh),
            (1, self.open_photo),
            (6, self.stroke),
            (1, self.invert_mask),
            (1, self.clear_mask),
            (1, self.feather),
            (2, self.add_version),
            (4, self.switch_version),
            (2, self.rename_version),
            (1, self.remove_version),
            (2, self.compare),
            (6, self.undo),
            (4, self.redo),
            (2, self.jump),
            (3, self.look),
            (1, self.refine),
            (1, self.rest),
        ]

    @property
    def controller(self) -> StylizeController:
        return self.visitor.controller

    def act(self) -> None:
        weights, acts = zip(*self.acts, strict=True)
        act = self.random.choices(acts, weights)[0]
        name = getattr(act, "__name__", "")
        self.done[name] += 1
        self.last = [*self.last, name][-REMEMBERED:]
        act()
        if self.random.random() < 0.3:
            QApplication.processEvents()

    def act_often(self, times: int) -> None:
        """Then rests until nothing goes on."""
        try:
            for _ in range(times):
                self.act()
        except Exception as error:
            error.add_note(f"seed {SEED}, after {self.done.total()} actions, the last: {self.last}")
            raise
        settle(self.visitor)

    # -- what can be done -----------------------------------------------------------------------------------

    def slide(self) -> None:
        name, least, most = self.random.choice(
            [("strength", 0.0, 1.0), ("brush", 0.25, 4.0), ("keep_colors", 0.0, 1.0)]
        )
        for _ in range(self.random.randint(1, 6)):
            self.controller.set_control(name, round(self.random.uniform(least, most), 2), name)
        if self.random.random() < 0.7:
            self.controller.settle()

    def reset(self) -> None:
        self.controller.reset_controls()

    def choose_style(self) -> None:
        self.controller.choose_style(self.random.choice(PRESETS))

    def toggle_style(self) -> None:
        self.controller.toggle_style(self.random.choice(PRESETS))

    def weigh(self) -> None:
        styles = self.controller.project.styles
        if styles:
            self.controller.set_weight(self.random.choice(styles).source, round(self.random.random(), 2))

    def open_photo(self) -> None:
        photo = self.random.choice(self.photos)
        self.controller.open_photo(photo)
        self.visitor.until(
            lambda: self.controller.project.photo and self.controller.project.photo.path == photo
        )

    def _has_mask_to_paint(self) -> bool:
        styles = self.controller.project.styles
        if self.controller.project.is_paintable and self.random.random() < 0.5:
            self.controller.masking.choose(self.random.choice(styles).source)
        return self.controller.masking.source is not None

    def stroke(self) -> None:
        if not self._has_mask_to_paint():
            return
        masking = self.controller.masking
        masking.use(self.random.choice(["brush", "brush", "eraser", "lasso", "gradient"]))
        if masking.tools.mask is None:
            return
        place = [(self.random.uniform(0, PHOTO_PX[0]), self.random.uniform(0, PHOTO_PX[1])) for _ in range(4)]
        touches = [Touch(*point) for point in place]
        masking.tools.press(touches[0])
        for touch in touches[1:]:
            masking.tools.move(touch, is_down=True)
        masking.tools.release(touches[-1])

    def invert_mask(self) -> None:
        if self._has_mask_to_paint():
            self.controller.masking.invert()

    def clear_mask(self) -> None:
        self.controller.masking.clear()

    def feather(self) -> None:
        for share in (0.01, 0.02, 0.0)[: self.random.randint(1, 3)]:
            self.controller.masking.set_feather(share)
        self.controller.masking.settle_feather()

    def _any_version(self) -> int:
        return int(self.random.choice(self.controller.versioning.versions.each).number)

    def add_version(self) -> None:
        if len(self.controller.versioning.versions.each) < MOST_VERSIONS:
            self.controller.add_version()

    def switch_version(self) -> None:
        if self.random.random() < 0.5:
            self.controller.choose_version(self._any_version())
        else:
            self.controller.choose_version_beside(self.random.choice([-1, 1]))

    def rename_version(self) -> None:
        name = self.random.choice(["warm", "холодный", "暖色", "  ", "🎨 x"])
        self.controller.versioning.rename(self._any_version(), name)

    def remove_version(self) -> None:
        self.controller.remove_version(self._any_version())

    def compare(self) -> None:
        number = self.random.choice([None, self._any_version()])
        self.controller.versioning.compare_with(number)

    def undo(self) -> None:
        for _ in range(self.random.randint(1, 4)):
            self.controller.undo()

    def redo(self) -> None:
        for _ in range(self.random.randint(1, 4)):
            self.controller.redo()

    def jump(self) -> None:
        self.controller.go_to_step(self.random.randrange(len(self.visitor.studio.document.steps)))

    def look(self) -> None:
        commands = self.visitor.studio.window.commands
        looking = [commands.compare, commands.beside, commands.turn_line, commands.zoom_in, commands.zoom_out]
        looking += [commands.fit, commands.actual, commands.turn_left, commands.turn_right, commands.history]
        self.random.choice(looking).trigger()

    def refine(self) -> None:
        if self.controller.refining.is_running:
            self.controller.refining.stop()
        else:
            self.controller.refine()

    def rest(self) -> None:
        self.visitor.qtbot.wait(30)


def settle(visitor: Visitor) -> None:
    """Until nothing is going on any more."""
    controller = visitor.controller
    controller.refining.stop()
    controller.masking.settle()
    visitor.until(lambda: not controller.activity.text and not controller.glances.is_painting)


def things(visitor: Visitor) -> Counter[str]:
    """Every QObject of the program by its kind, once those that are to go are gone."""
    settle(visitor)
    for _ in range(3):
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QApplication.processEvents()
    studio = visitor.studio
    windows: list[QObject] = [*QApplication.topLevelWidgets()]
    everything = [*studio.findChildren(QObject), *studio.window.findChildren(QObject), *windows]
    return Counter(type(thing).__name__ for thing in everything)


def as_opened(versions: Versions) -> list[object]:
    """Masks by what they hold: opened, they lie elsewhere."""
    return [
        (
            version.number,
            version.name,
            version.number == versions.number,
            (version.project.photo, version.project.controls, version.project.seed),
            [
                (style.source, style.weight, style.mask and read_mask(style.mask).tobytes())
                for style in version.project.styles
            ],
        )
        for version in versions.each
    ]


def test_whatever_is_done_can_be_undone_redone_saved_and_leaves_nothing(visitor: Visitor) -> None:
    visitor.until_ready()
    document = visitor.studio.document
    start, engine = document.versions, visitor.studio.worker.engine_pid
    monkey = Monkey(visitor, SEED)
    monkey.act_often(ACTIONS // 2)
    visitor.controller.go_to_step(0)
    before = things(visitor)
    monkey.act_often(ACTIONS - ACTIONS // 2)
    assert len(monkey.done) == len(monkey.acts), "each was done"

    end, steps = document.versions, [step.state.versions for step in document.steps]
    position = document.position
    saved = visitor.folder / "monkey.impasto"
    visitor.studio.projects.save_as(saved)
    visitor.until(lambda: not document.is_modified)
    opened = read(saved, visitor.folder / "masks of the file", HashMemory()).versions
    assert as_opened(opened) == as_opened(end)

    for number in range(position - 1, -1, -1):
        visitor.controller.undo()
        assert document.versions == steps[number]
    assert document.versions == start
    assert not document.undo_label
    for number in range(1, position + 1):
        visitor.controller.redo()
        assert document.versions == steps[number]
    assert document.versions == end
    assert as_opened(document.versions) == as_opened(end)
    masks = {style.mask for step in steps for one in step.each for style in one.project.styles if style.mask}
    assert all(read_mask(mask).size for mask in masks), "no mask of any step is gone"

    visitor.controller.go_to_step(0)
    grown = things(visitor) - before
    assert grown.total() <= MADE_LATE, f"left over: {grown}"
    assert visitor.controller.thumbnails.size_mb <= MOST_MB
    assert visitor.studio.worker.engine_pid == engine, "the engine was never lost"
    assert not visitor.studio.front._calls._calls, "every question was answered"
