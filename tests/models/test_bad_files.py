"""Bad photos, styles and masks on the command line, with the real engine: words, code 3, no trace."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import save_file

from models.cli import main
from models.networks.loss_network import LossNetwork, LossNetworkConfig
from models.networks.stylist import Stylist
from models.networks.universal import UniversalConfig

if TYPE_CHECKING:
    from tests.models.conftest import MakePicture


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a universal network that has learnt nothing: enough to read every file."""
    folder = tmp_path_factory.mktemp("weights")
    torch.manual_seed(0)
    stylist = Stylist(LossNetwork(LossNetworkConfig((16, 16, 16, 16), (1, 1, 1, 1))), UniversalConfig(16))
    save_file({k: v.contiguous() for k, v in stylist.state_dict().items()}, folder / "universal.safetensors")
    (folder / "universal.json").write_text(json.dumps(stylist.card()))
    return folder


def truncated(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def text(path: Path) -> None:
    path.write_text("I am no picture\n" * 20)


def noise(path: Path) -> None:
    path.write_bytes(np.random.default_rng(1).bytes(5000))


def html(path: Path) -> None:
    path.write_text("<!doctype html><title>404 Not Found</title>" * 30)


def flipped(path: Path) -> None:
    """A PNG with one wrong byte in its middle, which its checksums find."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)


def bomb(path: Path) -> None:
    """A small file whose header promises 60000×60000 pixels."""
    data = bytearray(path.read_bytes())
    data[16:24] = struct.pack(">II", 60_000, 60_000)
    data[29:33] = struct.pack(">I", zlib.crc32(data[12:29]))
    path.write_bytes(data)


def header_only(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:33])


def vector(path: Path) -> None:
    path.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
    )


def program(path: Path) -> None:
    path.write_bytes(b"\x7fELF" + bytes(4000))


SPOILERS = [truncated, empty, text, noise, html, flipped, bomb, header_only, vector, program]


@pytest.mark.parametrize("role", ["photo", "style", "mask"])
@pytest.mark.parametrize("spoil", SPOILERS, ids=lambda spoil: str(spoil.__name__))
def test_a_bad_file_in_any_role_is_named_and_nothing_is_written(
    spoil: Callable[[Path], None],
    role: str,
    weights: Path,
    make_picture: MakePicture,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("models.engine.WEIGHTS", weights)
    paths = {name: make_picture(f"{name}.png", 40, 32) for name in ("photo", "style", "mask")}
    spoil(paths[role])
    before = sorted(tmp_path.rglob("*"))
    arguments = ["stylize", str(paths["photo"]), "--style", str(paths["style"])]
    arguments += ["--mask", f"1={paths['mask']}", "-o", str(tmp_path / "out.png")]

    assert main(arguments) == 3

    said = capsys.readouterr()
    assert f"{role}.png" in said.err
    assert said.out == ""
    assert "Traceback" not in said.err
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"\x80\x02}q\x00.", b"\xff" * 64, b"\x08\0\0\0\0\0\0\0{not js}"]
)
@pytest.mark.parametrize("name", ["style.safetensors", "style.pth", "style.onnx", "style.model"])
def test_a_bad_network_is_named_and_nothing_runs(
    content: bytes,
    name: str,
    weights: Path,
    make_picture: MakePicture,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("models.engine.WEIGHTS", weights)
    (tmp_path / name).write_bytes(content)
    out = tmp_path / "out.png"
    code = main(["stylize", str(make_picture("p.png")), "--style", str(tmp_path / name), "-o", str(out)])
    said = capsys.readouterr().err
    assert code == 3
    assert name in said
    assert not out.exists()


def test_with_good_files_the_same_command_writes_a_picture(
    weights: Path, make_picture: MakePicture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.engine.WEIGHTS", weights)
    photo, style, mask = (str(make_picture(name, 40, 32)) for name in ("photo.png", "style.png", "mask.png"))
    out = tmp_path / "out.png"
    assert main(["stylize", photo, "--style", style, "--mask", f"1={mask}", "-o", str(out)]) == 0
    with Image.open(out) as picture:
        assert picture.size == (40, 32)
