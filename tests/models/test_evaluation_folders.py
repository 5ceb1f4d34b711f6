"""FID and KID against moments and samples whose distance is known."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from torch import nn

from models.evaluation import folders
from models.evaluation.features import Eye
from models.news import FileError, Notice
from models.stepping import finish


def gaussian(count: int, seed: int, mean: float = 0.0, dimensions: int = 16) -> folders.Rows:
    return np.random.default_rng(seed).normal(mean, 1, (count, dimensions))


def test_frechet_distance_of_two_gaussians() -> None:
    zero, one, unit = np.zeros(4), np.ones(4), np.eye(4)
    assert folders.frechet_distance(zero, unit, one, 4 * unit) == pytest.approx(8)
    assert folders.frechet_distance(one, 4 * unit, zero, unit) == pytest.approx(8)


def test_frechet_distance_is_that_of_the_matrix_square_root() -> None:
    from scipy.linalg import sqrtm

    a, b = folders.moments(gaussian(40, 1) * np.linspace(0.1, 3, 16)), folders.moments(gaussian(50, 2, 0.3))
    direct = ((a[0] - b[0]) ** 2).sum() + np.trace(a[1] + b[1] - 2 * np.real(sqrtm(a[1] @ b[1])))
    assert folders.frechet_distance(*a, *b) == pytest.approx(direct, rel=1e-8)


def test_a_set_is_at_distance_0_from_itself_also_with_few_pictures() -> None:
    few = folders.moments(gaussian(5, 0, dimensions=64))
    assert folders.frechet_distance(*few, *few) == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize(("count", "expected"), [(200, 11.3), (1000, 2.2), (5000, 0.46)])
def test_fid_of_one_distribution_is_far_from_0_with_few_pictures(count: int, expected: float) -> None:
    """Its bias for two samples of one Gaussian of 64 dimensions: why KID stands beside it."""
    a, b = (folders.moments(gaussian(count, seed, dimensions=64)) for seed in (1, 2))
    assert folders.frechet_distance(*a, *b) == pytest.approx(expected, rel=0.1)


def test_kid_of_one_distribution_is_0_but_for_its_noise() -> None:
    """64 dimensions and 200 pictures: no bias, a deviation of 0.006."""
    found = [
        folders.kernel_distance(gaussian(200, s, dimensions=64), gaussian(200, s + 1, dimensions=64)).value
        for s in range(0, 60, 2)
    ]
    assert abs(np.mean(found)) < 0.004
    assert np.std(found) == pytest.approx(0.006, rel=0.5)


def test_kid_is_the_sum_over_pairs_of_its_paper() -> None:
    a, b = gaussian(7, 1), gaussian(9, 2, 0.5)

    def kernel(x: folders.Rows, y: folders.Rows) -> float:
        return float((x @ y / 16 + 1) ** 3)

    within_a = np.mean([kernel(x, y) for i, x in enumerate(a) for j, y in enumerate(a) if i != j])
    within_b = np.mean([kernel(x, y) for i, x in enumerate(b) for j, y in enumerate(b) if i != j])
    between = np.mean([kernel(x, y) for x in a for y in b])
    assert folders.kernel_distance(a, b).value == pytest.approx(within_a + within_b - 2 * between)


def test_the_interval_of_kid_holds_0_for_one_distribution_and_not_for_two() -> None:
    same = [folders.kernel_distance(gaussian(120, 2 * s), gaussian(120, 2 * s + 1)) for s in range(20)]
    assert sum(k.low <= 0 <= k.high for k in same) >= 19
    assert abs(np.mean([k.value for k in same])) < 0.02  # unbiased: FID of such samples is far from 0
    shifted = folders.kernel_distance(gaussian(120, 1), gaussian(120, 2, 0.5))
    assert shifted.low > 0


def test_the_same_seed_gives_the_same_interval() -> None:
    a, b = gaussian(60, 1), gaussian(60, 2)
    assert folders.kernel_distance(a, b, 3) == folders.kernel_distance(a, b, 3)
    assert folders.kernel_distance(a, b, 3) != folders.kernel_distance(a, b, 4)


class Colours(nn.Module):
    """In place of the loss network: the picture itself."""

    def forward(self, image: torch.Tensor) -> list[torch.Tensor]:
        return [image]


def fill(folder: Path, count: int, brightness: int) -> Path:
    folder.mkdir()
    rng = np.random.default_rng(brightness)
    for index in range(count):
        colour = rng.integers(brightness, brightness + 40, 3, np.uint8)
        Image.fromarray(np.full((20, 30, 3), colour, np.uint8)).save(folder / f"{index}.png")
    return folder


def test_folders_are_compared_and_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    dark, light = fill(tmp_path / "dark", 8, 10), fill(tmp_path / "light", 8, 200)
    (light / "broken.png").write_bytes(b"no picture")
    eye = Eye(Colours())
    found = finish(folders.compare_folders(dark, light, eye))
    assert found.counts == (8, 8)
    assert found.kid.low > 0
    assert found.fid > 0.05
    assert len(found.failed) == 1
    assert "broken.png" in found.failed[0]
    assert not found.remarks  # three features: six pictures are enough
    said = [n for n in folders.compare_folders(dark, light, eye) if isinstance(n, Notice)]
    assert "broken.png" in said[0].text
    assert finish(folders.compare_folders(dark, dark, eye)).fid == pytest.approx(0, abs=1e-9)


def test_too_few_pictures_for_fid_are_said_and_fewer_than_four_refused(tmp_path: Path) -> None:
    few, one = fill(tmp_path / "few", 4, 10), fill(tmp_path / "one", 1, 10)
    found = finish(folders.compare_folders(few, few, Eye()))
    assert "fewer than 256 pictures" in found.remarks[0]
    with pytest.raises(FileError, match="one has 1 readable"):
        finish(folders.compare_folders(few, one, Eye()))
    with pytest.raises(FileError, match="no folder"):
        finish(folders.compare_folders(few, tmp_path / "nowhere", Eye()))
