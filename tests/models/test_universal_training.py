"""The recipe of the universal network on tiny pictures, under teachers that have learnt nothing."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import load_file, save_file

from models.checkpoints.shipped import load_loss_network, load_stylist
from models.commands.runs import read_json
from models.devices import Device, choose_device
from models.losses.teachers import SLIM_FILE, VGG19_FILE
from models.networks.loss_network import LossNetwork, LossNetworkConfig
from models.networks.microast import MicroAst, weight_files
from models.networks.stylist import HEEDED, HEEDED_MOST, Stylist, at_strength
from models.networks.universal import UniversalConfig
from models.news import FileError, Metrics, News, Notice, UserError
from models.training.amend import amend
from models.training.narrow import NarrowRecipe
from models.training.objective import style_distances, style_statistics
from models.training.schedule import Schedule
from models.training.universal import BEYOND, UniversalRecipe, UniversalTask, judges_named, train_universal
from models.training_news import StyleSaved
from tests.stepping import heard

RECIPES = Path(__file__).resolve().parents[2] / "packaging" / "recipes"
PROCESSOR = Device(torch.device("cpu"), False, "a test")
SMALL = LossNetworkConfig((8, 8, 16, 16), (1, 1, 1, 1))
SCHEDULE = Schedule(steps=3, optimizer="muon", report_every=1, sample_every_s=1e9, save_every_s=1e9)
RECIPE = UniversalRecipe(width=16, size_px=40, late_size_px=48, batch=2, textures=1, schedule=SCHEDULE)
SLIM_CHANNELS = (16, 16, 32, 32, *[64] * 4, *[128] * 5)
SLIM_NAMES = ("11", "12", "21", "22", "31", "32", "33", "34", "41", "42", "43", "44", "51")
VGG_CHANNELS = {"0": (3, 64), "2": (64, 64), "5": (64, 128), "7": (128, 128), "10": (128, 256)}


def convolution(name: str, ins: int, outs: int, side: int = 3) -> dict[str, torch.Tensor]:
    weight = torch.randn(outs, ins, side, side) * (2 / (ins * side * side)) ** 0.5
    return {f"{name}.weight": weight, f"{name}.bias": torch.zeros(outs)}


@dataclasses.dataclass(frozen=True)
class Folders:
    """What a training is given."""

    photos: Path
    styles: Path
    teacher: Path | None
    encodes: Path  # the loss network by which styles are read

    def train(
        self,
        run: Path,
        recipe: UniversalRecipe,
        begin_with: Path | None = None,
        resume: bool = False,
        guided_by: Path | None = None,
    ) -> tuple[Path, list[News]]:
        return heard(
            train_universal(
                self.photos,
                self.styles,
                run,
                recipe,
                loss_weights=self.encodes,
                begin_with=begin_with,
                teacher=self.teacher,
                guided_by=guided_by,
                resume=resume,
                device=PROCESSOR,
            )
        )


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    torch.manual_seed(0)
    for name in ("photos", "styles"):
        (tmp_path / name).mkdir()
        rng = np.random.default_rng(len(name))
        for index in range(3):
            soft = Image.fromarray(rng.integers(0, 256, (6, 8, 3), np.uint8)).resize((96, 80))
            soft.save(tmp_path / name / f"{index}.png")
    teacher = tmp_path / "teacher"
    teacher.mkdir()
    slim = convolution("conv0", 3, 3, 1)
    for name, ins, outs in zip(SLIM_NAMES, (3, *SLIM_CHANNELS), SLIM_CHANNELS, strict=False):
        slim |= convolution(f"conv{name}", ins, outs)
    save_file(slim, teacher / SLIM_FILE)
    vgg: dict[str, torch.Tensor] = {}
    for place, (ins, outs) in VGG_CHANNELS.items():
        vgg |= convolution(f"features.{place}", ins, outs)
    save_file(vgg, teacher / VGG19_FILE)
    judge = tmp_path / "loss_network.safetensors"
    save_file(LossNetwork(SMALL).state_dict(), judge)
    judge.with_suffix(".json").write_text(json.dumps({"config": dataclasses.asdict(SMALL)}))
    return Folders(tmp_path / "photos", tmp_path / "styles", teacher, judge)


@pytest.mark.parametrize(
    ("judges", "bfloat16"), [("shipped", False), ("deep+vgg", False), ("slim+vgg", True)], ids=str
)
def test_the_recipe_learns_and_its_file_loads(
    folders: Folders, tmp_path: Path, judges: str, bfloat16: bool
) -> None:
    recipe = dataclasses.replace(RECIPE, judges=judges, bfloat16=bfloat16)
    run = tmp_path / "run"
    path, news = folders.train(run, recipe)
    losses = [item.values["loss"] for item in news if isinstance(item, Metrics)]
    assert len(losses) == SCHEDULE.steps
    assert np.isfinite(losses).all()
    assert any(isinstance(item, Notice) and "cpu" in item.text for item in news)
    stylist = load_stylist(path)
    assert stylist.content.config.width == RECIPE.width
    assert json.loads(path.with_suffix(".json").read_text())["recipe"]["judges"] == judges


@pytest.mark.parametrize("bfloat16", [False, True])
def test_a_guide_is_asked_at_first_and_no_longer_at_the_end(
    folders: Folders, tmp_path: Path, bfloat16: bool
) -> None:
    published = tmp_path / "microast"
    published.mkdir()
    for part, path in weight_files(published).items():
        torch.save(MicroAst().get_submodule(part).state_dict(), path)
    recipe = dataclasses.replace(RECIPE, bfloat16=bfloat16)
    _, news = folders.train(tmp_path / "run", recipe, guided_by=published)
    rows = [item.values for item in news if isinstance(item, Metrics)]
    assert [("guide_painting" in row) for row in rows] == [True, True, False]
    assert all(np.isfinite(list(row.values())).all() for row in rows)


def test_a_style_between_two_is_learnt_without_the_guide_that_knows_none(
    folders: Folders, tmp_path: Path
) -> None:
    published = tmp_path / "microast"
    published.mkdir()
    for part, path in weight_files(published).items():
        torch.save(MicroAst().get_submodule(part).state_dict(), path)
    recipe = dataclasses.replace(RECIPE, mixed=1.0, other_colours=1.0)
    _, news = folders.train(tmp_path / "run", recipe, guided_by=published)
    rows = [item.values for item in news if isinstance(item, Metrics)]
    assert not any("guide_painting" in row for row in rows)
    assert all(np.isfinite(list(row.values())).all() for row in rows)


def test_a_guide_that_is_not_whole_says_what_is_missing(folders: Folders, tmp_path: Path) -> None:
    with pytest.raises(FileError, match="decoder_iter_160000"):
        folders.train(tmp_path / "run", RECIPE, guided_by=tmp_path)


def test_half_precision_changes_little(folders: Folders, tmp_path: Path) -> None:
    """The first step's losses agree: what is measured exactly stays exact, the rest has three digits."""
    firsts = []
    for bfloat16 in (False, True):
        recipe = dataclasses.replace(RECIPE, bfloat16=bfloat16)
        run = tmp_path / f"run{bfloat16}"
        _, news = folders.train(run, recipe)
        firsts.append(next(item.values for item in news if isinstance(item, Metrics)))
    for name in ("style", "content", "clip", "smooth"):
        assert firsts[1][name] == pytest.approx(firsts[0][name], rel=0.05, abs=1e-3), name


def test_the_same_seed_makes_the_same_network(folders: Folders, tmp_path: Path) -> None:
    made = []
    for chance in (1, 2):
        torch.manual_seed(chance)
        path, _ = folders.train(tmp_path / f"run{chance}", RECIPE)
        made.append(load_stylist(path).state_dict())
    for name, value in made[0].items():
        assert torch.equal(value, made[1][name]), name


def test_photographs_are_styles_too(folders: Folders) -> None:
    """Paintings are made black here, so that a bright style is a photograph."""
    for path in folders.styles.iterdir():
        Image.new("RGB", (96, 80)).save(path)
    seen = {}
    for part in (0.0, 1.0):
        recipe = dataclasses.replace(RECIPE, batch=40, textures=0, photo_styles=part)
        crops = a_task(folders, recipe)._style_crops(40, torch.Generator().manual_seed(1))
        seen[part] = float((crops.mean((1, 2, 3)) > 0.1).float().mean())
    assert seen == {0.0: 0.0, 1.0: 1.0}


def a_task(folders: Folders, recipe: UniversalRecipe) -> UniversalTask:
    stylist = Stylist(load_loss_network(folders.encodes), UniversalConfig(16))
    return UniversalTask(folders.photos, folders.styles, judges_named("shipped", None), stylist, recipe)


def test_where_shares_of_the_gap_count_a_photo_that_is_near_to_its_style_counts_more(
    folders: Folders,
) -> None:
    judge, rng = judges_named("shipped", None)[0], torch.Generator().manual_seed(0)
    style = torch.rand(2, 3, 48, 48, generator=rng)
    photo = torch.cat([style[:1].roll(8, 3) * 0.98, torch.full((1, 3, 48, 48), 0.9)])
    with torch.no_grad():
        taps, goal = judge(photo), style_statistics(judge(style))
    gaps = style_distances(taps, goal)
    assert gaps[0] < 0.5 * gaps[1]
    for near in (0.0, 0.5, 1.0):
        weights = a_task(folders, dataclasses.replace(RECIPE, near=near))._weights(taps, goal)
        assert float(weights.mean()) == pytest.approx(1)
        assert float(weights[0] / weights[1]) == pytest.approx(float(gaps[1] / gaps[0]) ** near, rel=1e-3)


def test_codes_are_corrected_as_often_as_the_recipe_says(
    folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def counting(_self: Stylist, photo: torch.Tensor, code: torch.Tensor) -> torch.Tensor:
        asked.append(len(photo))
        return torch.zeros_like(code)

    monkeypatch.setattr(Stylist, "lack", counting)
    for often in (0.0, 1.0):
        task = a_task(folders, dataclasses.replace(RECIPE, heeded=often))
        for seed in range(3):
            task.losses(0.0, torch.Generator().manual_seed(seed))
        assert asked == [RECIPE.batch] * round(3 * often)


def test_strengths_go_beyond_the_full_style_as_often_as_the_recipe_says(
    folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[float] = []

    def listening(own: torch.Tensor, code: torch.Tensor, strength: float) -> torch.Tensor:
        asked.append(strength)
        return at_strength(own, code, strength)

    monkeypatch.setattr("models.training.universal.at_strength", listening)
    for often in (0.0, 1.0):
        task = a_task(folders, dataclasses.replace(RECIPE, beyond=often))
        for seed in range(4):
            task.losses(0.0, torch.Generator().manual_seed(seed))
        assert len(asked) == 4 * often
    assert 1 < min(asked) < max(asked) <= BEYOND


def test_beyond_the_full_style_likeness_counts_less(
    folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is left of the loss, if all but likeness counts nothing, is what likeness counts."""
    monkeypatch.setattr("models.training.universal.OFTEN", 1e-9)
    for often in (0.0, 1.0):
        silent = dataclasses.replace(
            RECIPE, style=0.0, identity=0.0, shift=0.0, smooth=0.0, clip=0.0, calm=0.0
        )
        recipe = dataclasses.replace(silent, beyond=often, content=1.0)
        losses = a_task(folders, recipe).losses(0.0, torch.Generator().manual_seed(3))
        share = float(losses["loss"].detach() / losses["content"].detach())
        assert share < 1 if often else share == pytest.approx(1)


def test_what_to_heed_is_learnt_where_codes_are_corrected(folders: Folders, tmp_path: Path) -> None:
    quick = dataclasses.replace(SCHEDULE, learning_rate=0.1, warmup_steps=1, ema=0.5)
    for often, is_learnt in ((0.0, False), (1.0, True)):
        recipe = dataclasses.replace(RECIPE, heeded=often, schedule=quick)
        path, _ = folders.train(tmp_path / f"run{often}", recipe)
        heed = load_stylist(path).heed
        assert bool((heed - heed[0]).abs().max() > 1e-4) == is_learnt


def test_weights_from_before_heed_every_number_alike(folders: Folders, tmp_path: Path) -> None:
    path, _ = folders.train(tmp_path / "run", RECIPE)
    weights = load_file(path)
    save_file({name: value for name, value in weights.items() if not name.startswith("heed")}, path)
    before = load_stylist(path)
    assert before.heed.eq(HEEDED).all()
    assert before.heed_most.eq(HEEDED_MOST).all()


def test_what_is_learnt_so_far_is_usable_meanwhile(folders: Folders, tmp_path: Path) -> None:
    often = dataclasses.replace(RECIPE, schedule=dataclasses.replace(SCHEDULE, style_every_s=0.0))
    _, news = folders.train(tmp_path / "run", often)
    saved = [item.path for item in news if isinstance(item, StyleSaved)]
    assert len(saved) == SCHEDULE.steps
    assert load_stylist(saved[0]).content.config.width == RECIPE.width


def test_what_cannot_be_read_is_named(folders: Folders, tmp_path: Path) -> None:
    (folders.photos / "torn.jpg").write_bytes(b"no picture")
    _, news = folders.train(tmp_path / "run", RECIPE)
    assert any("torn.jpg" in item.text for item in news if isinstance(item, Notice))


def test_a_guided_run_does_not_go_on_without_its_guide(folders: Folders, tmp_path: Path) -> None:
    run = tmp_path / "run"
    folders.train(run, RECIPE)
    config = run / "config.json"
    config.write_text(json.dumps({**json.loads(config.read_text()), "guided": True}))
    with pytest.raises(UserError, match="--guide"):
        folders.train(run, RECIPE, resume=True)


def test_a_judge_that_is_not_known_is_named(folders: Folders, tmp_path: Path) -> None:
    recipe = dataclasses.replace(RECIPE, judges="slim+owl")
    with pytest.raises(UserError, match="owl"):
        folders.train(tmp_path / "run", recipe)


def test_a_judge_that_does_not_ship_wants_its_folder(folders: Folders, tmp_path: Path) -> None:
    lonely = dataclasses.replace(folders, teacher=None)
    with pytest.raises(UserError, match="--teacher"):
        lonely.train(tmp_path / "run", dataclasses.replace(RECIPE, judges="shipped+slim"))


def test_what_goes_on_from_weights_reads_pictures_as_before(folders: Folders, tmp_path: Path) -> None:
    """Codes made with the weights before mean the same afterwards, even where the run was interrupted."""
    before, _ = folders.train(tmp_path / "first", RECIPE)
    run = tmp_path / "second"
    folders.train(run, RECIPE, begin_with=before)
    kept = amend(UniversalRecipe(), read_json(run / "config.json")["recipe"])
    longer = dataclasses.replace(kept, schedule=dataclasses.replace(SCHEDULE, steps=6))
    after, _ = folders.train(run, longer, resume=True)
    old, new = load_stylist(before), load_stylist(after)
    picture = torch.rand(1, 3, 48, 64)
    assert torch.equal(old.code(picture), new.code(picture))
    changed = {
        name for name, value in old.state_dict().items() if not torch.equal(value, new.state_dict()[name])
    }
    assert "content.out.weight" in changed
    assert "modulator.layers.0.weight" in changed


@pytest.mark.parametrize("path", sorted(RECIPES.glob("universal*.json")), ids=lambda path: path.stem)
def test_the_recipes_of_the_repository_fit(path: Path) -> None:
    recipe = amend(UniversalRecipe(), read_json(path))
    assert recipe != UniversalRecipe()


def test_the_recipe_of_the_live_network_fits() -> None:
    assert amend(NarrowRecipe(), read_json(RECIPES / "narrow.json")) != NarrowRecipe()


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU")
def test_a_device_that_is_not_there_is_refused_in_words() -> None:
    with pytest.raises(UserError, match="no device cuda here"):
        choose_device("cuda")
