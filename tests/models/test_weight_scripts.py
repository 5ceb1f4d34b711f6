"""packaging/mean_weights.py and contact_sheets.py: a mean that paints, and sheets that show what they say."""

from __future__ import annotations

import hashlib
import itertools
import json
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import load_file, save_file

from models.checkpoints.shipped import SHIPPED, load_stylist
from models.networks.microast import MicroAst, weight_files
from tests.models.test_preset_scripts import run, script


@pytest.fixture
def family(tmp_path: Path) -> tuple[Path, Path]:
    """The shipped weights, and others of their shape."""
    tensors = load_file(SHIPPED)
    for number in (0, 1):
        save_file({n: value + number for n, value in tensors.items()}, tmp_path / f"{number}.safetensors")
        (tmp_path / f"{number}.json").write_text(SHIPPED.with_suffix(".json").read_text())
    return tmp_path / "0.safetensors", tmp_path / "1.safetensors"


def test_the_mean_lies_between_and_names_its_parts(
    family: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "mean.safetensors"
    run(script("mean_weights"), monkeypatch, *family, "--shares", 3, 1, "-o", out)
    first, mean = load_file(family[0]), load_file(out)
    for name, value in first.items():
        assert torch.allclose(
            mean[name].float(), value.float() + 0.25, atol=2e-3 * float(value.abs().max() + 1)
        )
    card = json.loads(out.with_suffix(".json").read_text())
    digests = [hashlib.sha256(path.read_bytes()).hexdigest() for path in family]
    assert card["mean_of"] == dict(zip(digests, (0.75, 0.25), strict=True))
    load_stylist(out)


@pytest.mark.parametrize("shares", [("--shares", 1), ("--shares", 0, 0)])
def test_shares_that_are_none_are_refused(
    family: tuple[Path, Path], tmp_path: Path, shares: tuple[object, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "mean.safetensors"
    with pytest.raises(SystemExit):
        run(script("mean_weights"), monkeypatch, *family, *shares, "-o", out)
    assert not out.exists()


def test_weights_of_different_networks_have_no_mean(
    family: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "mean.safetensors"
    narrow = SHIPPED.with_name("narrow.safetensors")
    with pytest.raises(SystemExit):
        run(script("mean_weights"), monkeypatch, family[0], narrow, "-o", out)
    assert not out.exists()


def test_a_sheet_shows_ours_beside_theirs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(2)
    for name in ("photos/a.png", "photos/b.png", "styles/s.png"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        Image.fromarray(rng.integers(0, 256, (9, 12, 3), np.uint8)).resize((130, 99)).save(path)
    published = tmp_path / "microast"
    published.mkdir()
    for part, path in weight_files(published).items():
        torch.save(MicroAst().get_submodule(part).state_dict(), path)
    sheets = script("contact_sheets")
    monkeypatch.setattr(sheets, "FULL_PX", 160)
    monkeypatch.setattr(sheets, "CROP_PX", 64)
    given = ("--photos", tmp_path / "photos", "--styles", tmp_path / "styles", "--microast", published)
    out = tmp_path / "sheets"
    run(sheets, monkeypatch, *given, "-o", out, "--count", 2, "--full", tmp_path / "photos" / "a.png")
    with Image.open(out / "s.png") as sheet, Image.open(out / "s_full.png") as full:
        cells = np.asarray(sheet)
        assert cells.shape == (2 * sheets.CELL_PX, 9 * sheets.CELL_PX, 3)
        assert full.size == (128, 64)
    row = cells[sheets.CELL_PX : sheets.CELL_PX + 90]
    painted = [row[:, n * sheets.CELL_PX : n * sheets.CELL_PX + 120].astype(int) for n in range(6)]
    assert all(np.abs(a - b).mean() > 3 for a, b in itertools.pairwise(painted))
