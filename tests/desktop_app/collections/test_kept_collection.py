"""The draft of a collection outlives the program."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_app.collections.draft_file import draft_path, read_draft
from tests.desktop_app.collections.test_collections_room import draft, enter, works
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
