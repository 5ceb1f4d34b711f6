"""Several styles in one file: learnt by label, chosen by number, mixed by weight."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from torch import nn

from models.checkpoints.style_file import load_style
from models.collection_requests import TrainCollection
from models.engine import Engine
from models.image import RgbArray
from models.networks.discriminators import FeatureDiscriminator
from models.networks.loss_network import LossNetwork, LossNetworkConfig
from models.news import UserError
from models.requests import StyleChoice, Stylize
from models.stepping import finish
from models.style_library import list_styles, open_style
from models.training.conditional import ConditionalTask
from models.training.run_folder import RunFolder
from models.universal import CODE_SCALES, Code, Universal
from tests.models.small_collections import QUICK, gan, picture
from tests.models.test_shared_games import conditional


@pytest.fixture
def manners(tmp_path: Path) -> Path:
    """A red work and a blue one."""
    for seed, (name, colour) in enumerate((("comic", (220, 40, 30)), ("ink", (20, 40, 160)))):
        path = tmp_path / "manners" / name / "work.png"
        picture(path, seed)
        soft = np.asarray(Image.open(path)) * 0.3 + np.array(colour) * 0.7
        Image.fromarray(soft.astype(np.uint8)).save(path)
    return tmp_path / "manners"


def painted(engine: Engine, photo: Path, *choices: tuple[str, float]) -> np.ndarray:
    styles = tuple(StyleChoice(source, weight) for source, weight in choices)
    result = finish(engine.answer(Stylize(photo, styles, long_side_px=64)))
    return np.asarray(result.rgb_hwc, np.float32)


def test_folders_become_styles_that_are_chosen_and_mixed(
    weights: Path, manners: Path, photos: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own"
    own.mkdir()
    monkeypatch.setenv("IMPASTO_STYLES", str(own))
    target = own / "both.safetensors"
    words = [manners, "--photos", photos, "--task", "conditional", "-o", target, "--name", "Both"]
    assert gan([*words, "--run", tmp_path / "run"], QUICK | {"size_px": 48}) == 0
    assert {"style", "fooling", "gradient", "opponent_gradient"} <= set(
        RunFolder(tmp_path / "run").metrics()[-1]
    )
    style = load_style(target)
    assert [choice.name for choice in style.choices] == ["comic", "ink"]
    assert not np.allclose(style.code(1), style.code(2))
    assert np.allclose((style.code(1) + style.code(2)) / 2, style.code(), atol=1e-4), "both alike in the mean"
    assert [one.name for one in list_styles(64) if one.kind == "style"] == [
        "Both",
        "Both: comic",
        "Both: ink",
    ]

    photo, engine = photos / "0.png", Engine("cpu")
    red, blue = (painted(engine, photo, (f"{target}#{number}", 1.0)) for number in (1, 2))
    mixed = painted(engine, photo, (f"{target}#1", 1.0), (f"{target}#2", 1.0))
    warmth = [float((shown[..., 0] - shown[..., 2]).mean()) for shown in (red, mixed, blue)]
    assert warmth[0] > warmth[1] > warmth[2]
    with pytest.raises(UserError, match=r"no style #3.*#1 comic, #2 ink"):
        open_style(f"{target}#3", 64)


def test_one_folder_alone_is_refused_with_what_is_needed(
    weights: Path, photos: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for index in range(2):
        picture(tmp_path / "few" / f"{index}.png", index)
    words = [tmp_path / "few", "--photos", photos, "--task", "conditional", "-o", tmp_path / "a.safetensors"]
    assert gan(words, QUICK) == 2
    assert "a folder of their own each" in capsys.readouterr().err


def test_the_discriminator_begins_without_an_opinion_of_labels_and_learns_one() -> None:
    torch.manual_seed(0)
    judge = FeatureDiscriminator(LossNetwork(LossNetworkConfig((4, 4), (1, 1))), width=8, labels=2).eval()
    images = torch.rand(2, 3, 16, 16)
    first, second = (judge(images, torch.full((2,), label)) for label in (0, 1))
    assert torch.equal(first, second)
    assert torch.equal(first, judge(images))
    (gradient,) = torch.autograd.grad(first.sum(), [judge.embeddings[0].get_parameter("weight")])
    assert float(gradient[0].abs().sum()) > 0
    assert float(gradient[1].abs().sum()) == 0, "of the label that was asked for alone"


def test_the_discriminator_is_watched_with_the_labels_of_what_it_is_shown(painting: Path) -> None:
    task = conditional(painting)
    assert isinstance(task, ConditionalTask)
    opponent = task.opponent
    assert isinstance(opponent, FeatureDiscriminator)
    for embedding in opponent.embeddings:
        nn.init.constant_(embedding.get_parameter("weight"), 3.0)
    measured, _ = task.watch(task.network, {"logit_fake": 0.0})
    shown, labels = task.known_and_unknown(), task.labels_shown()
    assert shown is not None
    with torch.no_grad():
        asked, unasked = (float(opponent.eval()(shown[1], label).mean()) for label in (labels[1], None))
    assert measured["logit_held_out"] == pytest.approx(asked, abs=1e-5)
    assert abs(asked - unasked) > 1e-3


def test_works_are_read_once_however_often_the_file_is_written(
    painting: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of sixty works that takes a minute, and a file is written every other one."""
    task, read, reads = conditional(painting), Universal.code, []
    assert isinstance(task, ConditionalTask)

    def counted(universal: Universal, rgb_hwc: RgbArray, scale: float = 1.0) -> Code:
        reads.append(scale)
        return read(universal, rgb_hwc, scale)

    monkeypatch.setattr(Universal, "code", counted)
    for name in "ab":
        task.write(task.network, tmp_path / f"{name}.safetensors")
    assert len(reads) == len(task.sources) * len(CODE_SCALES)
    assert load_style(tmp_path / "b.safetensors").choices


def test_a_request_for_several_styles_is_a_command() -> None:
    asked = TrainCollection(
        "conditional", Path("my works"), Path("r"), Path("o.safetensors"), Path("p"), seed=3
    )
    assert asked.command.startswith("impasto train gan 'my works' --task conditional --photos p --seed 3")
