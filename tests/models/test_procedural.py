"""Procedural styles: seeded, of the right kind, and each family its own."""

from __future__ import annotations

import numpy as np
import pytest

from models.data.drawn_scene import SIZE_PX
from models.data.drawn_styles import drawn
from models.data.procedural import FAMILIES, procedural_style, random_palette


@pytest.mark.parametrize("size_px", [48, 97])
@pytest.mark.parametrize("name", sorted(FAMILIES))
def test_every_family_draws_a_picture_that_is_not_flat(name: str, size_px: int) -> None:
    rng = np.random.default_rng(4)
    picture = FAMILIES[name](rng, size_px, random_palette(rng))
    assert picture.shape == (size_px, size_px, 3)
    assert picture.dtype == np.uint8
    assert picture.std() > 8


def test_the_same_seed_draws_the_same_picture() -> None:
    first, second, third = (procedural_style(np.random.default_rng(seed), 64) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, second)
    assert (first != third).any()


def test_at_least_ten_families() -> None:
    assert len(FAMILIES) >= 10


STILL = ("blueprint", "paper_cut", "pixel_art", "riso_poster", "charcoal", "ink_wash")


@pytest.mark.parametrize("name", STILL)
def test_a_drawn_style_is_always_the_same_and_like_no_other(name: str) -> None:
    picture = drawn(name)
    assert picture.shape == (SIZE_PX, SIZE_PX, 3)
    assert picture.dtype == np.uint8
    assert np.array_equal(picture, drawn(name))
    assert picture.std() > 25
    other = drawn("glass")
    assert np.abs(picture.astype(int) - other).mean() > 15
