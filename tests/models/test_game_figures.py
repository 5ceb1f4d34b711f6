"""Every game is measured by the same figures, so that the alarms can ring in each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from PIL import Image

from models.checkpoints.style_file import StyleCard
from models.evaluation.features import Eye
from models.evaluation.folders import compare_folders
from models.image import to_rgb8
from models.stepping import finish
from models.training.duel import Duel
from models.training.paired import PairedRecipe, PairedTask
from models.training.task import Task
from tests.models.test_shared_games import CPU, GAMES, cycle, eye, few_shot, imagine, pictures


@pytest.mark.parametrize("make", GAMES)
def test_every_game_has_figures_of_what_is_made_and_of_who_is_right(
    make: Callable[[Path], Task], painting: Path
) -> None:
    torch.manual_seed(4)
    task = make(painting)
    assert isinstance(task, Duel)
    weights = {name: value.clone() for name, value in task.network.state_dict().items()}
    chance = torch.get_rng_state()
    said, _ = task.watch(task.network, {"logit_fake": 0.0, "logit_real": 0.0})
    assert {"diversity", "nearness", "right_real", "right_fake", "right_held_out"} <= set(said)
    assert all(0 <= said[name] <= 1 for name in said if name.startswith("right_"))
    assert ("kid" in said) == (make.__name__ != "paired"), "where there are enough"
    assert ("kid_before" in said) == (make.__name__ in ("cut", "cycle"))
    assert all(torch.equal(value, weights[name]) for name, value in task.network.state_dict().items())
    assert torch.equal(torch.get_rng_state(), chance), "looking draws nothing"


def test_kid_that_wants_more_pictures_is_measured_now_and_then(painting: Path) -> None:
    task, again = few_shot(painting), few_shot(painting)
    assert isinstance(task, Duel)
    assert isinstance(again, Duel)
    row = {"logit_fake": 0.0}
    assert ["kid" in task.watch(task.network, row)[0] for _ in range(7)] == [n in (0, 5) for n in range(7)]
    again.restore(task.state())
    assert ["kid" in again.watch(task.network, row)[0] for _ in range(4)] == [False, False, False, True]


def test_of_pairs_kid_wants_enough_that_are_never_learnt_from(painting: Path) -> None:
    recipe = PairedRecipe(32, 2, 4)
    many = PairedTask(pictures(1, 6, 160), recipe, eye(), StyleCard("Mine"), painting, CPU)
    assert len(many.pairs.held_out) == 16
    assert "kid" in many.watch(many.network, {"logit_fake": 0.0})[0]


def test_kid_of_a_game_is_that_of_evaluate(painting: Path, tmp_path: Path) -> None:
    task = imagine(painting)
    assert isinstance(task, Duel)
    sets = torch.rand(2, 16, 3, 24, 24, generator=torch.Generator().manual_seed(6))
    sets[1] = sets[1].sqrt()
    for name, those in zip("ab", sets, strict=True):
        (tmp_path / name).mkdir()
        for index, one in enumerate(torch.split(those, 1)):
            Image.fromarray(to_rgb8(one)).save(tmp_path / name / f"{index:02d}.png")
    found = finish(compare_folders(tmp_path / "a", tmp_path / "b", Eye()))
    assert task.kid(*sets)["kid"] == pytest.approx(found.kid.value, rel=0.02)


@pytest.mark.parametrize("make", [imagine, cycle, few_shot])
def test_a_generator_that_makes_one_picture_is_heard(make: Callable[[Path], Task], painting: Path) -> None:
    task = make(painting)
    assert isinstance(task, Duel)
    one = torch.rand(1, 3, 16, 16, generator=torch.Generator().manual_seed(1))
    works = torch.rand(4, 3, 16, 16, generator=torch.Generator().manual_seed(2))
    assert task.compared(one.expand(4, -1, -1, -1), works)["diversity"] == pytest.approx(0, abs=1e-3)
    assert task.compared(works, works)["nearness"] == pytest.approx(0, abs=1e-3)


def test_each_penalty_is_a_curve_of_its_own(painting: Path) -> None:
    torch.manual_seed(4)
    task = imagine(painting)
    assert isinstance(task, Duel)
    task.opponent.eval()  # a spectral norm is found a little better with each look
    rng = torch.Generator().manual_seed(1)
    task.game = replace(task.game, r1=0.5, r2=2.0, gradient_penalty=0.0)
    losses = {name: value.item() for name, value in task.opponent_losses(0.0, rng).items()}
    task.game = replace(task.game, r1=0.0, r2=0.0)
    rng.manual_seed(1)
    alone = {name: value.item() for name, value in task.opponent_losses(0.0, rng).items()}
    assert {"r1", "r2"} == set(losses) - set(alone)
    assert losses["r1"] > 0
    assert losses["opponent"] == pytest.approx(alone["opponent"] + losses["r1"] + losses["r2"], rel=1e-5)
