"""Pictures are painted a quarter larger and reduced: alike in training, in the program and in a file."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from models.arrays import planes, resize_planes, shrink_planes, to_bytes
from models.evaluation.acceptance import kmac_per_px
from models.image import to_image
from models.networks.finer import enlarged, finer_px, lanczos, reduced
from models.universal import Universal, finer
from tests.models.test_universal import CPU, a_code, lively_stylist, soft_picture
from tests.stepping import heard

Size = tuple[int, int]


@pytest.mark.parametrize("size", [(16, 16), (37, 53), (120, 161)])
def test_the_program_enlarges_and_reduces_as_a_training_does(size: Size) -> None:
    picture = np.random.default_rng(1).integers(0, 256, (*size, 3), np.uint8)
    large = finer(picture)
    height, width = large.shape[:2]
    assert (height, width) == (finer_px(size[0]), finer_px(size[1]))
    learnt = enlarged(to_image(picture), height, width)
    np.testing.assert_allclose(planes(large), learnt.numpy(), atol=3e-5)
    again = reduced(learnt, *size).numpy()
    np.testing.assert_allclose(shrink_planes(learnt.numpy(), *size), again, atol=1e-4)


def test_what_is_enlarged_and_reduced_is_the_picture_again() -> None:
    picture = soft_picture(96, 128)
    back = to_bytes(shrink_planes(planes(finer(picture)), 96, 128))
    assert np.abs(back.astype(int) - picture).max() <= 1


def test_what_is_even_stays_even_where_it_is_reduced() -> None:
    assert float((lanczos(1280, 1024).sum(1) - 1).abs().max()) < 1e-5
    line = torch.linspace(0, 1, 1280)
    assert torch.allclose((lanczos(1280, 1024) @ line).diff()[8:-8], torch.tensor(1.25 / 1279), atol=1e-5)


@pytest.mark.parametrize("size", [(17, 31), (64, 81)])
def test_a_picture_keeps_its_size_and_its_bits_do_not_matter(size: Size) -> None:
    universal = Universal(lively_stylist(), CPU)
    picture, code = soft_picture(*size), a_code(universal)
    palette = universal.palette(universal.own_code(picture), [code], 1.0)
    eight, _ = heard(universal.paint(picture, palette, 1.0))
    sixteen, _ = heard(universal.paint(picture.astype(np.uint16) * 257, palette, 1.0))
    assert eight.shape == (1, 3, *size)
    np.testing.assert_allclose(eight, sixteen, atol=1e-5)


def test_it_holds_more_than_painting_at_the_pictures_own_size() -> None:
    """Moved by a pixel, what is painted at half size cannot follow; a quarter larger it follows better."""
    universal = Universal(lively_stylist(), CPU)
    coarse = np.random.default_rng(2).random((1, 3, 54, 56), dtype=np.float32)
    wide = np.asarray(to_bytes(resize_planes(coarse, 160, 168)), np.uint8)
    palette = universal.palette(universal.own_code(wide), [a_code(universal)], 1.0)
    errors = {}
    for paint in (universal.paint, universal.paint_fine):
        still, _ = heard(paint(np.ascontiguousarray(wide[:, :160]), palette, 1.0))
        moved, _ = heard(paint(np.ascontiguousarray(wide[:, 3:163]), palette, 1.0))
        error = moved[..., 32:-32, 32:-35] - still[..., 32:-32, 35:-32]
        errors[paint.__name__] = float(error.std() / still.std())
    assert errors["paint"] < errors["paint_fine"]


def test_its_cost_is_counted() -> None:
    """By the pixel of the finished picture: 25 are painted for 16."""
    stylist, side = lively_stylist(), 256
    with torch.utils.flop_counter.FlopCounterMode(display=False) as counter:
        code = torch.zeros(1, stylist.code_size)
        stylist.content(torch.zeros(1, 3, side, side), stylist.modulator.split(stylist.modulator(code)))
    there = counter.get_total_flops() / 2 / side**2 / 1000
    assert kmac_per_px(stylist) == pytest.approx(there * 25 / 16, rel=0.02)
