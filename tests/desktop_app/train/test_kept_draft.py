"""The draft of a training outlives the program, and gives way to another only with a way back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.train.controller import TrainController
from desktop_app.train.draft_file import masks_of_draft, read_draft, write_draft
from models.training_requests import StylePicture, TrainStyle
from tests.desktop_app.stylize.conftest import MakeVisitor, Visitor, make_picture, make_visitor, visitor
from tests.desktop_app.train.test_train_room import draft, enter, photos, said

__all__ = ["make_visitor", "photos", "visitor"]


def test_a_draft_and_its_masks_are_there_again_at_the_next_start(
    make_visitor: MakeVisitor, photos: Path
) -> None:
    visitor = make_visitor()
    training = draft(visitor, photos)
    mask = make_picture(visitor.folder / "mask.png")
    training.drafting.change_picture(visitor.style, weight=2.0, exclude=mask)
    training.drafting.set_slider("strength", 0.75)
    visitor.until(lambda: (kept := read_draft()) and kept.sliders.strength == 0.75)  # a kill loses nothing
    training.drafting.change(name="of the last second")
    visitor.studio.quit()
    mask.unlink()
    again = make_visitor()
    training, _ = enter(again)
    again.until(lambda: training.drafting.is_complete)
    request = training.drafting.request
    (picture,) = request.pictures
    assert (request.name, request.sliders.strength, request.photos) == ("of the last second", 0.75, photos)
    assert (picture.path, picture.weight) == (visitor.style, 2.0)
    assert picture.exclude is not None
    assert picture.exclude.is_file(), "the window's own masks go with it"


def test_masks_that_no_draft_needs_any_more_are_swept(tmp_path: Path) -> None:
    first, second = (make_picture(tmp_path / f"{name}.png") for name in "ab")
    for mask in (first, second):
        pictures = (StylePicture(tmp_path / "style.png", exclude=mask),)
        write_draft(TrainStyle(pictures, tmp_path, Path(), Path()))
    assert len(list(masks_of_draft().iterdir())) == 2, "an undo may need it"
    read_draft()
    assert [mask.name for mask in masks_of_draft().iterdir()] == ["b.png"]


def test_a_draft_that_gives_way_to_another_can_be_had_back(visitor: Visitor, photos: Path) -> None:
    training = draft(visitor, photos)
    training.drafting.change(name="first")
    training.start()
    visitor.until(lambda: training.work.status)
    compose(visitor, training, "in hand")
    training.fork()
    assert training.drafting.request.name == "first"
    assert "“in hand”" in said(enter(visitor)[1])
    enter(visitor)[1].notices.action_button.click()
    assert training.shown is None
    request = training.drafting.request
    assert (request.name, request.parent, len(request.pictures)) == ("in hand", None, 1)
    training.work.steer("stop")
    visitor.until(lambda: not training.work.is_running)


@pytest.mark.logs_expected
def test_what_cannot_begin_does_not_push_out_the_draft_in_hand(visitor: Visitor, photos: Path) -> None:
    training = draft(visitor, photos)
    in_hand = replace(training.drafting.request, name="in hand")
    training.drafting.change(name="refused")
    training.start()
    training.drafting.restore(in_hand)
    visitor.until(lambda: not training.work.is_running)
    assert training.drafting.request.name == "in hand"
    assert "stays in the line" in said(enter(visitor)[1])


def compose(visitor: Visitor, training: TrainController, name: str) -> None:
    training.drafting.add_pictures([visitor.style])
    visitor.until(lambda: training.drafting.request.pictures)
    training.drafting.change(name=name)
