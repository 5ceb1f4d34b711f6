"""Every task of a collection from its folder to its file, by the command."""

from __future__ import annotations

import json
import re
from collections.abc import Generator
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import load_file

from models.checkpoints.generator_file import load_generator, swatches
from models.checkpoints.style_file import StyleCard, load_style
from models.cli import main
from models.collection_requests import TrainCollection, train_collection_from_plain
from models.data.collections import Collection
from models.engine import Engine
from models.losses.adversarial.game import Game
from models.networks.loss_network import LossNetwork, LossNetworkConfig
from models.news import FileError, News
from models.stepping import finish
from models.style_parts import part_of
from models.training import collection
from models.training.imagine import ImagineRecipe, ImagineTask
from models.training.loop import train
from models.training.run_folder import RunFolder
from models.training.schedule import Schedule
from models.training_requests import StopWhen, to_plain
from tests.models.small_collections import QUICK, SMALL, gan, picture, works
from tests.models.test_training import after, rows

__all__ = ["works"]


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
