"""Two processes under torchrun learn what one learns from the same batches."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from torch import Tensor, nn

from models.checkpoints.style_file import StyleCard
from models.data.pictures import PictureFolder
from models.networks.loss_network import LossNetwork, LossNetworkConfig
from models.networks.stylist import Stylist
from models.networks.universal import UniversalConfig
from models.training.loop import Schedule, train
from models.training.personal import PersonalStyle, PersonalTask
from models.training.personal_recipe import PersonalRecipe
from models.training.run_folder import RunFolder
from models.training.team import ALONE, TorchrunTeam, is_torchrun
from models.training_requests import StylePicture
from tests.models.test_training import rows

ROOT = Path(__file__).parent.parent.parent
SCRIPT = "import sys; from tests.models.test_torchrun import learn; learn(*sys.argv[1:])"


class Brief(PersonalTask):
    """Without what takes long and is tested elsewhere."""

    def sample(self, network: nn.Module) -> Tensor:
        return torch.zeros(1, 3, 8, 8)

    def finish(self, network: nn.Module, run: RunFolder) -> Path:
        return run.path


def learn(photos: str, painting: str, folder: str) -> None:
    """A style on a small network, alone or in a team, as the environment says."""
    torch.set_num_threads(1)
    torch.manual_seed(0)
    small = LossNetworkConfig((8, 8, 16, 16), (1, 1, 1, 1))
    schedule = Schedule(steps=6, optimizer="muon", warmup_steps=1, report_every=1, style_every_s=1e9)
    recipe = PersonalRecipe(size_px=32, batch=5, schedule=schedule)
    base, judge = Stylist(LossNetwork(small), UniversalConfig(16)), LossNetwork(small)
    picture = Path(painting)
    style = PersonalStyle((StylePicture(picture),), StyleCard("Stripes"), Path("none"), picture, judge)
    task = Brief(PictureFolder(Path(photos)), style, base, judge, recipe)
    team = TorchrunTeam(torch.device("cpu")) if is_torchrun() else ALONE
    for _ in train(task, schedule, RunFolder(Path(folder)), {}, team=team):
        pass
    team.close()


@pytest.mark.skipif(not torch.distributed.is_available(), reason="this torch was built for one process")
def test_two_processes_learn_what_one_learns(photos: Path, painting: Path, tmp_path: Path) -> None:
    (tmp_path / "script.py").write_text(SCRIPT)
    torchrun = ["-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2"]
    words = [str(tmp_path / "script.py"), str(photos), str(painting)]
    done = subprocess.run(
        [sys.executable, *torchrun, *words, str(tmp_path / "two")],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"},
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    threads = torch.get_num_threads()
    learn(str(photos), str(painting), str(tmp_path / "one"))
    torch.set_num_threads(threads)
    one, two = rows(tmp_path / "one"), rows(tmp_path / "two")
    assert [row["step"] for row in two] == [1, 2, 3, 4, 5, 6], "only one of them writes"
    for a, b in zip(one, two, strict=True):  # five samples: three for one process and two for the other
        assert a == pytest.approx(b, rel=2e-4, abs=1e-7)
    assert RunFolder(tmp_path / "two").read_state()["phase"] == "finished"
