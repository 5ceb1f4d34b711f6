"""The project: styles come and go, and a request says all that decides the picture."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.document.state import Photo, Project
from models.requests import Controls, Export, StyleChoice, Stylize

PHOTO = Photo(Path("a.jpg"), 300, 200)


def test_one_style_replaces_all_and_toggling_mixes() -> None:
    project = Project().with_only("a").with_only("b").with_toggled("c")
    assert [style.source for style in project.styles] == ["b", "c"]
    assert [style.source for style in project.with_toggled("b").styles] == ["c"]


def test_shares_are_parts_of_the_whole() -> None:
    project = Project().with_only("a").with_toggled("b").with_weights({"b": 0.25})
    assert project.share_of("a") == pytest.approx(0.8)
    assert project.share_of("b") == pytest.approx(0.2)
    assert Project().share_of("a") == 0


def test_somebody_always_paints() -> None:
    project = Project().with_only("a").with_toggled("b").with_weights({"a": 0.0, "b": 0.0})
    assert project.share_of("a") == 0.5
    one = Project().with_only("a").with_toggled("b").with_weights({"a": 0.0})
    assert one.with_weights({"b": 0.0}).share_of("b") == 1
    assert one.with_toggled("b").share_of("a") == 1


def test_who_joins_a_mix_weighs_as_much_as_the_others_on_average() -> None:
    project = Project().with_only("a").with_toggled("b").with_weights({"a": 0.2, "b": 0.4})
    assert project.with_toggled("c").share_of("c") == pytest.approx(1 / 3)


def test_every_style_has_a_mask_of_its_own_or_none() -> None:
    project = Project().with_only("a").with_toggled("b").with_mask("b", Path("m.png"))
    assert project.mask_of("b") == Path("m.png")
    assert project.mask_of("a") is project.mask_of("elsewhere") is None
    assert replace(project, photo=PHOTO).request().styles[1] == StyleChoice("b", mask=Path("m.png"))
    assert project.with_mask("b", None).mask_of("b") is None
    assert project.with_only("b").mask_of("b") == Path("m.png"), "a click on its tile does not lose it"
    assert project.with_only("c").mask_of("c") is None


def test_a_request_needs_a_photo_and_a_style() -> None:
    assert not Project(photo=PHOTO).is_paintable
    assert not Project().with_only("a").is_paintable
    with pytest.raises(ValueError, match="needed"):
        Project(photo=PHOTO).request()


def test_the_request_has_everything_of_the_project() -> None:
    controls = Controls(strength=0.5, brush=2)
    project = replace(Project(photo=PHOTO, controls=controls, seed=3), styles=(StyleChoice("a", 0.5),))
    export = Export(Path("out.png"))
    assert project.is_paintable
    assert project.request("refine", 640, export) == Stylize(
        PHOTO.path, (StyleChoice("a", 0.5),), controls, "refine", long_side_px=640, seed=3, export=export
    )
