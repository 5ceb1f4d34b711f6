"""A click selects what somebody would call one thing, in one piece, and the same each time."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from models.engine import Engine
from models.news import FileError, GreyPicture
from models.requests import OpenMask, Request, SelectRegion
from models.select_region import select_region
from models.stepping import finish


def scene() -> NDArray[np.uint8]:
    """A sky that gets lighter downwards over a dark hill, with a sun in it and grain over all."""
    height, width = 240, 360
    rgb = np.zeros((height, width, 3), np.float32)
    rgb[:] = np.linspace([90, 140, 220], [170, 200, 240], height)[:, None]
    hill = np.zeros((height, width), np.uint8)
    cv2.ellipse(hill, (180, 260), (260, 110), 0, 0, 360, 1, -1)
    rgb[hill > 0] = (40, 70, 30)
    cv2.circle(rgb, (280, 60), 26, (250, 220, 120), -1)
    rgb += np.random.default_rng(1).normal(0, 5, rgb.shape)
    picture: NDArray[np.uint8] = np.clip(rgb, 0, 255).astype(np.uint8)
    return picture


def overlap(region: NDArray[np.float32], truth: NDArray[np.bool_]) -> float:
    """Intersection over union."""
    found = region > 0.5
    return float((found & truth).sum() / (found | truth).sum())


def truths() -> dict[str, NDArray[np.bool_]]:
    height, width = 240, 360
    hill, sun = (np.zeros((height, width), np.uint8) for _ in range(2))
    cv2.ellipse(hill, (180, 260), (260, 110), 0, 0, 360, 1, -1)
    cv2.circle(sun, (280, 60), 26, 1, -1)
    return {"hill": hill > 0, "sun": sun > 0, "sky": (hill == 0) & (sun == 0)}


@pytest.mark.parametrize(
    ("name", "x", "y"), [("sky", 0.2, 0.2), ("sky", 0.5, 0.5), ("hill", 0.5, 0.9), ("sun", 0.78, 0.25)]
)
def test_a_click_selects_the_thing_under_it(name: str, x: float, y: float) -> None:
    assert overlap(select_region(scene(), x, y), truths()[name]) > 0.9


def test_the_same_click_selects_the_same_region_in_one_piece() -> None:
    first, second = (select_region(scene(), 0.5, 0.9) for _ in range(2))
    assert (first == second).all()
    pieces, _ = cv2.connectedComponents((first > 0.5).astype(np.uint8))
    assert pieces == 2, "background and one piece"


@pytest.mark.parametrize("at", [(0.0, 0.0), (1.0, 1.0), (0.999, 0.0)])
def test_a_click_on_the_very_edge_selects_what_is_there(at: tuple[float, float]) -> None:
    region = select_region(scene(), *at)
    row, column = (min(int(at[1] * 240), 239), min(int(at[0] * 360), 359))
    assert region[row, column] > 0.5


@pytest.mark.parametrize("size", [(1, 1), (2, 300), (40, 40)])
def test_a_picture_of_one_colour_is_one_region(size: tuple[int, int]) -> None:
    assert (select_region(np.full((*size, 3), 90, np.uint8), 0.5, 0.5) > 0.5).all()


def answer(request: Request) -> GreyPicture:
    result = finish(Engine("cpu").answer(request))
    assert isinstance(result, GreyPicture)
    return result


def test_the_engine_answers_with_a_mask_of_the_size_asked_for(tmp_path: Path) -> None:
    Image.fromarray(scene()).resize((1800, 1200)).save(tmp_path / "photo.png")
    grey = answer(SelectRegion(tmp_path / "photo.png", 0.5, 0.9, 900, 600)).grey_hw
    assert grey.shape == (600, 900)
    assert grey.dtype == np.uint8
    assert grey[550, 450] == 255
    assert grey[50, 450] == 0


def test_a_mask_of_another_size_is_stretched_and_its_transparency_counts(tmp_path: Path) -> None:
    half = np.zeros((40, 60), np.uint8)
    half[:, :30] = 255
    Image.fromarray(half).save(tmp_path / "grey.png")
    grey = answer(OpenMask(tmp_path / "grey.png", 300, 100)).grey_hw
    assert grey.shape == (100, 300)
    assert grey[50, 20] == 255
    assert grey[50, 280] == 0
    see_through = np.dstack([np.full((40, 60, 3), 7, np.uint8), half])
    Image.fromarray(see_through, "RGBA").save(tmp_path / "alpha.png")
    assert (answer(OpenMask(tmp_path / "alpha.png", 300, 100)).grey_hw == grey).all()


def test_what_is_no_mask_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "mask.png").write_text("nothing")
    with pytest.raises(FileError, match=r"mask\.png"):
        answer(OpenMask(tmp_path / "mask.png", 30, 10))
