"""A few paintings become many styles: in each other's colours, and halfway between two."""

from __future__ import annotations

import pytest
import torch
import torch.nn.functional as F

from models.networks.style_code import colour_moments
from models.training.objective import style_distances, style_statistics
from models.training.stretching import halfway, in_other_colours


@pytest.fixture
def crops() -> torch.Tensor:
    """Three soft pictures, each of its own colours."""
    chance = torch.Generator().manual_seed(3)
    soft = F.interpolate(torch.rand(3, 3, 6, 6, generator=chance), (48, 48), mode="bilinear")
    return 0.3 * soft + torch.tensor([[0.1, 0.3, 0.5], [0.5, 0.2, 0.3], [0.4, 0.6, 0.2]])[:, :, None, None]


def test_each_takes_the_colours_of_its_neighbour(crops: torch.Tensor) -> None:
    changed = in_other_colours(crops, 1.0, torch.Generator().manual_seed(0))
    assert torch.allclose(colour_moments(changed), colour_moments(crops).roll(1, 0), atol=2e-3)
    light, after = (picture.mean(1).flatten(1) for picture in (crops, changed))
    alike = F.cosine_similarity(light - light.mean(1, keepdim=True), after - after.mean(1, keepdim=True))
    assert float(alike.min()) > 0.5  # and stays the picture that it is


def test_by_chance_none_or_some_do(crops: torch.Tensor) -> None:
    chance = torch.Generator().manual_seed(0)
    assert torch.equal(in_other_colours(crops, 0.0, chance), crops)
    counts = [int((in_other_colours(crops, 0.5, chance) != crops).flatten(1).any(1).sum()) for _ in range(40)]
    assert 40 < sum(counts) < 80


def test_halfway_the_statistics_are_those_of_both(crops: torch.Tensor) -> None:
    """Nearer to each of the two than they are to one another; the code moves by the same share."""
    code, goal = torch.arange(3.0)[:, None].expand(-1, 4), style_statistics([crops])
    mixed_code, mixed = halfway(code, goal, torch.Generator().manual_seed(1))
    apart = style_distances([crops], style_statistics([crops.roll(1, 0)]))
    assert bool((style_distances([crops], mixed) < apart).all())
    assert bool((style_distances([crops.roll(1, 0)], mixed) < apart).all())
    share = (mixed_code - code) / (code.roll(1, 0) - code)
    assert torch.allclose(share, share[:, :1].expand_as(share))
    for (matrix, moments), (own_matrix, own_moments) in zip(mixed, goal, strict=True):
        part = (matrix - own_matrix) / (own_matrix.roll(1, 0) - own_matrix)
        assert torch.allclose(part, share[:, :1, None].expand_as(part), atol=1e-3)
        expected = torch.lerp(own_moments, own_moments.roll(1, 0), share[:, :1])
        assert torch.allclose(moments, expected, atol=1e-6)


def test_between_a_style_and_itself_there_is_only_itself(crops: torch.Tensor) -> None:
    same = crops[:1].expand(2, -1, -1, -1)
    code, goal = torch.ones(2, 4), style_statistics([same])
    mixed_code, mixed = halfway(code, goal, torch.Generator().manual_seed(2))
    assert torch.equal(mixed_code, code)
    for (matrix, moments), (own_matrix, own_moments) in zip(mixed, goal, strict=True):
        assert torch.allclose(matrix, own_matrix)
        assert torch.allclose(moments, own_moments)
