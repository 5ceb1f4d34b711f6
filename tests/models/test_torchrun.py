"""Two processes under torchrun learn what one learns from the same batches, alone or against an opponent."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path

import pytest
import torch
from torch import Tensor, nn

from models.checkpoints.style_file import StyleCard
from models.data.pictures import PictureFolder
from models.networks.loss_network import LossNetwork, LossNetworkConfig
from models.networks.stylist import Stylist
from models.networks.universal import UniversalConfig
from models.news import News
from models.stepping import finish
from models.training.imagine import ImagineRecipe, ImagineTask
from models.training.loop import train
from models.training.personal import PersonalStyle, PersonalTask
from models.training.personal_recipe import PersonalRecipe
from models.training.run_folder import RunFolder
from models.training.schedule import Schedule
from models.training.team import ALONE, Team, own_team
from models.training_requests import StylePicture
from tests.models.test_shared_games import CPU, GAME, GAMES, assert_alike, eye, later, pictures, play
from tests.models.test_training import after, rows

ROOT = Path(__file__).parent.parent.parent
SCRIPT = "import sys; from tests.models.test_torchrun import learn_together; learn_together(*sys.argv[1:])"


class Brief:
    """Without what takes long and is tested elsewhere."""

    def sample(self, network: nn.Module) -> Tensor:
        return torch.zeros(1, 3, 8, 8)

    def finish(self, network: nn.Module, run: RunFolder) -> Path:
        return run.path


class BriefStyle(Brief, PersonalTask): ...


class BriefSwatches(Brief, ImagineTask): ...


def learn(photos: Path, painting: Path, folder: Path, team: Team) -> None:
    """A style on a small network."""
    torch.manual_seed(0)
    small = LossNetworkConfig((8, 8, 16, 16), (1, 1, 1, 1))
    schedule = Schedule(steps=6, optimizer="muon", warmup_steps=1, report_every=1, style_every_s=1e9)
    recipe = PersonalRecipe(size_px=32, batch=5, schedule=schedule)
    base, judge = Stylist(LossNetwork(small), UniversalConfig(16)), LossNetwork(small)
    style = PersonalStyle((StylePicture(painting),), StyleCard("Stripes"), Path("none"), painting, judge)
    task = BriefStyle(PictureFolder(photos), style, base, judge, recipe)
    finish(train(task, schedule, RunFolder(folder), {}, team=team))


def swatches(folder: Path, team: Team, *, resume: bool = False) -> Generator[News, None, Path]:
    """A game on the loop."""
    torch.manual_seed(4)
    schedule = Schedule(steps=4, optimizer="adam", warmup_steps=1, report_every=1)
    recipe = ImagineRecipe("swatch", 16, 3, 4, game=GAME, schedule=schedule)
    task = BriefSwatches(pictures(1), recipe, eye(), StyleCard("Mine"), folder, CPU)
    return train(task, schedule, RunFolder(folder), {}, resume, team=team)


def learn_together(photos: str, painting: str, folder: str) -> None:
    """In each of the processes."""
    torch.set_num_threads(1)
    team, place = own_team(CPU), Path(folder)
    learn(Path(photos), Path(painting), place / "style", team)
    played = {make.__name__: play(make, Path(painting), team) for make in GAMES}
    if team.rank == 0:
        (place / "played.json").write_text(json.dumps(played))
    after(swatches(place / "swatches", team), 2)
    team.agree(0.0)  # by now the checkpoint is written
    finish(swatches(place / "swatches", team, resume=True))
    team.close()


@pytest.mark.skipif(not torch.distributed.is_available(), reason="this torch was built for one process")
def test_two_processes_learn_what_one_learns(
    photos: Path, painting: Path, tmp_path: Path, one_thread: None
) -> None:
    """All in one start of torchrun, which takes seconds. Batches of five and of three have no halves."""
    together = tmp_path / "together"
    together.mkdir()
    (tmp_path / "script.py").write_text(SCRIPT)
    torchrun = ["-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2"]
    words = [str(tmp_path / "script.py"), str(photos), str(painting)]
    done = subprocess.run(
        [sys.executable, *torchrun, *words, str(together)],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"},
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    learn(photos, painting, tmp_path / "style", ALONE)
    finish(swatches(tmp_path / "swatches", ALONE))
    for name, steps in (("style", 6), ("swatches", 4)):
        two = rows(together / name)
        assert [row["step"] for row in two] == list(range(1, steps + 1)), "only one of them writes"
        assert_alike(rows(tmp_path / name), two)
        assert RunFolder(together / name).read_state()["phase"] == "finished"
    played = json.loads((together / "played.json").read_text())
    for make in GAMES:
        assert_alike(play(make, painting), played[make.__name__], later(make))
