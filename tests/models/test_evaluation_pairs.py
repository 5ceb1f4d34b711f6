"""Measures of a painted picture against answers that are known without them."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import torch
from scipy.ndimage import gaussian_filter

from models.evaluation import pairs
from models.evaluation.features import Eye
from models.image import resize
from models.judgement import Scores


@pytest.fixture(scope="module")
def eye() -> Eye:
    return Eye()


def noise(seed: int = 0, height: int = 40, width: int = 56) -> torch.Tensor:
    return torch.rand(1, 3, height, width, generator=torch.Generator().manual_seed(seed))


def flat(value: float) -> torch.Tensor:
    return torch.full((1, 3, 32, 32), value, dtype=torch.float64)


def scored(eye: Eye, out: torch.Tensor, photo: torch.Tensor, style: torch.Tensor | None = None) -> Scores:
    seen = None if style is None else pairs.see_style(eye, style)
    return pairs.score(eye, out, pairs.see_photo(eye, photo, (out.shape[2], out.shape[3])), seen)


def test_a_difference_of_a_tenth_is_20_decibels() -> None:
    assert pairs.mean_squared_error(flat(0.5), flat(0.6)) == pytest.approx(0.01)
    assert pairs.psnr_db(pairs.mean_squared_error(flat(0.5), flat(0.6))) == pytest.approx(20)


def test_ssim_of_two_flat_pictures_is_its_luminance_term() -> None:
    assert pairs.ssim(flat(0.2), flat(0.6)) == pytest.approx((2 * 0.12 + 1e-4) / (0.4 + 1e-4), abs=1e-9)
    assert pairs.ssim(flat(0.2), flat(0.6)) == pytest.approx(0.600100, abs=1e-6)


def test_ssim_is_the_formula_of_its_paper() -> None:
    a = noise(1).double()
    b = (0.7 * a + 0.3 * noise(2).double()).clamp(0, 1)
    x, y = ((p[0].permute(1, 2, 0).numpy() @ np.array(pairs.LUMA)) for p in (a, b))

    def blur(array: np.ndarray) -> np.ndarray:
        smooth: np.ndarray = gaussian_filter(array, 1.5, truncate=3.5)
        return smooth

    ux, uy = blur(x), blur(y)
    vx, vy, vxy = blur(x * x) - ux**2, blur(y * y) - uy**2, blur(x * y) - ux * uy
    c1, c2 = 0.01**2, 0.03**2
    full = (2 * ux * uy + c1) * (2 * vxy + c2) / ((ux**2 + uy**2 + c1) * (vx + vy + c2))
    assert pairs.ssim(a, b) == pytest.approx(full[5:-5, 5:-5].mean(), abs=1e-6)


def test_strips_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    a, b = noise(1), noise(2)
    whole = pairs.ssim(a, b), pairs.mean_squared_error(a, b)
    for rows in (1, 7, 30, 31):
        monkeypatch.setattr(pairs, "STRIP_PX", rows)
        assert (pairs.ssim(a, b), pairs.mean_squared_error(a, b)) == pytest.approx(whole, abs=1e-9)


def test_pixel_measures_are_those_of_scikit_image() -> None:
    from skimage import metrics

    measures: Any = metrics  # carries no types
    a, b = noise(1), noise(2)
    x, y = (p[0].permute(1, 2, 0).double().numpy() for p in (a, b))
    assert pairs.mean_squared_error(a, b) == pytest.approx(measures.mean_squared_error(x, y), rel=1e-6)
    psnr = measures.peak_signal_noise_ratio(x, y, data_range=1)
    assert pairs.psnr_db(pairs.mean_squared_error(a, b)) == pytest.approx(psnr, abs=1e-6)
    settings = {"gaussian_weights": True, "sigma": 1.5, "use_sample_covariance": False, "data_range": 1}
    grey = (p @ np.array(pairs.LUMA) for p in (x, y))
    assert pairs.ssim(a, b) == pytest.approx(measures.structural_similarity(*grey, **settings), abs=1e-6)


def test_equal_pictures_are_at_distance_0(eye: Eye) -> None:
    picture = noise()
    scores = scored(eye, picture, picture.clone(), picture)
    assert (scores.mse, scores.perceptual, scores.content, scores.style) == (0, 0, 0, 0)
    assert scores.psnr_db == math.inf
    assert scores.ssim == pytest.approx(1)
    assert scores.gap is None  # where photo and style are one picture nothing can be closed


def test_the_gap_is_closed_by_the_style_and_untouched_by_the_photo(eye: Eye) -> None:
    photo, style = noise(1) * 0.3, noise(2)
    assert scored(eye, style, photo, style).gap == pytest.approx(1)
    assert scored(eye, photo, photo, style).gap == pytest.approx(0)
    between = scored(eye, (photo + style) / 2, photo, style).gap
    assert between is not None
    assert 0 < between < 1


def test_style_is_blind_to_places_and_content_is_not(eye: Eye) -> None:
    features = eye.look(noise())
    shuffled = []
    for level in features:
        order = torch.randperm(level[0, 0].numel(), generator=torch.Generator().manual_seed(1))
        shuffled.append(level.flatten(2)[:, :, order].reshape(level.shape))
    assert pairs.style_distance(pairs.grams(features), pairs.grams(features)) == 0
    assert pairs.style_distance(pairs.grams(features), pairs.grams(shuffled)) == pytest.approx(0, abs=1e-9)
    assert pairs.content_distance(features, shuffled) > 0.3
    assert pairs.perceptual_distance(features, shuffled) > 0.01


def test_perceptual_distance_grows_with_the_blur(eye: Eye) -> None:
    sharp = noise(3)
    weak, strong = (torch.from_numpy(gaussian_filter(sharp.numpy(), (0, 0, s, s))) for s in (0.5, 2.0))
    a, b, c = (eye.look(picture) for picture in (sharp, weak, strong))
    assert 0 < pairs.perceptual_distance(a, b) < pairs.perceptual_distance(a, c) < 2


def test_perceptual_distance_of_orthogonal_features_is_2() -> None:
    one, other = torch.zeros(1, 4, 3, 3), torch.zeros(1, 4, 3, 3)
    one[:, 0], other[:, 1] = 5, 0.1
    assert pairs.perceptual_distance([one], [other]) == pytest.approx(2)


def test_clipped_pixels_count_beyond_those_of_the_style() -> None:
    grey = torch.linspace(0.01, 0.99, 100).reshape(1, 1, 10, 10).expand(1, 3, 10, 10)
    assert pairs.clipped_share(grey) == 0
    burnt = grey.clone()
    burnt[:, 0, :2] = 1
    assert pairs.clipped_share(burnt) == pytest.approx(0.2)
    assert pairs.clipped_beyond(burnt, 0.05) == pytest.approx(0.15)
    assert pairs.clipped_beyond(burnt, 0.5) == 0


def test_a_photo_of_another_size_is_brought_to_that_of_the_output(eye: Eye) -> None:
    photo = noise(4, 80, 112)
    out = resize(photo, 40, 56)
    assert scored(eye, out, photo).mse == 0
