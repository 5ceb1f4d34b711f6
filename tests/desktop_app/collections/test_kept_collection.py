"""The draft of a collection outlives the program."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton

from desktop_app.collections.draft_file import draft_path, read_draft
from desktop_app.widgets.notice_bar import Message
from tests.desktop_app.collections.room import draft, enter, works
from tests.desktop_app.stylize.conftest import MakeVisitor, make_visitor

__all__ = ["make_visitor", "works"]


def test_a_draft_is_there_again_at_the_next_start(make_visitor: MakeVisitor, works: Path) -> None:
    visitor = make_visitor()
    room, _ = draft(visitor, works, "paired")
    room.drafting.change_recipe("size_px", 128)
    visitor.until(lambda: (kept := read_draft()) and kept.recipe)  # a kill loses nothing
    room.drafting.change(name="of the last second")
    visitor.studio.quit()
    again = make_visitor()
    room, _ = enter(again)
    again.until(lambda: room.drafting.report)
    request = room.drafting.request
    assert (request.works, request.task, request.name) == (works, "paired", "of the last second")
    assert room.drafting.recipe == {"size_px": 128}


def test_what_nobody_named_is_named_after_the_next_folder(make_visitor: MakeVisitor, works: Path) -> None:
    visitor = make_visitor()
    draft(visitor, works)
    visitor.studio.quit()
    again = make_visitor()
    room, _ = enter(again)
    again.until(lambda: room.drafting.report)
    other = works.rename(works.with_name("night_cafés"))
    room.drafting.choose_works(other)
    assert room.drafting.request.name == "Night cafés"


@pytest.mark.parametrize("written", [b"", b"{", b"[]", b'{"task": "imagine"}'])
def test_a_draft_that_cannot_be_understood_is_none(
    make_visitor: MakeVisitor, works: Path, written: bytes
) -> None:
    visitor = make_visitor()
    visitor.studio.settings.change(works_folder=str(works))
    draft_path().parent.mkdir(parents=True, exist_ok=True)
    draft_path().write_bytes(written)
    room, _ = enter(visitor)
    visitor.until(lambda: room.drafting.report)
    assert room.drafting.request.works == works


def test_a_fork_gives_the_draft_before_it_back(make_visitor: MakeVisitor, works: Path) -> None:
    visitor = make_visitor()
    room, page = draft(visitor, works, "imagine")
    visitor.find(QPushButton, "start_collection").click()
    visitor.until(lambda: room.work.status)
    visitor.find(QPushButton, "train_stop").click()
    visitor.until(lambda: not room.work.is_running)
    begun = room.work.record
    assert begun is not None
    room.show_run(begun.run)
    visitor.until(lambda: room.shown)
    said: list[Message] = []
    room.said.connect(said.append)
    room.fork()
    assert not said, "what a start leaves behind is nobody's work"
    assert room.drafting.request.parent == begun.run

    room.drafting.change(name="In hand", recipe='{"size_px": 128}', parent=None)
    before = room.drafting.request
    room.show_run(begun.run)
    visitor.until(lambda: room.shown)
    room.fork()
    assert room.drafting.request.parent == begun.run
    assert page.notices.message is not None
    assert "In hand" in page.notices.message.text
    page.notices.action_button.click()
    assert room.drafting.request == before
