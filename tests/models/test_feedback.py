"""Before a photo is painted, what a small painting of it lacks of its style is asked for on top."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from models.checkpoints.shipped import WEIGHTS, load_stylist
from models.evaluation.quality import SAMPLES, read_samples
from models.feedback import KEPT, SMALL_PX, Feedback
from models.image import to_image
from models.networks.style_code import COLOUR_NUMBERS
from models.networks.stylist import HEEDED_MOST, Stylist
from models.universal import Universal
from tests.models.test_universal import CPU, a_code, lively_stylist, soft_picture


@pytest.fixture(scope="module")
def shipped() -> Stylist:
    return load_stylist(WEIGHTS / "universal.safetensors").eval().requires_grad_(False)


def missed(stylist: Stylist, painting: torch.Tensor, code: torch.Tensor) -> float:
    """How far a painting's code is from `code`, in deviations between styles; colours aside."""
    lack = (stylist.code(painting.clamp(0, 1)) - code) / stylist.modulator.deviation
    return float(lack[:, COLOUR_NUMBERS:].pow(2).mean().sqrt())


@pytest.mark.parametrize("style", ["glass", "mosaic", "swirls"])
def test_a_painting_comes_nearer_to_its_style(shipped: Stylist, style: str) -> None:
    photos, styles = read_samples(SAMPLES)
    photo = to_image(np.ascontiguousarray(next(iter(photos.values()))[:160, :160]))
    with torch.no_grad():
        code = shipped.code(to_image(styles[style]))
        heeded = shipped.heeded(photo, code)
        before, after = (missed(shipped, shipped(photo, asked), code) for asked in (code, heeded))
    assert after < 0.98 * before


def test_colours_are_left_alone_and_nothing_is_asked_for_without_bound() -> None:
    stylist = lively_stylist().eval()
    universal = Universal(stylist, CPU, has_feedback=True)
    code = a_code(universal)
    asked = universal.asked_for(soft_picture(48, 64), code)
    assert not np.array_equal(asked, code)
    np.testing.assert_array_equal(asked[:, :COLOUR_NUMBERS], code[:, :COLOUR_NUMBERS])
    most = HEEDED_MOST * stylist.modulator.deviation.numpy() * 1.0001
    assert (np.abs(asked - code)[0] <= most + 1e-6).all()


def test_networks_that_have_learnt_a_style_of_their_own_are_asked_as_ever() -> None:
    universal = Universal(lively_stylist(), CPU)
    code = a_code(universal)
    assert universal.asked_for(soft_picture(48, 64), code) is code


def test_it_is_found_once_for_a_photo_and_a_style_on_a_small_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    stylist = lively_stylist().eval()
    universal = Universal(stylist, CPU)
    codes = [a_code(universal, seed) for seed in range(3)]
    painted: list[tuple[int, ...]] = []
    heeded = stylist.heeded

    def counting(image: torch.Tensor, code: torch.Tensor) -> torch.Tensor:
        painted.append(tuple(image.shape[2:]))
        return heeded(image, code)

    monkeypatch.setattr(stylist, "heeded", counting)
    feedback = Feedback(stylist)
    large, other = soft_picture(500, 1000), soft_picture(24, 40)
    first = feedback.asked_for(large, codes[0])
    np.testing.assert_array_equal(feedback.asked_for(large, codes[0]), first)
    assert painted == [(SMALL_PX // 2, SMALL_PX)]
    feedback.asked_for(large, codes[1])
    feedback.asked_for(other, codes[0])
    assert painted[1:] == [(SMALL_PX // 2, SMALL_PX), (24, 40)]
    for level in range(KEPT):
        feedback.asked_for(np.full((16, 16, 3), level, np.uint8), codes[2])
    feedback.asked_for(large, codes[0])
    assert len(painted) == 3 + KEPT + 1, "the oldest are forgotten"
