"""The program paints with universal weights of a training as with those that ship."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from PIL import Image
from safetensors.torch import load_file, save_file

from models.checkpoints.shipped import SHIPPED
from models.cli import main
from models.engine import Engine
from models.networks.transformer_net import TransformerNet, TransformerNetConfig
from models.news import FileError, Stylized, UserError
from models.requests import StyleChoice, Stylize
from tests.stepping import heard

PRESET = "preset:shipwreck"


@pytest.fixture
def pictures(tmp_path: Path) -> tuple[Path, Path]:
    rng = np.random.default_rng(1)
    for name in ("photo.png", "style.png"):
        Image.fromarray(rng.integers(0, 256, (8, 10, 3), np.uint8)).resize((80, 64)).save(tmp_path / name)
    return tmp_path / "photo.png", tmp_path / "style.png"


def changed(folder: Path, part: str) -> Path:
    """The shipped weights, but for one that is called so."""
    path = folder / "style.safetensors"
    tensors = load_file(SHIPPED)
    chance = torch.Generator().manual_seed(0)
    tensors[part] = tensors[part] + 0.2 * torch.randn(tensors[part].shape, generator=chance).half()
    save_file(tensors, path)
    shutil.copyfile(SHIPPED.with_suffix(".json"), path.with_suffix(".json"))
    return path


def painted(weights: Path | None, photo: Path, style: str) -> NDArray[np.uint8]:
    result, _ = heard(Engine("cpu", weights).answer(Stylize(photo, (StyleChoice(style),))))
    assert isinstance(result, Stylized)
    return result.rgb_hwc


@pytest.mark.parametrize("with_preset", [False, True])
def test_another_decoder_paints_otherwise_whatever_the_style(
    tmp_path: Path, pictures: tuple[Path, Path], with_preset: bool
) -> None:
    photo, style = pictures[0], PRESET if with_preset else str(pictures[1])
    ours = painted(None, photo, style)
    theirs = painted(changed(tmp_path, "content.out.weight"), photo, style)
    assert np.abs(ours.astype(int) - theirs).mean() > 1


def test_codes_of_a_network_that_reads_otherwise_are_not_mixed_up(
    tmp_path: Path, pictures: tuple[Path, Path]
) -> None:
    photo, style = pictures
    weights = changed(tmp_path, "content.stem.weight")
    assert painted(weights, photo, str(style)).shape == (64, 80, 3)
    with pytest.raises(UserError, match="reads pictures otherwise"):
        painted(weights, photo, PRESET)


def test_what_is_no_weights_says_what_they_are(pictures: tuple[Path, Path]) -> None:
    photo, style = pictures
    with pytest.raises(FileError, match="beside their card style"):
        painted(style, photo, str(style))


def test_the_command_line_takes_them(tmp_path: Path, pictures: tuple[Path, Path]) -> None:
    photo, style = pictures
    weights = changed(tmp_path, "content.out.weight")
    out = tmp_path / "out.png"
    named = ["--style", str(style), "--universal", str(weights), "-o", str(out)]
    assert main(["stylize", str(photo), *named]) == 0
    with Image.open(out) as written:
        apart = np.asarray(written).astype(int) - painted(weights, photo, str(style))
    assert np.abs(apart).mean() < 0.5


def test_who_takes_no_weights_says_so(
    tmp_path: Path, pictures: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    network, weights = tmp_path / "candy.pth", changed(tmp_path, "content.out.weight")
    torch.save(TransformerNet(TransformerNetConfig((4, 6, 8), 1)).state_dict(), network)
    asked = ["stylize", str(pictures[0]), "--style", str(network), "-o", str(tmp_path / "out.png")]
    assert main([*asked, "--universal", str(weights)]) == 2
    assert "Leave out --universal" in capsys.readouterr().err
    assert main(asked) == 0
