"""A style of one's own on a small network: what learns, what stays, what the file says, and its use."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest
import torch

from models.checkpoints.style_file import StyleCard, load_style
from models.cli import main
from models.data.pictures import Augmentation, PictureFolder, decode
from models.devices import Device
from models.engine import Engine
from models.networks.loss_network import LossNetwork, LossNetworkConfig
from models.networks.stylist import Stylist, adapted
from models.networks.universal import UniversalConfig
from models.news import Notice, Stylized, UserError
from models.requests import StyleChoice, Stylize
from models.style_parts import DEPTHS, PARTS, part_of, weights_by_part
from models.training.amend import amend
from models.training.loop import train
from models.training.objective import style_loss
from models.training.personal import PHOTO_CROPS, PersonalStyle, PersonalTask
from models.training.personal_recipe import PersonalRecipe, balanced
from models.training.run_folder import RunFolder
from models.training.schedule import Schedule
from models.training_requests import Depth, StylePicture
from models.universal import Universal
from tests.stepping import heard

T = TypeVar("T")
ANSWER = PARTS["answer"][0]
SMALL = LossNetworkConfig((8, 8, 16, 16), (1, 1, 1, 1))
QUICK = Schedule(
    steps=6, optimizer="muon", warmup_steps=1, report_every=2, sample_every_s=1e9, save_every_s=1e9
)


def wish(painting: Path, target: Path) -> PersonalStyle:
    pictures = (StylePicture(painting),)
    return PersonalStyle(pictures, StyleCard("Stripes"), target, painting, LossNetwork(SMALL))


def task_of(painting: Path, photos: Path, target: Path, recipe: PersonalRecipe) -> PersonalTask:
    folder, judge = PictureFolder(photos), LossNetwork(SMALL)
    return PersonalTask(folder, wish(painting, target), stylist(), judge, recipe)


def stylist() -> Stylist:
    torch.manual_seed(0)
    return Stylist(LossNetwork(SMALL), UniversalConfig(16))


def learnt(base: Stylist, style: Path) -> set[str]:
    """The names of the weights that are others in the file's own network than in `base`."""
    trained = adapted(base, load_style(style).tensors)
    assert trained is not None
    before = base.state_dict()
    return {name for name, value in trained.state_dict().items() if not torch.equal(value, before[name])}


def weights_of(base: Stylist, parts: Iterable[str]) -> set[str]:
    return {name for name, _ in base.named_parameters() if part_of(name) in set(parts)}


@pytest.mark.parametrize(
    ("depth", "learn", "parts"),
    [
        *((depth, (), parts) for depth, parts in DEPTHS.items()),
        *(("own", parts, parts) for parts in (("reading",), ("trunk", "fine"))),
    ],
)
def test_what_is_frozen_stays_to_the_last_bit_and_the_rest_learns(
    depth: Depth,
    learn: tuple[str, ...],
    parts: tuple[str, ...],
    painting: Path,
    photos: Path,
    tmp_path: Path,
) -> None:
    base = stylist()
    recipe = PersonalRecipe(depth=depth, learn=learn, size_px=48, schedule=QUICK)
    target = tmp_path / "stripes.safetensors"
    task = PersonalTask(PictureFolder(photos), wish(painting, target), base, LossNetwork(SMALL), recipe)
    heard(train(task, recipe.schedule, RunFolder(tmp_path / "run"), {}))
    assert learnt(base, target) == weights_of(base, parts) != set()
    card = load_style(target).card.recipe
    assert (card["depth"], tuple(card["learn"])) == (depth, learn)


def test_a_file_goes_a_part_of_the_way_that_was_learnt(painting: Path, photos: Path, tmp_path: Path) -> None:
    """And what a sample shows is what the file paints."""
    task = task_of(painting, photos, tmp_path / "a.safetensors", PersonalRecipe(size_px=48, schedule=QUICK))
    heard(train(task, task.recipe.schedule, RunFolder(tmp_path / "run"), {}))
    changes, samples = [], []
    for way in (1.0, 0.25):
        task.recipe = replace(task.recipe, way=way)
        task.write(task.network, tmp_path / "b.safetensors")
        tensors = load_style(tmp_path / "b.safetensors").tensors
        changes.append({name: value for name, value in tensors.items() if name.startswith("content.")})
        samples.append(task.sample(task.network))
    assert changes[0].keys() == changes[1].keys() != set()
    for name, whole in changes[0].items():
        np.testing.assert_allclose(changes[1][name], 0.25 * whole, atol=2e-6)
    assert not torch.equal(samples[0], samples[1])
    with pytest.raises(UserError, match="way is 2; it goes from"):
        task_of(painting, photos, tmp_path / "a", PersonalRecipe(way=2.0))


def test_every_weight_of_the_content_path_belongs_to_a_part() -> None:
    """So that at depth full everything learns that a style can change."""
    strays = [name for name, _ in stylist().content.named_parameters() if not part_of(f"content.{name}")]
    assert not strays
    shipped = weights_by_part(Path(__file__).parents[2] / "models" / "weights" / "universal.safetensors")
    loaded = Engine("cpu").universal().stylist
    assert shipped.total() == sum(value.numel() for value in loaded.state_dict().values())
    assert shipped["answer"] == loaded.state_dict()[ANSWER].numel()


def test_the_style_loss_falls(painting: Path, photos: Path, tmp_path: Path) -> None:
    recipe = PersonalRecipe(size_px=48, schedule=QUICK)
    task = task_of(painting, photos, tmp_path / "a.safetensors", recipe)
    optimizer = torch.optim.Adam([p for p in task.network.parameters() if p.requires_grad], lr=3e-3)
    losses = []
    for step in range(40):
        loss = task.losses(0.0, torch.Generator().manual_seed(step % 4))
        optimizer.zero_grad()
        torch.autograd.backward(loss["loss"])
        optimizer.step()
        losses.append(float(loss["style"].detach()))
    assert np.mean(losses[-8:]) < 0.8 * np.mean(losses[:8])


def test_a_depth_or_part_that_is_not_known_is_refused(painting: Path, photos: Path, tmp_path: Path) -> None:
    for wanted, said in (
        ({"depth": "deep"}, "no depth 'deep'"),
        ({"depth": "own"}, "Nothing would be learnt. Choose at least one part: reading, trunk"),
        ({"depth": "own", "learn": ["fine", "brush"]}, "no part 'brush'. Choose from: reading"),
        ({"learn": ["fine"]}, "choose depth own"),
    ):
        recipe = amend(PersonalRecipe(), wanted)
        with pytest.raises(UserError, match=said):
            task_of(painting, photos, tmp_path / "a", recipe)
    with pytest.raises(UserError, match="of another kind"):
        amend(PersonalRecipe(), {"depth": "own", "learn": [1]})


def test_changes_of_another_shape_are_refused() -> None:
    with pytest.raises(ValueError, match=ANSWER):
        adapted(stylist(), {ANSWER: np.zeros(3, np.float32)})
    assert adapted(stylist(), {"code": np.zeros((3, 5), np.float32)}) is None


def paint(engine: Engine, photo: Path, *sources: Path) -> tuple[Stylized, list[str]]:
    request = Stylize(photo, tuple(StyleChoice(str(source)) for source in sources))
    painted, news = heard(engine.answer(request))
    assert isinstance(painted, Stylized)
    return painted, [n.text for n in news if isinstance(n, Notice)]


def test_from_the_command_line_to_a_painted_photo(
    weights: Path, painting: Path, photos: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target, config = tmp_path / "mine.safetensors", tmp_path / "config.json"
    recipe = {"size_px": 48, "schedule": {"steps": 6, "report_every": 2, "warmup_steps": 1}}
    config.write_text(json.dumps(recipe))
    words = ["train", "style", str(painting), "--photos", str(photos), "--config", str(config), "--jsonl"]
    assert main([*words, "-o", str(target), "--name", "Mine", "--licence", "CC0-1.0"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert lines[-1] == {"news": "done", "path": str(target), "step": 6, "ending": "finished"}
    assert [line["step"] for line in lines if line["news"] == "metrics"] == [2, 4, 6]

    style = load_style(target)
    assert (style.card.name, style.card.licence, style.card.parent) == ("Mine", "CC0-1.0", "universal")
    assert style.card.hashes == (hashlib.sha256(painting.read_bytes()).hexdigest(),)
    assert target.stat().st_size < 1_500_000
    assert main([*words, "-o", str(target)]) == 2, "the run is there already"
    capsys.readouterr()

    photo, engine = photos / "0.png", Engine("cpu")
    own, said = paint(engine, photo, target)
    assert said == []
    plain, _ = paint(engine, photo, painting)
    assert not np.array_equal(own.rgb_hwc, plain.rgb_hwc), "it paints with its own network"
    _, said = paint(engine, photo, target, painting)
    assert "takes part with its code" in said[0]


def test_a_style_of_another_version_says_so(
    weights: Path, painting: Path, photos: Path, tmp_path: Path
) -> None:
    target = tmp_path / "old.safetensors"
    recipe = PersonalRecipe(size_px=48, schedule=QUICK)
    task = task_of(painting, photos, target, recipe)
    heard(train(task, recipe.schedule, RunFolder(tmp_path / "run"), {}))
    with pytest.raises(UserError, match="another version"):
        paint(Engine("cpu"), photos / "0.png", target)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["nowhere.png", "--photos", "{photos}", "-o", "a.safetensors"], 3, "nowhere.png"),
        (["{painting}", "--photos", "nowhere", "-o", "a.safetensors"], 3, "no folder at nowhere"),
        (["{painting}", "--photos", "{photos}", "-o", "a.style"], 2, "a.safetensors"),
        (["{painting}", "--photos", "{photos}", "-o", "nowhere/a.safetensors"], 3, "Make it first"),
        (["{painting}", "--photos", "{photos}", "-o", "a.safetensors", "--depth", "deep"], 2, "deep"),
        (
            ["{painting}", "--photos", "{photos}", "-o", "a.safetensors", "--learn", "fine,brush"],
            2,
            "'brush'",
        ),
        (["{painting}", "--photos", "{photos}", "-o", "a.safetensors", "--learn", ""], 2, "Nothing would be"),
        (["{painting}", "--photos", "{photos}", "-o", "a.safetensors", "--resume", "no"], 3, "no run in"),
    ],
)
def test_what_cannot_be_done_is_said_before_it_begins(
    words: list[str],
    code: int,
    said: str,
    painting: Path,
    photos: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    assert main(["train", "style", *(w.format(painting=painting, photos=photos) for w in words)]) == code
    assert said in capsys.readouterr().err
    assert sorted(tmp_path.iterdir()) == before


def pull_of(task: PersonalTask) -> float:
    """As the losses of the recipe pull at pictures that the balance has not seen; three drafts of crops."""
    logs = [_pull(task, torch.Generator().manual_seed(seed)) for seed in (11, 12, 13)]
    return math.exp(sum(logs) / len(logs))


def _pull(task: PersonalTask, rng: torch.Generator) -> float:
    """The logarithm of it on one draft."""
    photos = task.photos.batch(rng, 12, task.recipe.size_px, PHOTO_CROPS)
    with torch.no_grad():
        painted = task.stylist(photos, task.codes.expand(len(photos), -1))
    painted.requires_grad_(True)
    taps = task.judge(painted)
    target = [(gram, moments) for gram, moments in task.targets[0]]
    style = task.recipe.style * style_loss(taps, target)
    likeness = task.recipe.content * task.content(taps, task.judge(photos))
    pulls = [torch.autograd.grad(loss, painted, retain_graph=True)[0] for loss in (style, likeness)]
    of_style, of_likeness = (pull.flatten(1).norm(dim=1) for pull in pulls)
    return float((of_style / of_likeness).log().mean())


def test_the_same_sliders_pull_alike_whatever_the_style() -> None:
    """What is promised: style pulls at the picture as much beside likeness. With the network that ships."""
    engine, samples = Engine("cpu"), Path(__file__).parents[2] / "resources" / "samples"
    folder = PictureFolder.of([decode(photo) for photo in sorted(samples.glob("photo_*.jpg"))])
    alike, plain = [], []
    for name in ("swirls", "woodcut"):
        wanted = wish(samples / f"style_{name}.jpg", Path("unwritten.safetensors"))
        base, usual = engine.universal().stylist, PersonalRecipe(size_px=160)
        task = PersonalTask(folder, wanted, base, engine.judge(), usual)
        plain.append(pull_of(task))
        task.recipe = balanced(usual, task.pull())
        alike.append(pull_of(task))
    assert max(plain) > 1.5 * min(plain), "otherwise there is nothing to balance"
    assert max(alike) < 1.35 * min(alike), "a tenth of it is which crops were drawn"


@pytest.mark.parametrize("fresh", [False, True])
def test_at_depth_full_the_code_stays_the_one_that_was_learnt_with(
    fresh: bool, painting: Path, photos: Path, tmp_path: Path
) -> None:
    """What reads photographs is learnt, too, and would read the style otherwise in the end."""
    base, target = stylist(), tmp_path / "mine.safetensors"
    recipe = PersonalRecipe(depth="full", size_px=48, fresh=fresh, schedule=QUICK)
    task = PersonalTask(PictureFolder(photos), wish(painting, target), base, LossNetwork(SMALL), recipe)
    before = {name: value.clone() for name, value in task.stylist.content.state_dict().items()}
    assert torch.equal(before["out.weight"], base.content.state_dict()["out.weight"]) != fresh
    heard(train(task, recipe.schedule, RunFolder(tmp_path / "run"), {}))
    assert not torch.equal(before["out.weight"], task.stylist.content.state_dict()["out.weight"])
    file = load_style(target)
    reader = Universal(base, Device(torch.device("cpu"), False, "a test"))
    assert np.allclose(file.tensors["code"][1:2], reader.code(task.sources[0].rgb_hwc), atol=1e-5)
    trained = adapted(base, file.tensors)
    assert trained is not None
    learnt = task.stylist.content.state_dict()["out.weight"]
    assert torch.allclose(trained.content.state_dict()["out.weight"], learnt, atol=0.02)


def test_only_what_is_learnt_whole_can_begin_from_nothing(
    painting: Path, photos: Path, tmp_path: Path
) -> None:
    with pytest.raises(UserError, match="Only at depth full"):
        task_of(painting, photos, tmp_path / "a", PersonalRecipe(depth="style", fresh=True))


def test_crops_lean_and_change_their_light_without_anything_from_beyond_the_picture() -> None:
    white = PictureFolder.of([torch.full((3, 90, 120), 200, dtype=torch.uint8)])
    leaning = Augmentation(scale=(0.9, 1.0), lean_degrees=20)
    crops = white.batch(torch.Generator().manual_seed(0), 24, 40, leaning)
    assert torch.allclose(crops, torch.full_like(crops, 200 / 255), atol=1e-5), "no corner is empty"
    ramp = torch.linspace(0, 255, 90).to(torch.uint8)[None, :, None].expand(3, 90, 120)
    upright, turned = (
        PictureFolder.of([ramp]).batch(torch.Generator().manual_seed(0), 24, 40, how)
        for how in (Augmentation(flip=False, lean_degrees=1e-9), Augmentation(flip=False, lean_degrees=20))
    )
    slope = (crops_slope(upright), crops_slope(turned))
    assert slope[0] < 1e-3 < slope[1]
    lit = white.batch(torch.Generator().manual_seed(0), 24, 40, Augmentation(colour=0.2))
    means = lit.mean((2, 3))
    assert float(means.std()) > 0.02
    assert float(means.max() - means.min()) < 0.45
    assert float((means[:, 0] - means[:, 1]).abs().max()) > 0.02, "each channel has a light of its own"


def crops_slope(crops: torch.Tensor) -> float:
    """How much light changes from left to right."""
    return float((crops[..., -1] - crops[..., 0]).abs().mean())


def test_a_resumed_run_is_moved_to_the_same_colours_whatever_size_was_planned(
    painting: Path, photos: Path, tmp_path: Path
) -> None:
    """A new run is planned once its task is there, and one that goes on is made at the planned size."""
    made = []
    for size_px in (64, 32):
        torch.manual_seed(1)
        recipe = PersonalRecipe(depth="code", size_px=size_px, colour=0.5)
        made.append(task_of(painting, photos, tmp_path / "a.safetensors", recipe))
    assert torch.equal(made[0].codes, made[1].codes)
    for level, same in zip(made[0].targets[0], made[1].targets[0], strict=True):
        assert torch.equal(level[0], same[0])
        assert torch.equal(level[1], same[1])
