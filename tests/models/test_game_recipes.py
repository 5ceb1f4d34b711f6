"""Recipes of games: what goes with a name, what comes first, and what is refused in words."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest
import torch

from models.checkpoints.style_file import StyleCard
from models.cli import make_parser
from models.collection_requests import TASKS, CollectionTask, TrainCollection
from models.commands import train_gan
from models.data.collections import Collection
from models.data.dice import Dice
from models.data.differentiable import augmented
from models.data.pictures import Augmentation
from models.games import GAMES
from models.losses.adversarial.game import Game
from models.networks.loss_network import LossNetwork, LossNetworkConfig
from models.news import UserError
from models.training.check_recipe import check_recipe
from models.training.collection import recipe_of
from models.training.imagine import ImagineRecipe, ImagineTask
from models.training.translation import UnpairedRecipe
from tests.models.small_collections import SMALL, gan, works

__all__ = ["works"]


def test_what_stands_in_the_command_comes_before_the_file(tmp_path: Path) -> None:
    file = tmp_path / "recipe.json"
    file.write_text('{"batch": 3, "game": {"r1": 4, "pace": 2}}')
    words = ["train", "gan", "works", "--task", "imagine", "-o", "out", "--config", str(file)]
    asked = make_parser().parse_args([*words, "--recipe", '{"size_px": 32, "game": {"r1": 1}}'])
    recipe = json.loads(train_gan._recipe(asked))
    assert recipe == {"batch": 3, "size_px": 32, "game": {"r1": 1, "pace": 2}}


def test_the_textbooks_network_has_the_textbooks_game() -> None:
    asked = TrainCollection("imagine", Path("a"), Path("r"), Path("o"), recipe='{"generator": "dcgan"}')
    recipe = recipe_of(asked, None)
    assert isinstance(recipe, ImagineRecipe)
    assert recipe.game == Game("non-saturating", beta1=0.5, beta2=0.999)
    assert recipe.schedule.learning_rate == 2e-4


@pytest.mark.parametrize("task", TASKS)
def test_how_works_are_varied_is_a_part_of_every_recipe(task: CollectionTask) -> None:
    asked = TrainCollection(task, Path("a"), Path("r"), Path("o"))
    usual = recipe_of(asked, None).augmentation
    assert usual.flip
    own = {"augmentation": {"flip": False, "scale": [0.5, 0.9], "colour": 0.1}}
    made = recipe_of(replace(asked, recipe=json.dumps(own)), None)
    assert made.augmentation == replace(usual, flip=False, scale=(0.5, 0.9), colour=0.1)
    again = recipe_of(asked, json.loads(json.dumps({"recipe": asdict(made)})))
    assert again == made, "a run that goes on has it too"


@pytest.mark.parametrize(
    ("augmentation", "said"),
    [
        ({"scale": [0.9, 0.5]}, "the smaller one first"),
        ({"scale": [0.5]}, "of another kind"),
        ({"scale": ["a", "b"]}, "of another kind"),
        ({"lean_degrees": 90}, "0 to 45 degrees"),
        ({"colour": 2.0}, "from 0 to 1"),
    ],
)
def test_works_that_cannot_be_varied_so_are_refused_in_words(
    augmentation: dict[str, object], said: str
) -> None:
    recipe = json.dumps({"augmentation": augmentation})
    asked = TrainCollection("imagine", Path("a"), Path("r"), Path("o"), recipe=recipe)
    with pytest.raises(UserError, match=said):
        recipe_of(asked, None)


def test_works_that_are_not_to_be_mirrored_are_never_seen_so(tmp_path: Path) -> None:
    """Lettering: the left half is dark, always."""
    halves = torch.zeros(3, 24, 24, dtype=torch.uint8)
    halves[..., 12:] = 255
    works = Collection.of_labelled([("", halves)])
    whole = Augmentation(scale=(1.0, 1.0), flip=False)
    recipe = ImagineRecipe("swatch", 16, 8, 4, augmentation=whole)
    eye = LossNetwork(LossNetworkConfig((4, 4), (1, 1)))
    for flip in (False, True):
        how = replace(recipe, augmentation=replace(whole, flip=flip))
        task = ImagineTask(works, how, eye, StyleCard("Mine"), tmp_path / "a", torch.device("cpu"))
        left = task.drawn(torch.Generator().manual_seed(0)).real[..., :4].mean((1, 2, 3))
        assert bool((left > 0.5).any()) == flip


@pytest.mark.parametrize(
    ("method", "contrast", "identity", "flip"),
    [("fastcut", 10.0, 0.0, True), ("cut", 1.0, 1.0, False), ("cycle", 10.0, 0.5, True)],
)
def test_a_method_alone_is_the_published_one_and_what_is_named_beside_it_comes_first(
    method: str, contrast: float, identity: float, flip: bool
) -> None:
    asked = TrainCollection("unpaired", Path("a"), Path("r"), Path("o"))
    recipe = recipe_of(replace(asked, recipe=json.dumps({"method": method})), None)
    assert isinstance(recipe, UnpairedRecipe)
    assert (recipe.contrast, recipe.identity, recipe.flip) == (contrast, identity, flip)
    own = recipe_of(replace(asked, recipe=json.dumps({"method": method, "identity": 0.25})), None)
    assert own == replace(recipe, identity=0.25)
    assert (recipe.backbone, recipe.opponent) == (False, "patches")
    assert recipe_of(asked, None) == recipe_of(replace(asked, recipe='{"method": "universal"}'), None)
    begun = {"recipe": {"method": method, "width": 16}}  # of a run from before `opponent`
    assert recipe_of(asked, begun) == replace(recipe, width=16)
    check_recipe(recipe)


@pytest.mark.parametrize("name", GAMES)
@pytest.mark.parametrize("task", ["few-shot", "unpaired", "paired", "imagine"])
def test_an_objective_brings_what_its_paper_plays_it_with(task: CollectionTask, name: str) -> None:
    """And none of the task's own terms; what is named beside it comes first, what is no term stays."""
    asked = TrainCollection(task, Path("a"), Path("r"), Path("o"))
    usual = recipe_of(asked, None).game
    named = replace(asked, recipe=json.dumps({"game": {"objective": name, "rounds": 3}}))
    played = recipe_of(named, None).game
    assert asdict(played) == asdict(usual) | GAMES[name] | {"rounds": 3}
    check_recipe(recipe_of(named, None))


@pytest.mark.parametrize(
    ("task", "recipe", "said"),
    [
        ("imagine", {"game": {"objective": "wgan", "clip": 0.0}}, "clip or gradient_penalty"),
        ("imagine", {"game": {"objective": "owl"}}, "no adversarial objective 'owl'"),
        ("imagine", {"game": {"augment": "turn"}}, "no augmentation 'turn'"),
        ("imagine", {"size_px": 96}, "16, 32, 64, 128 or 256 px"),
        ("imagine", {"size_px": 512}, "16, 32, 64, 128 or 256 px"),
        ("imagine", {"generator": "owl"}, "swatch or dcgan"),
        ("imagine", {"generator": "dcgan", "tileable": True}, "leave tileable out"),
        (
            "imagine",
            {"generator": "dcgan", "game": {"objective": "relativistic"}},
            "looks at its whole batch",
        ),
        ("paired", {"size_px": 96}, "32, 64, 128, 256 or 512 px"),
        ("paired", {"receptive_field_px": 50}, "16, 34 or 70 px"),
        ("unpaired", {"method": "owl"}, "cut, cycle"),
        ("unpaired", {"method": "cycle", "size_px": 66}, "multiple of 4"),
        ("unpaired", {"backbone": True, "size_px": 60}, "multiple of 8"),
        ("unpaired", {"method": "cut", "scales": 4}, "1, 2 or 3 sizes"),
        ("unpaired", {"scales": 2}, "leave scales out"),
        ("unpaired", {"opponent": "owl"}, "patches, features"),
        ("paired", {"scales": 3, "size_px": 32}, "48 or more"),
        ("unpaired", {"batch": 0}, "one picture at a time"),
        ("unpaired", {"contrast": -1.0}, "contrast is -1; it must be 0 or more"),
        ("few-shot", {"adversarial": float("nan")}, "adversarial is nan; it must be"),
        ("paired", {"game": {"r1": -0.5}}, "r1 is -0.5; it must be 0 or more"),
        ("paired", {"game": {"rounds": 0}}, "rounds in the game is 0.*1 is usual"),
        ("imagine", {"game": {"beta2": 1.0}}, "both must be below 1"),
        ("unpaired", {"game": {"smoothing": 0.1}}, "hinge asks for no certainty"),
    ],
)
def test_a_recipe_that_cannot_be_is_refused_in_words(
    task: CollectionTask, recipe: dict[str, object], said: str
) -> None:
    asked = TrainCollection(task, Path("a"), Path("r"), Path("o"), recipe=json.dumps(recipe))
    with pytest.raises(UserError, match=said):
        check_recipe(recipe_of(asked, None))
    check_recipe(recipe_of(replace(asked, recipe=""), None))


def test_frozen_blocks_want_a_run_that_they_are_of(
    weights: Path, works: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = SMALL | {"game": {"frozen": 1}}
    assert gan([works, "--task", "imagine", "-o", tmp_path / "mine.safetensors"], asked) == 2
    assert "begins from nothing" in capsys.readouterr().err


def test_augmentation_is_none_without_a_policy_and_an_unknown_one_is_refused() -> None:
    images = torch.rand(2, 3, 24, 24)
    assert augmented(images, "", Dice(torch.Generator(), 2)) is images
    with pytest.raises(UserError, match="no augmentation 'turn'"):
        augmented(images, "turn", Dice(torch.Generator(), 2))
