"""ONNX files: tiny ones made here, run through ONNX Runtime."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor

from models.checkpoints import onnx_style
from models.checkpoints.foreign import describe_foreign, load_foreign
from models.news import FileError, UserError
from tests.stepping import noticed

FLOAT = TensorProto.FLOAT
OFFSET = np.array([51.0, 0, 0], np.float32).reshape(1, 3, 1, 1)  # 51 of 255 is 0.2


def model(
    size: Sequence[int | str] = ("h", "w"),
    nodes: Sequence[Any] | None = None,
    element: int = FLOAT,
    channels: int | str = 3,
    inputs: int = 1,
    notes: str = "",
    out_rank: int = 4,
) -> Any:
    """A network that adds 0.2 to the first channel, at any size or at one."""
    shape = [1, channels, *size]
    values = [helper.make_tensor_value_info(f"in{i}", element, shape) for i in range(inputs)]
    values[0].doc_string = notes
    out = helper.make_tensor_value_info("out", element, [None] * out_rank)
    steps = nodes or [helper.make_node("Add", ["in0", "offset"], ["out"])]
    offset = numpy_helper.from_array(OFFSET.astype(helper.tensor_dtype_to_np_dtype(element)), "offset")
    graph = helper.make_graph(steps, "net", values, [out], [offset])
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)


def saved(tmp_path: Path, made: Any, name: str = "net.onnx") -> Path:
    path = tmp_path / name
    path.write_bytes(made.SerializeToString())
    return path


def painted(path: Path, image: Tensor) -> tuple[Tensor, list[str]]:
    return noticed(load_foreign(path).run(image))


@pytest.mark.parametrize("name", ["net.onnx", "net.model"])
def test_any_size_in_0_to_255_and_by_content(tmp_path: Path, name: str) -> None:
    image = torch.rand(1, 3, 20, 30) * 0.7
    path = saved(tmp_path, model(), name)
    out, notices = painted(path, image)
    wanted = image.clone()
    wanted[:, 0] += 0.2
    torch.testing.assert_close(out, wanted)
    assert notices == []
    assert describe_foreign(path) == "ONNX"


def test_a_network_that_wants_blue_first(tmp_path: Path) -> None:
    image = torch.rand(1, 3, 20, 30) * 0.7
    out, _ = painted(saved(tmp_path, model(notes="Image(s) in BGR format.")), image)
    assert (out - image)[0].mean((1, 2)).tolist() == pytest.approx([0, 0, 0.2], abs=1e-5)


@pytest.mark.parametrize("size", [(40, 60), (60, 40), (200, 30)])
def test_one_size_fits_the_whole_picture_and_says_so(tmp_path: Path, size: tuple[int, int]) -> None:
    column = torch.linspace(0.1, 0.7, size[1]).expand(1, 3, *size).clone()
    out, notices = painted(saved(tmp_path, model((64, 64))), column)
    assert out.shape == column.shape
    assert len(notices) == 1
    assert "64×64 pixels only" in notices[0]
    assert (out[:, 1] - column[:, 1]).abs().mean() < 0.03
    assert (out[:, 0] - column[:, 0] - 0.2).abs().mean() < 0.03


def test_all_that_is_no_picture_network_is_refused(tmp_path: Path) -> None:
    reduced = [
        helper.make_node("GlobalAveragePool", ["in0"], ["mean"]),
        helper.make_node("Flatten", ["mean"], ["out"]),
    ]
    unknown = [helper.make_node("NoSuchThing", ["in0"], ["out"])]
    cases = {
        "does not map a picture": model(channels=1),
        "one input": model(inputs=2),
        "32-bit floats": model(element=TensorProto.DOUBLE),
        "no picture": model(nodes=reduced, out_rank=2),
        "cannot be run by ONNX Runtime": model(nodes=unknown),
    }
    for words, made in cases.items():
        with pytest.raises(FileError, match=words):
            load_foreign(saved(tmp_path, made))


@pytest.mark.parametrize("place", ["initializer", "constant", "branch"])
def test_weights_in_other_files_are_not_followed(tmp_path: Path, place: str) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(OFFSET.tobytes())
    outside = TensorProto(name="offset", data_type=FLOAT, dims=OFFSET.shape)
    outside.data_location = TensorProto.EXTERNAL
    outside.external_data.add(key="location", value="secret")
    made = model()
    if place == "initializer":
        made.graph.initializer[0].CopyFrom(outside)
    else:
        constant = helper.make_node("Constant", [], ["c"], value=outside)
        if place == "branch":
            body = helper.make_graph([constant], "b", [], [helper.make_tensor_value_info("c", FLOAT, None)])
            constant = helper.make_node("If", ["yes"], ["c"], then_branch=body, else_branch=body)
        made.graph.node.insert(0, constant)
    with pytest.raises(FileError, match="in other files"):
        load_foreign(saved(tmp_path, made))


BAD = {
    "empty": (b"", "is empty"),
    "web page": (b"<html></html>", "web page"),
    "noise": (np.random.default_rng(0).bytes(900), "damaged"),
    "cut": (model().SerializeToString()[:-40], "damaged|cannot be run"),
    "nothing in it": (onnx.ModelProto(ir_version=8).SerializeToString() + b"\x12\0", "damaged"),
}


@pytest.mark.parametrize("case", BAD)
def test_damage_is_said(tmp_path: Path, case: str) -> None:
    data, words = BAD[case]
    path = tmp_path / "net.onnx"
    path.write_bytes(data)
    with pytest.raises(FileError, match=words):
        load_foreign(path)


def test_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(onnx_style, "MOST_BYTES", 50)
    with pytest.raises(FileError, match="larger than 512 MB"):
        load_foreign(saved(tmp_path, model()))


def test_without_onnx_runtime_the_command_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(UserError, match=r'-m pip install "impasto\[onnx\]"'):
        load_foreign(saved(tmp_path, model()))
