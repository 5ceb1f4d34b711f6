"""CycleGAN: what it remembers, what it asks of its generators, and that a resumed game is the same game."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torch import Tensor, nn

from models.checkpoints.generator_file import load_generator
from models.checkpoints.style_file import StyleCard
from models.data.collections import Collection
from models.networks.generators import ResnetGenerator
from models.networks.loss_network import LossNetwork, LossNetworkConfig
from models.news import News
from models.stepping import finish
from models.training.cycle import BothWays, CycleTask, Pool
from models.training.loop import train
from models.training.run_folder import RunFolder
from models.training.schedule import Schedule
from models.training.translation import UnpairedRecipe
from tests.models.test_training import after, rows

SCHEDULE = Schedule(steps=5, optimizer="adam", report_every=2, warmup_steps=1, save_every_s=1e9)
RECIPE = UnpairedRecipe("cycle", 16, 1, 4, 1, identity=0.5, pool=3, receptive_field_px=16, schedule=SCHEDULE)


def pictures(seed: int, count: int = 11) -> Collection:
    rng = torch.Generator().manual_seed(seed)
    made = [torch.randint(0, 256, (3, 24, 24), generator=rng, dtype=torch.uint8) for _ in range(count)]
    return Collection.of_labelled(("", picture) for picture in made)


def game(folder: Path) -> CycleTask:
    torch.manual_seed(4)
    eye = LossNetwork(LossNetworkConfig((4, 4), (1, 1)))
    place, cpu = folder / "there.safetensors", torch.device("cpu")
    return CycleTask(pictures(1), pictures(2), RECIPE, eye, StyleCard("Mine"), place, cpu)


def test_the_pool_fills_first_and_then_gives_older_ones_half_of_the_time() -> None:
    pool, rng = Pool(50), torch.Generator().manual_seed(0)
    first = torch.arange(50.0).reshape(50, 1, 1, 1)
    assert torch.equal(pool.exchange(first, rng), first)
    later = torch.arange(1000.0, 2000.0).reshape(1000, 1, 1, 1)
    given = pool.exchange(later, rng)
    older = int((given != later).sum())
    assert older == pytest.approx(500, abs=60)
    assert len(pool.kept) == 50
    assert torch.equal(Pool(0).exchange(later, rng), later), "none are kept"


def test_generators_that_change_nothing_lose_nothing_by_the_way(tmp_path: Path) -> None:
    class Same(ResnetGenerator):
        def forward(self, image: Tensor) -> Tensor:
            return image + 0 * sum(p.sum() for p in self.parameters())

    task = game(tmp_path)
    task.both.there, task.both.back = Same(width=4, blocks=1), Same(width=4, blocks=1)
    with torch.no_grad():
        losses = task.losses(0.0, torch.Generator().manual_seed(0))
    assert float(losses["cycle"]) == float(losses["identity"]) == 0.0
    assert float(losses["loss"]) == pytest.approx(2 * float(losses["fooling"])), "CycleGAN has no ½"
    task.both.back = nn.Sequential(Same(width=4, blocks=1), Dim())
    with torch.no_grad():
        losses = task.losses(0.0, torch.Generator().manual_seed(0))
    total = 2 * losses["fooling"] + 10 * losses["cycle"] + 5 * losses["identity"]
    assert float(losses["cycle"]) > 0.1
    assert float(losses["loss"]) == pytest.approx(float(total), rel=1e-5), "10 and half of that, as published"


class Dim(nn.Module):
    def forward(self, image: Tensor) -> Tensor:
        return image * 0.5


def test_both_discriminators_learn_at_half_of_the_squares(tmp_path: Path) -> None:
    task = game(tmp_path)
    for parameter in task.opponent.parameters():
        nn.init.zeros_(parameter)
    with torch.no_grad():
        losses = task.opponent_losses(0.0, torch.Generator().manual_seed(0))
    assert float(losses["opponent"]) == pytest.approx(1.0), "½ · (1 + 0) of each at zero logits"
    assert float(losses["ahead"]) == 0.5


def test_a_paused_cycle_goes_on_to_the_bit_with_what_it_remembers(tmp_path: Path) -> None:
    def training(folder: Path, resume: bool = False) -> Generator[News, None, Path]:
        return train(game(tmp_path), SCHEDULE, RunFolder(folder), {}, resume)

    finish(training(tmp_path / "whole"))
    after(training(tmp_path / "parts"), 3)
    finish(training(tmp_path / "parts", resume=True))
    assert rows(tmp_path / "parts") == rows(tmp_path / "whole")
    whole, parts = (
        RunFolder(tmp_path / name).load()["task"]["pools"]["there"] for name in ("whole", "parts")
    )
    assert len(whole) == 3
    assert all(map(torch.equal, whole, parts))


def test_both_ways_are_written_each_as_a_generator_of_its_own(tmp_path: Path) -> None:
    task = game(tmp_path)
    finish(train(task, replace(SCHEDULE, steps=1), RunFolder(tmp_path / "run"), {}))
    photo = torch.rand(1, 3, 24, 24)
    both = [load_generator(tmp_path / f"{name}.safetensors") for name in ("there", "there back")]
    for card, network in both:
        assert (card.network, card.paints) == ("resnet", True)
        assert not isinstance(network, BothWays)
        assert "light" in card.card.measures
    assert [card.card.name for card, _ in both] == ["Mine", "Mine back"]
    assert not torch.equal(*(network(photo) for _, network in both))


def test_what_is_said_of_works_and_of_made_ones_is_said_by_one_discriminator(tmp_path: Path) -> None:
    """It is set beside works held out, which the one for photographs never sees."""
    task = game(tmp_path)
    task.opponent.get_parameter("back.head.bias").data.add_(100)
    said = task.opponent_losses(0.0, torch.Generator().manual_seed(1))
    assert float(said["logit_real"].detach().abs()) < 10
    assert float(said["logit_fake"].detach().abs()) < 10
