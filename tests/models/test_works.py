"""What a game learns from: what the coach says, and the same works for as long as its run goes on."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from models.cli import main
from models.collection_requests import CheckPairs, TrainCollection
from models.data.collections import label_of, spread
from models.news import FileError, Progress
from models.training.collection import RECIPES
from models.training.run_folder import RunFolder
from models.training.works import check_pairs, kept_px, read_works
from models.training_news import PairsReport
from tests.models.small_collections import QUICK, SMALL, gan, picture
from tests.stepping import heard


@pytest.fixture
def works(tmp_path: Path) -> Path:
    for index in range(12):
        picture(tmp_path / "works" / f"{index:02d}.png", index)
    return tmp_path / "works"


def torn(path: Path, seed: int) -> None:
    """A JPEG whose end has not arrived."""
    picture(path, seed, 400, 300)
    path.write_bytes(path.read_bytes()[:-2000])


def test_every_label_gets_its_share_evenly_over_its_works() -> None:
    folder = Path("works")
    ink = [folder / "ink" / f"{index:03d}.png" for index in range(400)]
    comic = [folder / "comic" / f"{index}.png" for index in range(8)]
    cartoon = [folder / "cartoon" / f"{index:03d}.png" for index in range(300)]
    chosen = spread([*cartoon, *comic, *ink], folder, 200)
    assert Counter(label_of(path, folder) for path in chosen) == {"ink": 96, "comic": 8, "cartoon": 96}
    assert chosen == sorted(chosen)
    of_ink = [int(path.stem) for path in chosen if path in set(ink)]
    assert (of_ink[0], of_ink[-1]) == (0, 395)
    assert spread(ink[:5], folder, 200) == ink[:5]


def test_what_the_coach_leaves_out_is_not_learnt_from(works: Path, tmp_path: Path) -> None:
    (works / "12.png").write_bytes((works / "03.png").read_bytes())
    picture(works / "13.png", 20, 60, 60)
    torn(works / "14.jpg", 21)
    asked = TrainCollection("imagine", works, tmp_path / "run", tmp_path / "o.safetensors")
    read, news = heard(read_works(asked, None))
    assert read.names["works"] == [f"{index:02d}.png" for index in range(12)]
    assert len(read.works) + len(read.works.held_out) == 12
    assert "3 files are left out." in read.said
    said = [one for one in news if isinstance(one, Progress)]
    assert (said[-1].done, said[-1].total) == (12, 12), "each file is a step that can be cancelled"


def test_a_folder_of_which_nothing_is_of_use_says_why(tmp_path: Path) -> None:
    picture(tmp_path / "works" / "stamp.png", 1, 24, 24)
    asked = TrainCollection("imagine", tmp_path / "works", tmp_path / "run", tmp_path / "o.safetensors")
    with pytest.raises(FileError, match=r"no work in .*stamp\.png is only 24 pixels"):
        list(read_works(asked, None))


def pairs_of(works: Path, photos: Path | None = None) -> PairsReport:
    report, _ = heard(check_pairs(CheckPairs(works, photos)))
    assert isinstance(report, PairsReport)
    return report


def test_what_fits_no_pair_is_listed_before_anything_is_learnt(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for name in "abcdefgh":
        picture(first / f"{name}.png", 1)
    picture(second / "a.png", 2)
    picture(second / "b.png", 2)
    picture(second / "c.png", 2, 300, 140)
    assert pairs_of(first, second) == PairsReport(
        2,
        (
            "2 pairs are found.",
            "5 files have no partner: d.png, e.png, f.png and 2 more.",
            "c.png: its partner c.png has another shape",
        ),
    )
    picture(tmp_path / "named" / "x_a.png", 1)
    picture(tmp_path / "named" / "x_b.png", 2)
    picture(tmp_path / "named" / "y_b.png", 3)
    assert pairs_of(tmp_path / "named").advice == ("One pair is found.", "y_b.png has no partner.")
    assert pairs_of(first).advice[:3] == (
        "There are no pairs to learn from.",
        "8 pairs cannot be used. These are the first of them:",
        "a.png: it is not as wide as two pictures side by side",
    )


@pytest.mark.parametrize("task", ["imagine", "paired"])
def test_a_work_that_comes_later_is_no_part_of_the_run(
    weights: Path, works: Path, tmp_path: Path, task: str
) -> None:
    words: list[object] = [works, "--task", task]
    for index in range(12):
        picture(tmp_path / "second" / f"{index:02d}.png", 50 + index)
    if task == "paired":
        words += ["--photos", tmp_path / "second"]
    target = tmp_path / "parts.safetensors"
    begun = ["train", "gan", *map(str, words), "-o", str(target), "--recipe", json.dumps(SMALL)]
    assert main([*begun, "--steps", "3"]) == 0
    run, other = tmp_path / "parts.run", tmp_path / "undisturbed.run"
    shutil.copytree(run, other)
    assert main(["train", "gan", "--resume", str(other), "--steps", "6"]) == 0
    for folder in (works, tmp_path / "second"):
        picture(folder / "00 new.png", 90)
    assert main(["train", "gan", "--resume", str(run), "--steps", "6"]) == 0
    assert len(RunFolder(run).read_config()["works" if task == "imagine" else "pairs"]) == 12
    learnt = [RunFolder(each).load()["opponent"]["network"] for each in (run, other)]
    assert learnt[0].keys() == learnt[1].keys()
    for name, value in learnt[0].items():
        assert torch.equal(value, learnt[1][name]), name


def test_a_work_that_is_gone_for_a_while_stays_part_of_the_run(
    weights: Path, works: Path, tmp_path: Path
) -> None:
    target, run = tmp_path / "o.safetensors", tmp_path / "o.run"
    begun = ["train", "gan", str(works), "--task", "imagine", "-o", str(target)]
    assert main([*begun, "--recipe", json.dumps(SMALL), "--steps", "2"]) == 0
    first = RunFolder(run).read_config()["works"]
    (works / first[3]).rename(tmp_path / "elsewhere.png")
    assert main(["train", "gan", "--resume", str(run), "--steps", "3"]) == 0
    assert RunFolder(run).read_config()["works"] == first


@pytest.mark.parametrize("task", ["few-shot", "conditional"])
def test_a_torn_work_or_photograph_stops_no_training(
    weights: Path, photos: Path, tmp_path: Path, task: str
) -> None:
    for index in range(4):
        picture(tmp_path / "manners" / ("ink" if index % 2 else "comic") / f"{index}.jpg", index)
    torn(tmp_path / "manners" / "ink" / "torn.jpg", 7)
    torn(photos / "torn.jpg", 8)
    words = [tmp_path / "manners", "--photos", photos, "--task", task, "-o", tmp_path / "o.safetensors"]
    assert gan(words, QUICK | {"size_px": 48}) == 0
    kept = RunFolder(tmp_path / "o.run").read_config()
    assert kept["works"] == ["comic/0.jpg", "comic/2.jpg", "ink/1.jpg", "ink/3.jpg"]
    assert "torn.jpg" not in kept["photos"]


def grained(path: Path, short_px: int) -> None:
    """A picture that differs from pixel to pixel, as strokes of a pen do."""
    path.parent.mkdir(parents=True, exist_ok=True)
    grain = np.random.default_rng(1).integers(0, 2, (short_px, short_px + 60, 1), np.uint8) * 255
    Image.fromarray(np.repeat(grain, 3, 2)).save(path)


def roughness(crops: torch.Tensor) -> float:
    """How much neighbours differ."""
    return float((crops[..., 1:] - crops[..., :-1]).abs().mean())


@pytest.mark.parametrize(("short_px", "least"), [(700, 0.12), (300, 0.4)])
def test_what_the_discriminator_is_shown_is_never_an_enlargement(
    tmp_path: Path, short_px: int, least: float
) -> None:
    """The file itself has 0.5, what is reduced a little less; enlarged as once it had 0.06 and 0.13."""
    grained(tmp_path / "works" / "pen.png", short_px)
    asked = TrainCollection("imagine", tmp_path / "works", tmp_path / "run", tmp_path / "o.safetensors")
    how, size_px = RECIPES["imagine"].augmentation, 256
    read, _ = heard(read_works(asked, {}, kept_px(how, size_px, None)))
    crops = read.works.batch(torch.Generator().manual_seed(2), 12, size_px, how)
    assert min(map(roughness, torch.split(crops, 1))) > least


def test_works_are_kept_as_large_as_their_crops_are_shown_and_a_run_keeps_to_its_own() -> None:
    crops = {task: recipe.augmentation for task, recipe in RECIPES.items()}
    sizes = {task: kept_px(crops[task], recipe.size_px, None) for task, recipe in RECIPES.items()}
    assert sizes == {"few-shot": 640, "conditional": 640, "unpaired": 288, "paired": 288, "imagine": 320}
    assert kept_px(crops["imagine"], 256, None) == 640
    assert kept_px(crops["unpaired"], 256, None) == 366
    assert kept_px(crops["imagine"], 256, {}) == 288, "of a run from before"
    assert kept_px(crops["imagine"], 256, {"short_side_px": 500}) == 500
