"""Each alarm provoked on purpose, by real networks where its figure comes from them; cured, it is over."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models.data.pictures import Augmentation, PictureFolder
from models.losses.adversarial import objective
from models.training.alarms import (
    ALARMS,
    BY_HEART,
    COLLAPSED,
    COPIED,
    FIRST_ROWS,
    INVERTED,
    Alarms,
    by_heart,
    diversity,
    likeness,
    nearness,
)
from models.training.duel import _ahead
from models.training.gallery import Gallery

SOUND = {
    "loss": 1.0,
    "ahead": 0.8,
    "diversity": 0.9,
    "nearness": 1.0,
    "by_heart": 0.1,
    "light": 0.8,
    "colour": 0.5,
}


@pytest.fixture(autouse=True)
def seeded() -> None:
    torch.manual_seed(0)


def heard(alarms: Alarms, row: dict[str, float], times: int = 1) -> list[str]:
    return [alarm.words for _ in range(times) for alarm in alarms.hear(SOUND | row)]


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("collapse", {"diversity": COLLAPSED - 0.1}),
        ("memorisation", {"by_heart": BY_HEART + 0.1}),
        ("memorisation", {"nearness": COPIED - 0.1}),
        ("too strong", {"ahead": 1.0}),
        ("too weak", {"ahead": 0.5}),
        ("divergence", {"loss": 40.0}),
        ("inversion", {"light": INVERTED - 0.1}),
        ("inversion", {"colour": INVERTED - 0.1}),
    ],
)
def test_an_alarm_rings_once_with_its_cure_until_it_is_over(name: str, wrong: dict[str, float]) -> None:
    alarms = Alarms()
    assert heard(alarms, {}, FIRST_ROWS + 1) == []
    assert heard(alarms, wrong, 6) == [ALARMS[name][1]]
    going_on = Alarms()
    going_on.restore(alarms.state())  # as after a pause
    assert heard(going_on, {}, 5) == [f"The alarm about {name} is over."]


def test_what_is_made_first_is_alike_and_no_collapse() -> None:
    assert heard(Alarms(), {"diversity": 0.01}, FIRST_ROWS) == []


def test_a_discriminator_that_is_guessing_knows_nothing_by_heart() -> None:
    assert heard(Alarms(), {"by_heart": 1.0, "ahead": 0.6}, 9) == []


def test_one_row_alone_is_chance() -> None:
    alarms = Alarms()
    heard(alarms, {}, 5)
    assert heard(alarms, {"ahead": 1.0, "loss": 99.0}, 2) == []


def test_a_generator_that_makes_one_picture_has_no_diversity() -> None:
    real = torch.rand(12, 20)
    assert diversity(torch.rand(12, 20), real) == pytest.approx(1.0, abs=0.15)
    assert diversity(real[:1] + 0.01 * torch.rand(12, 20), real) < COLLAPSED / 5


def test_copies_are_near_and_new_ones_are_not() -> None:
    real = torch.rand(12, 20)
    assert nearness(real[:6] + 0.01 * torch.rand(6, 20), real) < COPIED / 2
    assert nearness(torch.rand(6, 20), real) > 0.8
    twice = torch.cat([real, real])  # crops as large as their works
    assert nearness(torch.rand(6, 20), twice) == pytest.approx(nearness(torch.rand(6, 20), real), rel=0.3)


def test_the_nearest_work_stands_beside_what_is_most_like_it() -> None:
    coarse = torch.rand(7, 3, 5, 5)
    works = [
        (F.interpolate(one[None], (80, 80), mode="bicubic")[0] * 255).clamp(0, 255).byte() for one in coarse
    ]
    middle = Augmentation(scale=(1.0, 1.0), flip=False)

    def looks(images: Tensor) -> Tensor:
        return F.adaptive_avg_pool2d(images, 8).flatten(1)

    names = [f"{index}.png" for index in range(7)]
    gallery = Gallery(PictureFolder.of(works, names), 32, middle, looks)
    copied = F.interpolate(works[4][None].float() / 255, (32, 32), mode="bilinear", antialias=True)
    made = torch.cat([torch.rand(3, 3, 32, 32), (copied + 0.05 * torch.randn(1, 3, 32, 32)).clamp(0, 1)])
    pair, name = gallery.beside(made)
    assert name == "4.png"
    assert pair.shape == (1, 3, 32, 66)
    assert torch.equal(pair[..., :32], made[3:])
    assert float((pair[..., 34:] - copied).abs().max()) < 0.01


def test_of_many_works_each_is_hung_as_often_and_of_too_many_some() -> None:
    works = [torch.full((3, 40, 40), shade, dtype=torch.uint8) for shade in range(0, 250, 10)]
    folder, whole = PictureFolder.of(works), Augmentation()
    shades = [int(crop.mean() * 255 + 0.5) for _, crop in folder.some_of_each(60, 16, whole)]
    assert shades == [shade for shade in range(0, 250, 10) for _ in "ab"]
    assert [int(crop.mean() * 255 + 0.5) for _, crop in folder.some_of_each(5, 16, whole)] == [
        0,
        50,
        100,
        150,
        200,
    ]


def learnt(works: Tensor, make: Callable[[], Tensor], steps: int) -> nn.Module:
    discriminator = nn.Sequential(nn.Flatten(), nn.Linear(768, 64), nn.LeakyReLU(0.2), nn.Linear(64, 1))
    optimizer, play = torch.optim.Adam(discriminator.parameters(), 2e-3), objective("non-saturating")
    for _ in range(steps):
        loss = play.discriminator(discriminator(works), discriminator(make()))
        optimizer.zero_grad()
        torch.autograd.backward(loss)
        optimizer.step()
    return discriminator


@torch.no_grad()
def measured(discriminator: nn.Module, works: Tensor, unseen: Tensor, made: Tensor) -> float:
    return by_heart(*(float(discriminator(images).mean()) for images in (works, unseen, made)))


def test_a_discriminator_that_knows_its_works_by_heart_is_told_from_one_that_has_understood() -> None:
    works, unseen, made = (torch.rand(count, 3, 16, 16) for count in (4, 32, 32))
    by_rote = learnt(works, lambda: torch.rand(16, 3, 16, 16), 150)
    assert measured(by_rote, works, unseen, made) > BY_HEART
    # The cure: so many that what tells them from what is made holds for works that it never saw.
    many = torch.rand(64, 3, 16, 16) / 2 + 0.5
    understood = learnt(many, lambda: torch.rand(16, 3, 16, 16) / 2, 20)
    assert measured(understood, many, unseen / 2 + 0.5, made / 2) < BY_HEART / 2


def test_a_generator_that_does_not_learn_is_seen_through_and_equal_ones_are_not() -> None:
    works, made = torch.rand(8, 3, 16, 16) / 2 + 0.5, torch.rand(8, 3, 16, 16) / 2
    discriminator = learnt(works, lambda: made, 20)
    assert float(_ahead(discriminator(works), discriminator(made))) == 1
    assert float(_ahead(discriminator(works), discriminator(works))) == 0.5


def test_a_negative_is_told_from_a_painting() -> None:
    photo = F.interpolate(torch.rand(4, 3, 6, 6), (48, 48), mode="bilinear")
    negative = likeness(photo, 1 - photo)
    assert max(negative.values()) < -0.99
    painted = likeness(photo, photo * 0.5 + 0.1 * torch.rand_like(photo))
    assert min(painted.values()) > 0.9


def test_opposite_colours_of_the_same_light_are_told_and_grey_ones_have_no_say() -> None:
    photo = F.interpolate(torch.rand(4, 3, 6, 6), (48, 48), mode="bilinear")
    light = photo.mean(1, keepdim=True)
    opposite = likeness(photo, 2 * light - photo)
    assert (opposite["light"] > 0.99, opposite["colour"] < -0.99) == (True, True)
    assert likeness(photo, light.expand(-1, 3, -1, -1))["colour"] == pytest.approx(0.0, abs=1e-3)
    another_tint = photo * torch.tensor([1.0, 0.7, 0.4])[:, None, None]
    assert likeness(photo, another_tint)["colour"] > 0.5, "a style's own colours are no inversion"


def test_a_game_at_a_rate_beyond_all_reason_diverges_and_says_so() -> None:
    weight, alarms = torch.ones(1, requires_grad=True), Alarms()
    said: list[str] = []
    for _ in range(12):
        loss = weight.pow(2).sum()
        (gradient,) = torch.autograd.grad(loss, weight)
        weight.data -= 1.5 * gradient
        said += [alarm.words for alarm in alarms.hear({"loss": float(loss.detach())})]
    assert said == [ALARMS["divergence"][1]]
