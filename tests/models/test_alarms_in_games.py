"""Each alarm in a real game that is brought to ring on purpose; with the cure its words name it is silent."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeAlias, cast

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models.checkpoints.style_file import StyleCard
from models.data.collections import Collection
from models.losses.adversarial.game import Game
from models.networks.generators import ResnetGenerator, SwatchGenerator
from models.networks.loss_network import LossNetwork, LossNetworkConfig
from models.training.cut import CutTask
from models.training.cycle import CycleTask
from models.training.imagine import ImagineRecipe, ImagineTask
from models.training.loop import train
from models.training.run_folder import RunFolder
from models.training.schedule import Schedule
from models.training.service import _begin_from
from models.training.steering import Steering
from models.training.translation import UnpairedRecipe
from models.training_news import SnapshotSaved, TrainingStatus

CPU, PX, BLOCKS = torch.device("cpu"), 16, 1
UNSET = Path()  # each run has a result of its own
Colour: TypeAlias = tuple[float, float, float]
SCHEDULE = Schedule(
    optimizer="adam", clip_norm=1e3, ema=0.9, report_every=5, warmup_steps=1,
    save_every_s=1e9, sample_every_s=1e9, style_every_s=1e9,
)  # fmt: skip
GAME = Game("lsgan")

pytestmark = pytest.mark.usefixtures("one_thread")


def discs(seed: int, ground: Colour, ink: Colour, count: int = 20) -> list[Tensor]:
    """Pictures of a disc, each elsewhere and of another size."""
    rng = torch.Generator().manual_seed(seed)
    rows, columns = torch.meshgrid(torch.linspace(0, 1, 24), torch.linspace(0, 1, 24), indexing="ij")
    drawn = []
    for _ in range(count):
        x, y, size = torch.rand(3, generator=rng).tolist()
        away = ((columns - 0.2 - 0.6 * x) ** 2 + (rows - 0.2 - 0.6 * y) ** 2).sqrt()
        share = torch.sigmoid((0.15 + 0.15 * size - away) * 25)
        beneath, above = (torch.tensor(colour)[:, None, None] for colour in (ground, ink))
        drawn.append((torch.lerp(beneath, above, share) * 255).byte())
    return drawn


def collected(pictures: list[Tensor]) -> Collection:
    return Collection.of_labelled(("", picture) for picture in pictures)


def dark_on_light() -> tuple[Collection, Collection]:
    """Photographs and works, of other colours."""
    photos, works = discs(2, (0.8, 0.9, 0.7), (0.5, 0.2, 0.1)), discs(1, (0.9, 0.9, 0.9), (0.1, 0.2, 0.5))
    return collected(photos), collected(works)


def dark_on_light_and_light_on_dark() -> tuple[Collection, Collection]:
    """As many of both: negatives of photographs pass for works, too."""
    bright, dark = (0.85, 0.9, 0.8), (0.15, 0.2, 0.1)
    photos = discs(2, bright, dark, 10) + discs(52, dark, bright, 10)
    bright, dark = (0.95, 0.8, 0.7), (0.2, 0.1, 0.05)
    return collected(photos), collected(discs(1, bright, dark, 10) + discs(51, dark, bright, 10))


def eye() -> LossNetwork:
    return LossNetwork(LossNetworkConfig((8, 16), (1, 1)))


def unpaired(
    game: Game = GAME,
    kind: type[CutTask | CycleTask] = CutTask,
    of: Callable[[], tuple[Collection, Collection]] = dark_on_light,
    batch: int = 4,
    identity: float = 0.0,
) -> CutTask | CycleTask:
    torch.manual_seed(4)
    photos, works = of()
    recipe = UnpairedRecipe(
        size_px=PX, batch=batch, width=4, blocks=BLOCKS, contrast=1.0, identity=identity,
        receptive_field_px=16, game=game,
    )  # fmt: skip
    return kind(photos, works, recipe, eye(), StyleCard("Mine"), UNSET, CPU)


def play(
    task: CutTask | CycleTask | ImagineTask,
    run: Path,
    steps: int,
    rate: float,
    snapshot: int = 0,
    **asked: Any,
) -> Path | None:
    """To that step; a run goes on, by the recipe of `task`. The snapshot that is asked for, if any."""
    schedule = replace(SCHEDULE, steps=steps, learning_rate=rate, final_rate=rate, **asked)
    task.target, steering, kept = run.with_suffix(".safetensors"), Steering(), None
    is_begun = run.exists()
    for news in train(task, schedule, RunFolder(run), {}, is_begun, steering):
        if isinstance(news, TrainingStatus) and news.step == snapshot:
            steering.snapshot = True
        if isinstance(news, SnapshotSaved):
            kept = news.path
    return kept


def rung(run: Path) -> set[str]:
    """The alarms that there have been."""
    return {event["about"] for event in RunFolder(run).events() if event["kind"] == "alarm"}


def ringing(run: Path) -> set[str]:
    """Those that are not over."""
    rings: set[str] = set()
    for event in RunFolder(run).events():
        if event["kind"] in ("alarm", "calm"):
            rings ^= {event["about"]}
    return rings


def copy_of(run: Path, name: str) -> Path:
    return shutil.copytree(run, run.with_name(name))


# -- collapse -----------------------------------------------------------------------------------------------


class Painting(nn.Module):
    """Makes one colour of its noise, as a generator of points would."""

    noise = 8

    def __init__(self) -> None:
        super().__init__()
        sizes = ((8, 64), (64, 64))
        hidden = [layer for size in sizes for layer in (nn.Linear(*size), nn.ReLU())]
        self.layers = nn.Sequential(*hidden, nn.Linear(64, 3), nn.Sigmoid())

    def forward(self, noise: Tensor) -> Tensor:
        colour: Tensor = self.layers(noise)
        return colour[:, :, None, None].expand(-1, -1, PX, PX)


def colours(game: Game) -> ImagineTask:
    """Works of one colour each, of eight on a circle: the ring of Gaussians that GANs are tried on."""
    torch.manual_seed(4)
    around = torch.arange(24)[:, None] % 8 * (torch.pi / 4) - torch.tensor([0, 1, 2]) * (2 * torch.pi / 3)
    plain = ((0.5 + 0.4 * around.cos()) * 255).byte()
    works = collected([colour[:, None, None].expand(3, 24, 24) for colour in plain])
    recipe = ImagineRecipe(size_px=PX, batch=16, width=8, game=game)
    task = ImagineTask(works, recipe, eye(), StyleCard("Mine"), UNSET, CPU)
    task.network = task.generator = cast(SwatchGenerator, Painting())
    return task


def test_one_colour_for_all_rings_until_the_discriminator_keeps_up(tmp_path: Path) -> None:
    late = Game("non-saturating", beta1=0.5, pace=0.2)
    play(colours(late), run := tmp_path / "run", 100, 3e-3)
    assert "collapse" in ringing(run)
    play(colours(late), copy_of(run, "same"), 300, 3e-3)
    assert "collapse" in ringing(run.with_name("same")), "it does not end by itself"
    penalised = Game("relativistic", r1=0.5, r2=0.5, pace=1.0)  # at 0.2 it is luck
    cures = {"pace": replace(late, pace=2.0), "rounds": replace(late, rounds=4), "penalties": penalised}
    for name, game in cures.items():
        play(colours(game), copy_of(run, name), 300, 3e-3)
        assert "collapse" not in ringing(run.with_name(name)), name


# -- memorisation -------------------------------------------------------------------------------------------


class Understanding(nn.Module):
    """A generator that has learnt all there is to learn: what it makes are works, and new ones."""

    noise = 12

    def __init__(self) -> None:
        super().__init__()
        self.nothing = nn.Parameter(torch.zeros(1))

    def forward(self, noise: Tensor) -> Tensor:
        colours = torch.sigmoid(1.5 * noise).reshape(-1, 3, 2, 2) + 0 * self.nothing
        return F.interpolate(colours, (PX, PX), mode="bilinear")


def understood(count: int, augment: str = "") -> ImagineTask:
    """Its discriminator has `count` works to learn from, and 20 that it never sees."""
    torch.manual_seed(4)
    noise = torch.randn(20 + count, 12, generator=torch.Generator().manual_seed(1))
    drawn = list((Understanding()(noise).detach() * 255).byte())
    works = Collection.of_labelled(("", picture) for picture in drawn)
    works.pictures, works.label_of, works.held_out = drawn[20:], [0] * count, drawn[:20]
    game = Game("non-saturating", beta1=0.5, augment=augment)
    recipe = ImagineRecipe(size_px=PX, batch=8, width=16, game=game)
    task = ImagineTask(works, recipe, eye(), StyleCard("Mine"), UNSET, CPU)
    task.network = task.generator = cast(SwatchGenerator, Understanding())
    return task


FEW = 6


def test_works_that_are_learnt_by_heart_ring_until_there_are_more_of_them(tmp_path: Path) -> None:
    play(understood(FEW), run := tmp_path / "few", 40, 3e-3)
    assert ringing(run) == {"memorisation"}
    play(understood(FEW), copy_of(run, "same"), 120, 3e-3)
    assert "memorisation" in ringing(run.with_name("same")), "it does not end by itself"
    play(understood(220), copy_of(run, "more"), 80, 3e-3)
    assert "memorisation" not in ringing(run.with_name("more"))
    play(understood(FEW, "translation,cutout,colour"), tmp_path / "augmented", 40, 3e-3)
    assert "memorisation" not in rung(tmp_path / "augmented"), "a few last longer"


# -- divergence ---------------------------------------------------------------------------------------------


def test_losses_that_run_away_ring_and_from_a_snapshot_at_a_tenth_of_the_rate_they_stay(
    tmp_path: Path,
) -> None:
    game, often = Game("lsgan", beta1=0.5), {"report_every": 2, "warmup_steps": 24}
    snapshot = play(unpaired(game, batch=2), tmp_path / "far", 24, 0.3, 2, **often)
    assert "divergence" in rung(tmp_path / "far")
    assert snapshot is not None
    begun = unpaired(game, batch=2)
    _begin_from(begun, snapshot)
    play(begun, tmp_path / "near", 24, 0.03, **often)
    assert "divergence" not in rung(tmp_path / "near")


# -- inversion ----------------------------------------------------------------------------------------------


def negated(run: Path) -> None:
    """All that is painted becomes its negative: the last layer's weights change their sign."""
    last = f".{len(ResnetGenerator(width=4, blocks=BLOCKS).layers) - 2}."
    state = RunFolder(run).load()
    for weights in (state["network"], state["ema"]):
        for name, value in weights.items():
            if ".layers." in name and last in name:
                value.neg_()
    RunFolder(run).save(state)


def test_a_painter_of_negatives_rings_until_identity_is_raised(tmp_path: Path) -> None:
    def task(identity: float) -> CutTask | CycleTask:
        return unpaired(GAME, CycleTask, dark_on_light_and_light_on_dark, 2, identity)

    run = tmp_path / "run"
    play(task(3.0), run, 15, 4e-3)
    assert "inversion" not in rung(run)
    negated(run)
    play(task(0.0), run, 30, 4e-3)
    assert "inversion" in ringing(run)
    play(task(3.0), run, 60, 4e-3)
    assert "inversion" not in ringing(run)


# -- too strong, too weak -----------------------------------------------------------------------------------

STRONG = Game("lsgan", pace=4.0, rounds=3)


def test_a_discriminator_that_sees_through_everything_rings_until_it_is_held_back(tmp_path: Path) -> None:
    play(unpaired(STRONG), run := tmp_path / "run", 25, 1e-3)
    assert ringing(run) == {"too strong"}
    cures = {"noise": replace(STRONG, noise=2.0), "pace": replace(STRONG, pace=0.5, rounds=1)}
    for name, game in (cures | {"r1": replace(STRONG, r1=1.0)}).items():
        play(unpaired(game), copy_of(run, name), 50, 1e-3)
        assert "too strong" not in ringing(run.with_name(name)), name


def test_a_discriminator_that_hardly_learns_rings_until_it_learns_faster(tmp_path: Path) -> None:
    play(unpaired(Game("lsgan", pace=0.01)), run := tmp_path / "run", 70, 3e-3)
    assert ringing(run) == {"too weak"}
    for name, game in {"pace": Game("lsgan", pace=2.0), "rounds": Game("lsgan", pace=0.5, rounds=4)}.items():
        play(unpaired(game), copy_of(run, name), 100, 3e-3)
        assert "too weak" not in ringing(run.with_name(name)), name


def test_a_discriminator_that_must_be_flat_rings_until_r1_is_lowered(tmp_path: Path) -> None:
    flat = Game("lsgan", pace=0.2, r1=1e4)
    play(unpaired(flat), run := tmp_path / "run", 70, 3e-3)
    assert ringing(run) == {"too weak"}
    play(unpaired(replace(flat, r1=0.1)), copy_of(run, "lower"), 120, 3e-3)
    assert "too weak" not in ringing(run.with_name("lower"))
    ahead = [row["ahead"] for row in RunFolder(run.with_name("lower")).metrics()[-4:]]
    assert min(ahead) > 0.65, "and not by chance"
