"""Adversarial objectives and penalties against values that can be computed by hand, and against Dirac-GAN."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Tensor, nn

from models.data.dice import Dice
from models.losses.adversarial import OBJECTIVES, objective
from models.losses.adversarial.bce import NonSaturating
from models.losses.adversarial.lsgan import LeastSquares
from models.losses.adversarial.penalties import gradient_penalty, gradient_square, instance_noise, r1, r2
from models.losses.adversarial.wgan import clip_weights
from models.news import UserError
from models.training.toys import DIRAC_GAMES, RING_GAMES, dirac, ring

ZERO, HALF = torch.zeros(3, 1, 4, 4), torch.full((3, 1), 0.5)


@pytest.mark.parametrize(
    ("name", "of_discriminator", "of_generator"),
    [
        ("non-saturating", 2 * math.log(2), math.log(2)),
        ("minimax", 2 * math.log(2), -math.log(2)),
        ("relativistic", math.log(2), math.log(2)),
        ("hinge", 2.0, 0.0),
        ("lsgan", 0.5, 0.5),
        ("wgan", 0.0, 0.0),
    ],
)
def test_values_at_zero_logits(name: str, of_discriminator: float, of_generator: float) -> None:
    play = objective(name)
    assert float(play.discriminator(ZERO, ZERO)) == pytest.approx(of_discriminator, abs=1e-6)
    assert float(play.generator(ZERO, ZERO)) == pytest.approx(of_generator, abs=1e-6)


def test_least_squares_at_one_half() -> None:
    assert float(LeastSquares().discriminator(HALF, HALF)) == pytest.approx(0.25)


def test_only_the_difference_counts_for_the_relativistic_pair() -> None:
    play = objective("relativistic")
    real, fake = torch.randn(2, 5, 1, generator=torch.Generator().manual_seed(0))
    for side in (play.discriminator, play.generator):
        assert float(side(real + 7, fake + 7)) == pytest.approx(float(side(real, fake)), rel=1e-5)


@pytest.mark.parametrize("name", OBJECTIVES)
def test_each_side_gains_by_what_it_is_for(name: str) -> None:
    """D by telling real ones higher, G by being told higher."""
    play = objective(name)
    low, high = torch.full((4, 1), -0.4), torch.full((4, 1), 0.4)
    assert play.discriminator(high, low) < play.discriminator(low, high)
    assert play.generator(low, high) < play.generator(low, low)


def test_smoothing_makes_certainty_cost_something() -> None:
    certain, nothing = torch.full((2, 1), 20.0), torch.zeros(2, 1)
    assert float(NonSaturating().discriminator(certain, -certain)) == pytest.approx(0.0, abs=1e-3)
    assert float(NonSaturating(0.1).discriminator(certain, -certain)) == pytest.approx(2.0, abs=1e-3)
    nearly = torch.full((2, 1), 0.9)
    assert float(LeastSquares(0.1).discriminator(nearly, nothing)) == pytest.approx(0.0)


@pytest.mark.parametrize("name", ["non-saturating", "minimax", "lsgan"])
def test_a_game_smooths_labels_where_it_is_asked_to(name: str) -> None:
    play, plain = objective(name, 0.1), objective(name)
    certain = torch.full((2, 1), 20.0 if name != "lsgan" else 1.0)
    assert float(play.discriminator(certain, -certain)) > float(plain.discriminator(certain, -certain)) + 1e-3
    assert float(play.generator(certain, certain)) == float(plain.generator(certain, certain))


def test_smoothing_is_refused_where_nothing_is_certain_or_nothing_is_left() -> None:
    with pytest.raises(UserError, match=r"hinge asks for no certainty.*or choose"):
        objective("hinge", 0.1)
    with pytest.raises(UserError, match=r"smoothing in the game is 0.5; it must be below 0.5"):
        objective("lsgan", 0.5)


def test_an_objective_that_is_not_known_is_named() -> None:
    with pytest.raises(UserError, match="owl"):
        objective("owl")


# -- penalties ----------------------------------------------------------------------------------------------


def _number(value: Tensor) -> float:
    return float(value.detach())


def linear_critic(x: Tensor) -> Tensor:
    return x @ torch.tensor([3.0, 4.0])


def test_gradient_penalty_of_a_linear_critic() -> None:
    rng = torch.Generator().manual_seed(0)
    real, fake = torch.randn(2, 6, 2, generator=rng)
    dice = Dice(rng, 6)
    assert _number(gradient_penalty(linear_critic, real, fake, 10.0, dice)) == pytest.approx(160.0, rel=1e-5)


def test_r1_of_a_quadratic() -> None:
    def quadratic(x: Tensor) -> Tensor:
        return 1.5 * x.pow(2).sum(1)

    assert _number(r1(quadratic, torch.ones(5, 4), gamma=2.0)) == pytest.approx(36.0)
    assert _number(r2(quadratic, 2 * torch.ones(5, 4), gamma=2.0)) == pytest.approx(144.0)


def test_gamma_means_the_same_for_a_map_of_any_size() -> None:
    def one(x: Tensor) -> Tensor:
        return 1.5 * x.pow(2).sum((1, 2, 3))

    def as_map(x: Tensor) -> Tensor:
        return one(x)[:, None, None, None].expand(-1, 1, 6, 6)

    rng = torch.Generator().manual_seed(0)
    real, fake = torch.randn(2, 5, 3, 4, 4, generator=rng)
    for penalty in (r1, r2):
        assert _number(penalty(as_map, real, 2.0)) == pytest.approx(_number(penalty(one, real, 2.0)))
    by_one, by_map = (
        _number(gradient_penalty(of, real, fake, 10.0, Dice(torch.Generator().manual_seed(1), 5)))
        for of in (one, as_map)
    )
    assert by_map == pytest.approx(by_one)


def test_penalties_reach_the_discriminator_and_not_the_pictures() -> None:
    network = nn.Linear(3, 1)
    images = torch.randn(4, 3, requires_grad=True)
    torch.autograd.backward(r1(network, images, 1.0))
    assert network.weight.grad is not None
    assert network.weight.grad.abs().sum() > 0
    assert images.grad is None


def test_penalties_stay_exact_under_autocast() -> None:
    torch.manual_seed(0)
    network = nn.Sequential(nn.Flatten(), nn.Linear(48, 8), nn.Tanh(), nn.Linear(8, 1))
    images = torch.rand(4, 3, 4, 4)
    exact = gradient_square(network, images)
    with torch.autocast("cpu", torch.bfloat16):
        assert torch.equal(gradient_square(network, images), exact)


def test_clipping_and_instance_noise() -> None:
    network = nn.Linear(8, 8)
    clip_weights(network, 0.01)
    assert max(float(p.detach().abs().max()) for p in network.parameters()) <= 0.01
    images, dice = torch.zeros(64, 3, 16, 16), Dice(torch.Generator().manual_seed(0), 64)
    assert instance_noise(images, 0.0, dice) is images
    assert float(instance_noise(images, 0.2, dice).std()) == pytest.approx(0.2, rel=0.02)


# -- games with a known outcome -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "furthest"),
    [
        ("non-saturating", 0.226),
        ("minimax", 1.38),
        ("relativistic", 0.226),
        ("lsgan", 1.32),
        ("hinge", 1.38),
        ("wgan, clipped", 1.0),
        ("wgan-gp", 17.2),
    ],
)
def test_without_a_zero_centred_penalty_dirac_gan_does_not_come_to_rest(name: str, furthest: float) -> None:
    path = dirac(DIRAC_GAMES[name])
    assert max(map(abs, path[-500:])) == pytest.approx(furthest, rel=0.01)


@pytest.mark.parametrize("name", ["non-saturating + R1", "relativistic + R1 + R2"])
def test_with_one_it_does(name: str) -> None:
    assert max(map(abs, dirac(DIRAC_GAMES[name])[-500:])) < 1e-6


@pytest.mark.parametrize("name", RING_GAMES)
def test_every_game_finds_all_modes_of_the_ring(name: str) -> None:
    """With smaller batches than the table in docs/experiments.md, the clipped critic with larger ones."""
    is_clipped = name == "wgan, clipped"
    outcome = ring(RING_GAMES[name], 1500, 128) if is_clipped else ring(RING_GAMES[name], batch=64)
    assert outcome.modes == 8
    assert outcome.quality >= (0.55 if "R1" in name else 0.4)
