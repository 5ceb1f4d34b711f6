"""A style as an ONNX network: it paints as the original does, at any size, also when it is read back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
import torch
from PIL import Image

from models.checkpoints import onnx_export
from models.checkpoints.onnx_export import PaintedStyle, _framed, _roots
from models.engine import Engine
from models.frame import Frame
from models.news import Notice, Stylized, UserError
from models.requests import StyleChoice, Stylize
from models.training_news import OnnxExported
from models.training_requests import ExportOnnx
from tests.stepping import heard


def test_roots_without_eigenvalues() -> None:
    rng = torch.Generator().manual_seed(0)
    for scale in (1.0, 0.1, 0.01):
        thin = torch.randn(3, 3, generator=rng) * torch.tensor([1.0, 0.3, 0.05]) * scale
        matrix = thin @ thin.T + 1e-3 * torch.eye(3)
        root, inverse = _roots(matrix)
        assert (root @ root).numpy() == pytest.approx(matrix.numpy(), abs=1e-5)
        assert (root @ inverse).numpy() == pytest.approx(np.eye(3), abs=1e-2)


def test_the_frame_is_that_of_the_program() -> None:
    for height, width in ((40, 52), (33, 71), (96, 128)):
        image = torch.rand(1, 3, height, width)
        rows, columns = Frame.around(height, width)
        assert torch.equal(_framed(_framed(image, 2), 3), image[:, :, rows][:, :, :, columns])


def test_a_preset_leaves_as_onnx_and_paints_the_same_when_it_comes_back(tmp_path: Path) -> None:
    engine, path = Engine("cpu"), tmp_path / "ink.onnx"
    rgb = np.random.default_rng(0).integers(0, 256, (9, 12, 3), np.uint8)
    photo = tmp_path / "photo.png"
    Image.fromarray(rgb).resize((120, 90)).save(photo)
    name = "great_wave"  # has strokes of its own
    exported, news = heard(engine.answer(ExportOnnx(f"preset:{name}", path)))
    assert isinstance(exported, OnnxExported)
    assert not [one for one in news if isinstance(one, Notice)]
    assert exported.largest_difference <= 2
    assert {prop.key for prop in onnx.load(path).metadata_props} >= {"name", "licence"}

    def painted(source: str) -> Any:
        result, _ = heard(engine.answer(Stylize(photo, (StyleChoice(source),))))
        assert isinstance(result, Stylized)
        return result.rgb_hwc.astype(int)

    ours, back = painted(f"preset:{name}"), painted(str(path))
    assert np.abs(ours - back).mean() < 1.5


def test_a_code_alone_leaves_without_feedback_and_says_so(tmp_path: Path) -> None:
    exported, news = heard(Engine("cpu").answer(ExportOnnx("preset:autumn_school", tmp_path / "a.onnx")))
    assert isinstance(exported, OnnxExported)
    assert exported.largest_difference <= 2, "it is what the network paints by that code"
    (notice,) = [one for one in news if isinstance(one, Notice)]
    assert "looks once" in notice.text


def test_what_does_not_paint_alike_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def darker(self: PaintedStyle, picture: torch.Tensor) -> torch.Tensor:
        return picture * 0.5

    monkeypatch.setattr(PaintedStyle, "forward", darker)
    name = next(iter(sorted(Path("resources/styles").glob("*.safetensors")))).stem
    with pytest.raises(UserError, match="was not exported"):
        heard(Engine("cpu").answer(ExportOnnx(f"preset:{name}", tmp_path / "a.onnx")))
    assert not (tmp_path / "a.onnx").exists()
    assert onnx_export.MOST_DIFFERENCE == 2
