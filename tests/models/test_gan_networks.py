"""Discriminators and generators: what they see, what they give, what stays frozen, how swatches meet."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Tensor, nn
from torch.nn.utils.parametrizations import spectral_norm

from models.losses.contrastive import patch_nce, patches
from models.networks.backbone import BackboneGenerator, backbone_towards
from models.networks.discriminators import (
    RECEPTIVE_FIELDS,
    DcganDiscriminator,
    FeatureDiscriminator,
    MultiScale,
    PatchGan,
    freeze_lowest,
)
from models.networks.generators import DcganGenerator, ResnetGenerator, SwatchGenerator, UnetGenerator
from models.networks.loss_network import LossNetwork, LossNetworkConfig
from models.networks.style_code import COLOUR_NUMBERS, recoloured
from tests.models.test_universal import lively_stylist

SMALL = LossNetworkConfig((8, 8, 16, 16), (1, 1, 1, 1))


@pytest.fixture(autouse=True)
def seeded() -> None:
    torch.manual_seed(0)


@pytest.mark.parametrize("field_px", RECEPTIVE_FIELDS)
def test_a_patch_discriminator_sees_just_its_patch(field_px: int) -> None:
    network = PatchGan(field_px, width=8)
    image = torch.rand(1, 3, 128, 128, requires_grad=True)
    logits = network(image)
    middle = logits[0, 0, logits.shape[2] // 2, logits.shape[3] // 2]
    (gradient,) = torch.autograd.grad(middle, image)
    rows = gradient.abs().sum((0, 1, 3)).nonzero()
    assert int(rows.max() - rows.min()) + 1 == field_px


@pytest.mark.parametrize(
    "network",
    [
        PatchGan(70, channels=1, width=8, spectral=True),
        MultiScale(channels=1, width=8),
        DcganDiscriminator(64, channels=1, width=8),
    ],
    ids=lambda network: type(network).__name__,
)
def test_grey_pictures_are_judged_like_any(network: nn.Module) -> None:
    logits = network(torch.rand(2, 1, 64, 64))
    assert len(logits) == 2
    assert torch.isfinite(logits).all()


def test_spectral_norm_bounds_the_slope() -> None:
    """σ of diag(5, 3, 1) is 5, so what is left of it is 1 (20 iterations)."""
    linear = nn.Linear(3, 3, bias=False)
    with torch.no_grad():
        linear.weight.copy_(torch.diag(torch.tensor([5.0, 3.0, 1.0])))
    bounded = spectral_norm(linear, n_power_iterations=20)
    bounded(torch.ones(1, 3))
    assert float(torch.linalg.matrix_norm(linear.weight.detach(), 2)) == pytest.approx(1.0, abs=1e-4)


def test_the_feature_discriminator_learns_only_its_heads() -> None:
    network = FeatureDiscriminator(LossNetwork(SMALL), width=8)
    learning = {name.split(".")[0] for name, p in network.named_parameters() if p.requires_grad}
    assert learning == {"blocks"}
    image = torch.rand(2, 3, 32, 32, requires_grad=True)
    torch.autograd.backward(network(image).sum())
    assert image.grad is not None, "the generator learns through the frozen features"
    assert image.grad.abs().sum() > 0


def test_frozen_blocks_stay_to_the_bit() -> None:
    network = PatchGan(34, width=8)
    freeze_lowest(network, 2)
    before = [p.clone() for p in network.parameters()]
    optimizer = torch.optim.Adam([p for p in network.parameters() if p.requires_grad], 1e-2)
    for _ in range(10):
        optimizer.zero_grad()
        torch.autograd.backward(network(torch.rand(2, 3, 32, 32)).mean())
        optimizer.step()
    same = [torch.equal(old, new) for old, new in zip(before, network.parameters(), strict=True)]
    assert same == [True] * 4 + [False] * 4


def test_of_several_sizes_the_lowest_blocks_of_each_are_frozen() -> None:
    network = MultiScale(3, 3, 8)
    freeze_lowest(network, 1)
    frozen = {name for name, parameter in network.named_parameters() if not parameter.requires_grad}
    each = {f"blocks.{scale}.blocks.0.0.{kind}" for scale in range(3) for kind in ("weight", "bias")}
    assert frozen == each


def test_labels_are_judged_by_projection() -> None:
    network = DcganDiscriminator(32, width=8, labels=3)
    image = torch.rand(2, 3, 32, 32)
    network.eval()
    ink, comic = (network(image, torch.full((2,), label)) for label in (0, 1))
    assert not torch.allclose(ink, comic)


@pytest.mark.parametrize(
    ("network", "size_px"),
    [
        (ResnetGenerator(width=8, blocks=6), 36),
        (ResnetGenerator(channels=1, width=8, blocks=9), 32),
        (UnetGenerator(width=4, levels=7), 128),
        (UnetGenerator(channels=1, width=4, levels=8), 256),
    ],
    ids=("resnet 6", "resnet 9, grey", "U-Net 128", "U-Net 256, grey"),
)
def test_pictures_become_pictures_of_their_size(network: nn.Module, size_px: int) -> None:
    channels = 1 if size_px in (32, 256) else 3
    image = torch.rand(1, channels, size_px, size_px)
    with torch.no_grad():
        made = network(image)
    assert made.shape == image.shape
    assert 0 <= float(made.min()) <= float(made.max()) <= 1


def test_a_backbone_begins_with_the_strokes_of_the_universal_network() -> None:
    universal, works, image = lively_stylist(), torch.rand(3, 3, 32, 32), torch.rand(2, 3, 32, 48)
    made = backbone_towards(universal, works)
    code = universal.codes(list(torch.split(works, 1))).mean(0, keepdim=True)
    with torch.no_grad():
        painted = made(image)
        strokes = universal.modulator.split(universal.modulator(code.expand(2, -1)))
        assert torch.allclose(painted, universal.content(image, strokes), atol=1e-5)
        again = BackboneGenerator(**made.options)
        again.load_state_dict(made.state_dict())
        assert torch.equal(again(image), painted)
        again.colours.copy_(code[:, :COLOUR_NUMBERS])  # as files of earlier versions have them
        coloured = universal.content(recoloured(image, code.expand(2, -1)), strokes)
        assert torch.allclose(again(image), coloured, atol=1e-5)
    assert [tap.shape[2:] for tap in made.features(image)] == [(32, 48), (16, 24), (8, 12), (4, 6)]
    made(image).mean().backward()
    assert made.style.grad is not None
    assert bool(made.style.grad.any())


@pytest.mark.parametrize(
    "network",
    [
        ResnetGenerator(width=32, blocks=2),
        UnetGenerator(width=16, levels=5),
        DcganGenerator(),
        DcganDiscriminator(),
    ],
    ids=lambda network: type(network).__name__,
)
def test_networks_of_papers_begin_as_the_papers_say(network: nn.Module) -> None:
    """The weights of all convolutions have a deviation of 0.02, and biases are none."""
    convolutions = [m for m in network.modules() if isinstance(m, nn.Conv2d | nn.ConvTranspose2d)]
    weights = torch.cat([conv.weight.detach().flatten() for conv in convolutions])
    assert abs(float(weights.std()) - 0.02) < 5e-4
    assert all(float(conv.bias.detach().abs().max()) == 0 for conv in convolutions if conv.bias is not None)


def test_half_of_the_deepest_is_dropped_by_the_chance_that_is_given() -> None:
    network = UnetGenerator(width=4, levels=7)
    image, asked = torch.rand(2, 3, 128, 128), []

    def chance(*sides: int) -> Tensor:
        asked.append(sides)
        return torch.rand(2, *sides, generator=torch.Generator().manual_seed(len(asked)))

    with torch.no_grad():
        plain, noisy = network(image), network(image, chance)
        assert torch.equal(network(image), plain), "none without it"
        assert asked == [(32, 4, 4), (32, 8, 8)]
        asked.clear()
        assert torch.equal(network(image, chance), noisy)
    assert not torch.equal(noisy, plain)


def test_contrast_has_features_of_several_depths() -> None:
    made = ResnetGenerator(width=8, blocks=6).features(torch.rand(1, 3, 32, 32))
    assert [tuple(tap.shape[1:]) for tap in made] == [
        *((3, 32, 32), (16, 16, 16), (32, 8, 8), (32, 8, 8), (32, 8, 8)),
    ]


@pytest.mark.parametrize("size_px", [16, 64, 128])
def test_noise_becomes_pictures(size_px: int) -> None:
    for network in (DcganGenerator(size_px, width=4), SwatchGenerator(size_px)):
        made = network(torch.randn(2, network.noise))
        assert made.shape == (2, 3, size_px, size_px)
        assert not torch.allclose(made[0], made[1])


def turned(_: nn.Module, __: tuple[Tensor, ...], made: Tensor) -> Tensor:
    """What the first layer makes of the noise, turned around the torus by one of its four positions."""
    return made.reshape(len(made), -1, 4, 4).roll(1, 3).flatten(1)


@torch.no_grad()
def follows_a_turn(network: SwatchGenerator) -> bool:
    noise = torch.randn(1, network.noise)
    made = network(noise)
    with network.start.register_forward_hook(turned):
        return torch.allclose(network(noise), made.roll(16, 3), atol=1e-5)


def test_a_tileable_swatch_has_no_seam() -> None:
    """Turned around the torus it is the same picture, turned: its edge is like any other place."""
    assert follows_a_turn(SwatchGenerator(64, is_tileable=True))
    assert not follows_a_turn(SwatchGenerator(64))


# -- contrast -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("count", "expected"), [(256, 1.593304e-4), (64, 3.936635e-5)])
def test_patch_nce_of_orthonormal_patches(count: int, expected: float) -> None:
    own = torch.eye(count, dtype=torch.double)[None]
    assert float(patch_nce(own, own)) == pytest.approx(expected, rel=1e-5)


def test_patch_nce_of_equal_patches_is_the_logarithm_of_their_number() -> None:
    same = torch.ones(2, 256, 4) / 2
    assert float(patch_nce(same, same)) == pytest.approx(math.log(256), rel=1e-6)


def test_no_gradient_into_the_keys() -> None:
    queries, keys = torch.randn(2, 1, 8, 4).unbind(0)
    queries.requires_grad_()
    keys.requires_grad_()
    torch.autograd.backward(patch_nce(queries, keys))
    assert queries.grad is not None
    assert keys.grad is None


def test_patches_are_taken_at_their_places() -> None:
    features = torch.arange(24.0).reshape(1, 2, 3, 4)
    taken = patches(features, torch.tensor([0, 11]))
    assert torch.allclose(taken[0, 1], torch.tensor([11.0, 23.0]) / math.hypot(11, 23))
