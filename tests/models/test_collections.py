"""Collections: folders with labels and pairs, augmentation that gradients pass, and each task to its file."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Generator
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import load_file
from torch import Tensor

from models.checkpoints.generator_file import load_generator, swatches
from models.checkpoints.style_file import StyleCard, load_style
from models.cli import main, make_parser
from models.collection_requests import TASKS, CollectionTask, TrainCollection, train_collection_from_plain
from models.commands import train_gan
from models.data.collections import Collection, find_pairs
from models.data.dice import Dice
from models.data.differentiable import AUGMENTATIONS, augmented
from models.data.part import Part
from models.data.pictures import Augmentation, decode
from models.engine import Engine
from models.games import GAMES
from models.losses.adversarial.game import Game
from models.networks.loss_network import LossNetwork, LossNetworkConfig
from models.news import FileError, News, UserError
from models.picture_file import read_preview
from models.stepping import finish
from models.style_parts import part_of
from models.training import collection
from models.training.check_recipe import check_recipe
from models.training.collection import recipe_of
from models.training.duel import apart
from models.training.imagine import ImagineRecipe, ImagineTask
from models.training.loop import train
from models.training.run_folder import RunFolder
from models.training.schedule import Schedule
from models.training.translation import UnpairedRecipe
from models.training_requests import StopWhen, to_plain
from tests.models.picture_samples import ADOBE_XYZ, adobe_rgb, gradient, profile
from tests.models.test_training import after, rows

RARELY = {"sample_every_s": 1e9, "style_every_s": 1e9}
QUICK: dict[str, object] = {"schedule": {"report_every": 2, "warmup_steps": 1, **RARELY}}
SMALL: dict[str, object] = QUICK | {"size_px": 32, "batch": 2, "width": 8}


def picture(path: Path, seed: int, width_px: int = 160, height_px: int = 140) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    colours = np.random.default_rng(seed).integers(0, 256, (5, 6, 3), np.uint8)
    Image.fromarray(colours).resize((width_px, height_px), Image.Resampling.BICUBIC).save(path)


@pytest.fixture
def works(tmp_path: Path) -> Path:
    folder = tmp_path / "works"
    for index in range(9):
        picture(folder / "ink" / f"{index}.png", index)
    for index in range(3):
        picture(folder / "comic" / f"{index}.png", 50 + index)
    return folder


# -- data ---------------------------------------------------------------------------------------------------


def test_the_only_work_of_a_label_is_not_held_out() -> None:
    made = Collection.of_labelled((label, torch.zeros(3, 8, 8, dtype=torch.uint8)) for label in "aaaaaaaaab")
    assert (made.labels, len(made), made.held_out) == (("a", "b"), 10, [])
    made = Collection.of_labelled((label, torch.zeros(3, 8, 8, dtype=torch.uint8)) for label in "aaaaaaaabb")
    assert (made.labels, len(made), made.label_of_held_out) == (("a", "b"), 9, [1])


def test_what_stands_in_the_command_comes_before_the_file(tmp_path: Path) -> None:
    file = tmp_path / "recipe.json"
    file.write_text('{"batch": 3, "game": {"r1": 4, "pace": 2}}')
    words = ["train", "gan", "works", "--task", "imagine", "-o", "out", "--config", str(file)]
    asked = make_parser().parse_args([*words, "--recipe", '{"size_px": 32, "game": {"r1": 1}}'])
    recipe = json.loads(train_gan._recipe(asked))
    assert recipe == {"batch": 3, "size_px": 32, "game": {"r1": 1, "pace": 2}}


def test_every_label_is_drawn_equally_often_and_held_out_works_never(works: Path) -> None:
    made = Collection.read(works)
    assert (made.labels, len(made), len(made.held_out)) == (("comic", "ink"), 11, 1)
    rng = torch.Generator().manual_seed(0)
    drawn = Counter(made.labels[made.label_of[made._which(rng)]] for _ in range(600))
    assert drawn["comic"] == pytest.approx(300, abs=60)
    again = [
        Collection.read(works).batch(torch.Generator().manual_seed(3), 4, 32, Augmentation()) for _ in "ab"
    ]
    assert torch.equal(*again)


def test_pairs_are_found_by_folders_by_names_and_side_by_side(tmp_path: Path) -> None:
    for name in ("x", "y", "alone"):
        picture(tmp_path / "first" / f"{name}.png", 1)
    for name in ("x", "y", "other"):
        picture(tmp_path / "second" / f"{name}.png", 2)
    both = find_pairs(tmp_path / "first", tmp_path / "second")
    assert [a.stem for a, _ in both.files] == ["x", "y"]
    assert both.mismatched == ("alone.png has no partner.", "other.png has no partner.")

    for name in ("x_a", "x_b", "y_A"):
        picture(tmp_path / "named" / f"{name}.png", 3)
    named = find_pairs(tmp_path / "named")
    assert [(a.stem, b.stem) for a, b in named.files] == [("x_a", "x_b")]
    assert named.mismatched == ("y_A.png has no partner.",)

    wide = np.zeros((64, 128, 3), np.uint8)
    wide[:, 64:] = 255
    (tmp_path / "wide").mkdir()
    Image.fromarray(wide).save(tmp_path / "wide" / "w.png")
    picture(tmp_path / "wide" / "single.png", 4)
    stacks, wrong = find_pairs(tmp_path / "wide").read()
    assert wrong == ["single.png: it is not as wide as two pictures side by side"]
    crops = stacks.batch(torch.Generator(), 1, 16, Augmentation())
    assert float(crops[:, :3].max()) == 0
    assert float(crops[:, 3:].min()) == pytest.approx(1)


def pairs_of(folder: Path, second: Path | None = None) -> tuple[list[tuple[str, str]], list[str]]:
    """Pairs and what is alone, by their names in the folder."""
    found = find_pairs(folder, second)
    names = [tuple(path.relative_to(folder.parent).as_posix() for path in pair) for pair in found.files]
    return [(a, b) for a, b in names], [path.relative_to(folder.parent).as_posix() for path in found.alone]


def test_equal_names_in_several_folders_are_no_partners(tmp_path: Path) -> None:
    for name in ("first/day/1", "first/night/1", "second/day/1", "second/night/1", "second/noon/1"):
        picture(tmp_path / f"{name}.png", 1)
    picture(tmp_path / "first" / "day" / "1.tif", 1)
    found = find_pairs(tmp_path / "first", tmp_path / "second")
    assert [(a.parent.name, b.parent.name) for a, b in found.files] == [("day", "day"), ("night", "night")]
    assert found.mismatched == ("1.png has no partner.", "1.tif has no partner.")


def test_a_second_folder_within_the_first_is_the_second(tmp_path: Path) -> None:
    folder = tmp_path / "all"
    for name in ("x", "y", "drawn/x", "drawn/z"):
        picture(folder / f"{name}.png", 1)
    assert pairs_of(folder, folder / "drawn") == (
        [("all/x.png", "all/drawn/x.png")],
        ["all/y.png", "all/drawn/z.png"],
    )


def test_one_name_that_ends_like_half_a_pair_makes_no_other_file_disappear(tmp_path: Path) -> None:
    folder = tmp_path / "wide"
    for name in ("garden_a", "house"):
        picture(folder / f"{name}.png", 1, 280, 140)
    both = [(f"wide/{name}.png", f"wide/{name}.png") for name in ("garden_a", "house")]
    assert pairs_of(folder) == (both, []), "side by side"
    picture(folder / "garden_b.png", 2, 280, 140)
    assert pairs_of(folder) == ([("wide/garden_a.png", "wide/garden_b.png")], ["wide/house.png"])


def test_two_folders_in_one_are_a_and_b(tmp_path: Path) -> None:
    for name in ("A/train/1", "A/train/2", "B/train/1", "B/val/2"):
        picture(tmp_path / "set" / f"{name}.png", 1)
    assert pairs_of(tmp_path / "set") == (
        [("set/A/train/1.png", "set/B/train/1.png")],
        ["set/A/train/2.png", "set/B/val/2.png"],
    )
    for name in ("trainA/1", "trainB/1"):
        picture(tmp_path / "horses" / f"{name}.png", 1)
    assert pairs_of(tmp_path / "horses")[0] == [("horses/trainA/1.png", "horses/trainB/1.png")]
    for name in ("train/1", "val/1"):
        picture(tmp_path / "maps" / f"{name}.png", 1, 280, 140)
    same = [(f"maps/{name}/1.png", f"maps/{name}/1.png") for name in ("train", "val")]
    assert pairs_of(tmp_path / "maps") == (same, []), "each holds both, side by side"


def test_a_discriminator_is_shown_the_colours_that_the_style_has(tmp_path: Path) -> None:
    """A large one, which is made small before its profile is applied, and a small one."""
    soft = Image.fromarray(gradient() // 2 + 60).resize((700, 500), Image.Resampling.BICUBIC)
    soft.save(tmp_path / "adobe.jpg", quality=97, icc_profile=adobe_rgb())
    soft.convert("CMYK").save(tmp_path / "cmyk.jpg", quality=97)
    soft.convert("CMYK").save(tmp_path / "cmyk.tif")
    soft.resize((70, 50)).save(tmp_path / "small.png", icc_profile=adobe_rgb())
    for path in tmp_path.iterdir():
        wanted = read_preview(path, 400)[0].astype(float)
        read = decode(path, min(wanted.shape[:2])).permute(1, 2, 0).numpy().astype(float)
        assert read.shape == wanted.shape
        assert np.abs(read - wanted).mean() < 1, path.name
    read = decode(tmp_path / "adobe.jpg", 500).permute(1, 2, 0).numpy()
    assert np.abs(read.astype(float) - np.asarray(soft)).mean() > 4, "its numbers mean other colours"


@pytest.mark.parametrize("size_px", [(64, 48), (400, 300)])
def test_colours_that_lie_hidden_where_a_work_is_transparent_are_not_learnt(
    tmp_path: Path, size_px: tuple[int, int]
) -> None:
    red = Image.new("RGBA", size_px, (250, 0, 0, 0))
    red.paste((0, 0, 250, 255), (0, 0, size_px[0] // 2, size_px[1]))
    red.save(tmp_path / "colours.png")
    red.quantize(4).save(tmp_path / "palette.png")
    key = Image.new("RGB", size_px, (250, 0, 0))
    key.paste((0, 0, 250), (0, 0, size_px[0] // 2, size_px[1]))
    key.save(tmp_path / "key.png", transparency=(250, 0, 0))
    for path in tmp_path.iterdir():
        read = decode(path, 48)
        assert read.shape == (3, 48, 64)
        assert (read[:, :, 40:] >= 254).all(), path.name
        assert torch.equal(read[:, 24, 8], torch.tensor([0, 0, 250], dtype=torch.uint8)), path.name


def test_grey_works_stay_grey_whatever_their_profile(tmp_path: Path) -> None:
    grey = Image.fromarray(np.tile(np.arange(256, dtype=np.uint8), (300, 2)))
    grey.save(tmp_path / "grey.jpg", quality=95, icc_profile=profile(ADOBE_XYZ, 1.8, b"GRAY"))
    grey.convert("RGB").save(tmp_path / "rgb.png", icc_profile=adobe_rgb())
    assert Collection.read(tmp_path).is_grey


def test_pairs_stay_pairs_in_every_crop(tmp_path: Path) -> None:
    for side in ("first", "second"):
        picture(tmp_path / side / "x.png", 7)
    stacks, _ = find_pairs(tmp_path / "first", tmp_path / "second").read()
    a, b = stacks.batch(torch.Generator(), 6, 32, Augmentation(turn=True)).chunk(2, 1)
    assert torch.equal(a, b)
    a, b = stacks.batch(torch.Generator(), 6, 32, Augmentation(colour=0.3, lean_degrees=5)).chunk(2, 1)
    assert torch.equal(a, b)


def test_folders_without_pairs_say_why(tmp_path: Path) -> None:
    picture(tmp_path / "first" / "x.png", 1)
    picture(tmp_path / "second" / "y.png", 1)
    with pytest.raises(FileError, match=r"x\.png has no partner"):
        find_pairs(tmp_path / "first", tmp_path / "second").read()


@pytest.mark.parametrize("policy", [*AUGMENTATIONS, "translation,cutout,colour"])
def test_gradients_pass_augmentation_and_equal_chance_is_equal(policy: str) -> None:
    images = torch.rand(16, 3, 24, 24, requires_grad=True)
    shown = [augmented(images, policy, Dice(torch.Generator().manual_seed(5), 16)) for _ in "ab"]
    assert torch.equal(*shown)
    assert shown[0].shape == images.shape
    assert not torch.equal(shown[0], images)
    (gradient,) = torch.autograd.grad(shown[0].sum(), images)
    assert float(gradient.abs().sum()) > 0
    for index in range(3):
        dice = Dice(torch.Generator().manual_seed(5), 16, part := Part(index, 3))
        assert torch.equal(augmented(part.take(images), policy, dice), part.take(shown[0])), "in parts alike"


def test_augmentation_is_as_strong_as_published_on_pictures_from_0_to_1() -> None:
    white = torch.ones(64, 3, 24, 24)
    for policy in ("translation", "cutout"):
        shown = augmented(white, policy, Dice(torch.Generator().manual_seed(5), 64))
        assert set(torch.unique(shown).tolist()) == {0.5, 1.0}, "what is not there is grey"
    even = torch.full((400, 3, 4, 4), 0.5)
    light = augmented(even, "colour", Dice(torch.Generator().manual_seed(5), 400)) - 0.5
    assert float(light.abs().max()) == pytest.approx(0.25, abs=0.01)


def test_colours_of_a_pair_change_alike_in_both_and_do_not_mix(tmp_path: Path) -> None:
    red, blue = (torch.zeros(32, 3, 8, 8) for _ in "ab")
    red[:, 0], blue[:, 2] = 0.9, 0.9
    red[:, :, 4:], blue[:, :, 4:] = 0.2, 0.2

    def changed(images: Tensor) -> Tensor:
        return augmented(images, "colour", Dice(torch.Generator().manual_seed(5), 32))

    both = changed(torch.cat([red, blue], 1))
    assert torch.allclose(both[:, :3], changed(red), atol=1e-6)
    assert torch.allclose(both[:, 3:], changed(blue), atol=1e-6)

    for side in ("first", "second"):
        picture(tmp_path / side / "x.png", 7)
    stacks, _ = find_pairs(tmp_path / "first", tmp_path / "second").read()
    a, b = stacks.batch(torch.Generator(), 6, 32, Augmentation(colour=0.2)).chunk(2, 1)
    assert torch.equal(a, b)


def test_likeness_of_pairs_is_measured_on_pictures_from_minus_1_to_1() -> None:
    a, b = torch.zeros(2, 3, 4, 4), torch.full((2, 3, 4, 4), 0.25)
    assert float(apart(a, b)) == pytest.approx(0.5)


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
        ("few-shot", {"game": {"smoothing": 0.1}}, "hinge asks for no certainty"),
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


# -- tasks --------------------------------------------------------------------------------------------------


def gan(words: list[object], recipe: dict[str, object]) -> int:
    return main(["train", "gan", *map(str, words), "--steps", "6", "--recipe", json.dumps(recipe)])


def nearest_size(run: Path) -> tuple[int, int]:
    """Of the picture of what is made beside the nearest work, which is named."""
    with Image.open(run / "nearest.jpg") as opened:
        assert re.fullmatch(rb"work: (ink/|comic/)?(\d+\.png(, )?)+", opened.info["comment"])
        return opened.size


@pytest.mark.parametrize("generator", ["swatch", "dcgan"])
def test_swatches_from_a_folder_by_seed(weights: Path, works: Path, tmp_path: Path, generator: str) -> None:
    target, sheet = tmp_path / "swatches.safetensors", tmp_path / "sheet.png"
    recipe = SMALL | {"generator": generator, "tileable": generator == "swatch"}
    assert gan([works, "--task", "imagine", "-o", target, "--name", "Mine"], recipe) == 0
    assert nearest_size(tmp_path / "swatches.run") == (32 + 2 + 32, 32)
    card, _ = load_generator(target)
    assert (card.card.name, card.network, card.card.recipe["task"]) == ("Mine", generator, "imagine")
    assert {"diversity", "nearness"} <= set(card.card.measures)
    both = [swatches(target, [3, 4]) for _ in "ab"]
    assert torch.equal(*both)
    assert torch.allclose(swatches(target, [4]), both[0][1:], atol=1e-5), "a seed alone is the same"
    assert main(["imagine", str(target), "--seed", "3", "--count", "5", "-o", str(sheet)]) == 0
    with Image.open(sheet) as opened:
        assert opened.size == (5 * 32, 32)


def test_pairs_to_a_generator_and_on_after_it_ended(weights: Path, tmp_path: Path) -> None:
    for index in range(11):
        for side, seed in (("first", index), ("second", 99 - index)):
            picture(tmp_path / side / f"{index}.png", seed)
    words = [tmp_path / "first", "--photos", tmp_path / "second", "--task", "paired"]
    assert gan([*words, "-o", tmp_path / "whole.safetensors"], SMALL) == 0
    parts = tmp_path / "parts.safetensors"
    command = ["train", "gan", *map(str, words), "-o", str(parts), "--recipe", json.dumps(SMALL)]
    assert main([*command, "--steps", "3"]) == 0
    run = tmp_path / "parts.run"
    whole = RunFolder(tmp_path / "whole.run").load()
    assert main(["train", "gan", "--resume", str(run), "--steps", "6"]) == 0
    assert whole["step"] == RunFolder(run).load()["step"] == 6
    assert {"distance_held_out", "by_heart", "ahead"} <= set(RunFolder(run).metrics()[-1])
    assert nearest_size(run) == (32 + 2 + 32, 32)
    card, network = load_generator(parts)
    assert (card.network, card.card.recipe["game"]["objective"]) == ("unet", "non-saturating")
    assert network(torch.rand(1, 3, 64, 64)).shape == (1, 3, 64, 64)


@pytest.mark.parametrize("generator", ["swatch", "dcgan"])
def test_a_paused_game_of_real_networks_goes_on_to_the_bit(
    works: Path, tmp_path: Path, generator: str
) -> None:
    """With spectral norm, batch norm, noise and penalties: all that could have a state of its own."""
    schedule = Schedule(steps=5, optimizer="adam", report_every=2, warmup_steps=1, save_every_s=1e9)
    game = Game("hinge", r1=1.0, gradient_penalty=1.0, spectral=True, augment="translation,cutout", noise=0.1)
    recipe = ImagineRecipe(generator, 16, 2, 4, tileable=True, game=game, schedule=schedule)

    def training(folder: Path, resume: bool = False) -> Generator[News, None, Path]:
        torch.manual_seed(4)
        eye = LossNetwork(LossNetworkConfig((4, 4), (1, 1)))
        place, device = tmp_path / "mine.safetensors", torch.device("cpu")
        task = ImagineTask(Collection.read(works), recipe, eye, StyleCard("Mine"), place, device)
        return train(task, schedule, RunFolder(folder), {}, resume)

    finish(training(tmp_path / "whole"))
    after(training(tmp_path / "parts"), 3)
    finish(training(tmp_path / "parts", resume=True))
    assert rows(tmp_path / "parts") == rows(tmp_path / "whole")
    whole, parts = (RunFolder(tmp_path / name).load() for name in ("whole", "parts"))
    for of in (whole, parts):
        of.update({f"opponent.{name}": value for name, value in of.pop("opponent")["network"].items()})
        of.update({f"network.{name}": value for name, value in of.pop("network").items()})
    tensors = [name for name, value in whole.items() if isinstance(value, torch.Tensor)]
    assert len(tensors) > 10
    assert all(torch.equal(whole[name], parts[name]) for name in tensors)


@pytest.mark.parametrize("method", ["universal", "cut", "cycle"])
def test_the_universal_network_goes_on_as_a_generator(
    weights: Path, works: Path, photos: Path, tmp_path: Path, method: str
) -> None:
    target, out = tmp_path / "mine.safetensors", tmp_path / "out.png"
    recipe = SMALL | {"method": method}
    if method != "universal":
        recipe |= {"backbone": True, "scales": 2, "receptive_field_px": 16}
    assert gan([works, "--photos", photos, "--task", "unpaired", "-o", target], recipe) == 0
    assert load_generator(target)[0].network == "backbone"
    assert main(["stylize", str(photos / "0.png"), "--style", str(target), "-o", str(out)]) == 0
    with Image.open(out) as painted, Image.open(photos / "0.png") as photo:
        assert painted.size == photo.size


def test_photographs_to_works_without_pairs(
    weights: Path, works: Path, photos: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "cut.safetensors"
    recipe = SMALL | {"method": "fastcut", "blocks": 2, "contrast": 1.0, "identity": 1.0}
    words = [works, "--photos", photos, "--task", "unpaired", "-o", target]
    assert gan(words, recipe) == 0
    row = RunFolder(tmp_path / "cut.run").metrics()[-1]
    assert {"contrast", "identity", "light"} <= set(row)
    assert nearest_size(tmp_path / "cut.run") == (32 + 2 + 32, 32)
    assert not any("heads" in name for name in load_file(target)), "what only compared is left behind"
    first = dict(RunFolder(tmp_path / "cut.run").load()["opponent"]["network"])

    kept = tmp_path / "kept.safetensors"
    frozen = recipe | {"game": {"frozen": 1}}
    words = [works, "--photos", photos, "--task", "unpaired", "--from", tmp_path / "cut.run", "-o", kept]
    assert gan(words, frozen) == 0
    then = RunFolder(tmp_path / "kept.run").load()["opponent"]["network"]
    same = {name for name in first if torch.equal(first[name], then[name])}
    assert same == {name for name in first if name.startswith("blocks.0.")}, "FreezeD, to the bit"

    assert gan([*words[:-1], tmp_path / "other.safetensors"], recipe | {"method": "cycle"}) == 2
    said = capsys.readouterr().err
    assert "another shape" in said
    assert "no snapshot" not in said


def test_a_style_from_a_folder_is_a_style_file(
    weights: Path, photos: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target, few = tmp_path / "mine.safetensors", tmp_path / "few"
    for index in range(2):
        picture(few / f"{index}.png", index)
    words = [few, "--photos", photos, "--task", "few-shot", "-o", target, "--jsonl"]
    assert gan(words, QUICK | {"size_px": 48, "depth": "own", "learn": ["fine"]}) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert lines[-1]["path"] == str(target)
    assert {"style", "fooling", "ahead", "light"} <= set(RunFolder(tmp_path / "mine.run").metrics()[-1])
    assert nearest_size(tmp_path / "mine.run") == (128 + 8 + 128, 128)
    style = load_style(target)
    assert (style.card.parent, len(style.card.hashes)) == ("universal", 2)
    assert {part_of(name) for name in style.tensors} == {"", "fine"}, "what was chosen alone"
    out = tmp_path / "out.png"
    assert main(["stylize", str(photos / "0.png"), "--style", str(target), "-o", str(out)]) == 0
    with Image.open(out) as opened:
        assert opened.size == (160, 130)


def test_where_not_all_works_say_what_the_style_is_that_is_told(
    weights: Path, works: Path, photos: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = TrainCollection("few-shot", works, tmp_path / "run", tmp_path / "o.safetensors", photos)
    for most, is_told in ((4, True), (12, False)):
        monkeypatch.setattr(collection, "MOST_WORKS", most)
        made = finish(collection.prepared(Engine("cpu"), asked, None, torch.device("cpu")))
        assert any(f"from {most} of the works" in words for words in made.said) == is_told


# -- asking -------------------------------------------------------------------------------------------------


def test_a_folder_is_looked_at_and_told_what_it_can_become(
    weights: Path, works: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    framed = np.full((140, 160, 3), 230, np.uint8)
    framed[24:-24, 24:-24] = np.asarray(Image.open(works / "ink" / "0.png"))[24:-24, 24:-24]
    Image.fromarray(framed).save(works / "ink" / "framed.png")
    Image.fromarray(np.full((140, 160, 3), (255, 0, 255), np.uint8)).save(works / "ink" / "pink.png")
    (works / "ink" / "torn.png").write_bytes(b"no picture")
    assert main(["train", "gan", str(works), "--check"]) == 0
    said = capsys.readouterr().out
    assert "14 works: a fine-tuned style (few-shot)" in said
    assert "framed.png seems to have a frame or an even border" in said
    assert "pink.png stands out by its colours" in said
    assert "torn.png cannot be read" in said
    assert "ink has 11 works and comic has 3" in said


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["{works}", "--task", "imagine"], 2, "-o FILE"),
        (["nowhere", "--task", "imagine", "-o", "a.safetensors"], 3, "nowhere"),
        (["{works}", "--task", "imagine", "-o", "a.gan"], 2, "a.safetensors"),
        (["{works}", "--task", "few-shot", "-o", "a.safetensors"], 2, "--photos"),
        (
            ["{works}", "--task", "imagine", "--photos", "{works}", "-o", "a.safetensors"],
            2,
            "leave --photos out",
        ),
        (["{works}", "--task", "imagine", "-o", "a.safetensors", "--recipe", "{{"], 2, "not JSON"),
        (
            ["{works}", "--task", "imagine", "-o", "a.safetensors", "--recipe", '{{"width_px": 3}}'],
            2,
            "width_px",
        ),
        (["--resume", "nowhere"], 3, "no run in"),
        (["--resume", "run", "--recipe", '{{"batch": 3}}'], 2, "without --recipe. To change something"),
        (["--resume", "run", "--from", "other", "--seed", "3"], 2, "without --seed and --from"),
    ],
)
def test_what_cannot_be_done_is_said_before_it_begins(
    words: list[str],
    code: int,
    said: str,
    weights: Path,
    works: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    assert main(["train", "gan", *(w.format(works=works) for w in words)]) == code
    assert said in capsys.readouterr().err
    assert sorted(tmp_path.iterdir()) == before


def test_a_new_run_of_several_processes_leaves_an_old_one_alone(
    weights: Path,
    works: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "mine.run").mkdir()
    (tmp_path / "mine.run" / "config.json").write_text("{}")
    for name, value in (("WORLD_SIZE", "2"), ("RANK", "1")):
        monkeypatch.setenv(name, value)
    assert gan([works, "--task", "imagine", "-o", tmp_path / "mine.safetensors"], SMALL) == 2
    assert "There is a run in" in capsys.readouterr().err


def test_a_style_is_no_generator_and_a_painter_makes_no_swatches(
    weights: Path, works: Path, tmp_path: Path
) -> None:
    damaged = tmp_path / "damaged.safetensors"
    damaged.write_bytes(b"\x00" * 64)
    with pytest.raises(FileError, match="no generator of Impasto"):
        load_generator(damaged)
    with pytest.raises(FileError, match="no generator of Impasto"):
        load_generator(weights / "universal.safetensors")


def test_a_request_survives_the_run_folder() -> None:
    stop = StopWhen(2.5, None, "07:30")
    asked = TrainCollection("paired", Path("a"), Path("r"), Path("o.safetensors"), Path("b"), stop, seed=4)
    assert train_collection_from_plain(json.loads(json.dumps(to_plain(asked)))) == asked
