"""Fast-neural-style networks as ONNX files, through ONNX Runtime (the extra `impasto[onnx]`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from models.news import FileError, UserError
from models.optional import how_to_install

MOST_BYTES = 512_000_000
# The second field of an ONNX file: producer's name and version, domain, model version, notes, graph or opset.
SECOND_TAGS = b"\x12\x1a\x22\x28\x32\x3a\x42"
TRY_PX = 64  # a network of any size is tried at this one


def is_onnx(path: Path, head: bytes) -> bool:
    """By content, or by suffix where the content is no known other thing."""
    looks_so = len(head) > 2 and head[0] == 8 and 0 < head[1] < 32 and head[2] in SECOND_TAGS
    other = head.startswith((b"PK", b"\x80")) or head[8:9] == b"{"
    return looks_so or (path.suffix.lower() == ".onnx" and not other)


def load_onnx(path: Path) -> tuple[Callable[[Tensor], Tensor], str]:
    """The network as a function from image to image (1×3×h×w in [0, 1]), and what the user should know of it.

    Raises UserError where ONNX Runtime is not installed, FileError for everything wrong with the file.
    """
    try:
        import onnx
        import onnxruntime
        from google.protobuf.message import DecodeError  # type: ignore[import-untyped] # ships no types
        from onnxruntime.capi import onnxruntime_pybind11_state as failures
    except ImportError as error:
        raise UserError(
            f"{path.name} needs ONNX Runtime, which is not installed. Run: {how_to_install('onnx')}"
        ) from error
    try:
        if path.stat().st_size > MOST_BYTES:
            raise FileError(
                f"{path.name} is larger than 512 MB. ONNX styles are far smaller: choose another."
            )
        data = path.read_bytes()
        model = onnx.load_model_from_string(data)
    except OSError as error:
        raise FileError(f"{path.name} cannot be read: {error.strerror or error}.") from error
    except (DecodeError, ValueError) as error:
        raise FileError(f"{path.name} is damaged or is no ONNX file. Download it again.") from error
    if not model.graph.node:
        raise FileError(f"{path.name} is damaged or is no ONNX file. Download it again.")
    if any(t.external_data or t.data_location == onnx.TensorProto.EXTERNAL for t in _tensors(model)):
        raise FileError(
            f"{path.name} keeps its weights in other files, which Impasto does not follow. "
            "Export it as one file."
        )
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4  # what goes wrong is raised, and said in our words
    errors = tuple(
        kind for kind in vars(failures).values() if isinstance(kind, type) and issubclass(kind, Exception)
    )
    try:
        session = onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
    except errors as error:
        raise FileError(f"{path.name} cannot be run by ONNX Runtime: {_first_line(error)}") from error
    network = _Network(path.name, session, _says_bgr(model), errors)
    return network, network.check()


def _says_bgr(model: Any) -> bool:
    """Some converters leave the order of colours in the notes on the input."""
    notes = " ".join(entry.doc_string for entry in model.graph.input)
    return "BGR format" in notes


def _tensors(model: Any) -> Iterator[Any]:
    """Every stored tensor, in inner graphs and functions too."""
    graphs, nodes = [model.graph], [node for function in model.functions for node in function.node]
    while graphs or nodes:
        if graphs:
            graph = graphs.pop()
            yield from graph.initializer
            for sparse in graph.sparse_initializer:
                yield from (sparse.values, sparse.indices)
            nodes.extend(graph.node)
            continue
        for attribute in nodes.pop().attribute:
            yield attribute.t
            yield from attribute.tensors
            for sparse in (attribute.sparse_tensor, *attribute.sparse_tensors):
                yield from (sparse.values, sparse.indices)
            graphs.extend(g for g in (attribute.g, *attribute.graphs) if g.node or g.initializer)


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or ["no reason given"])[0][:200]


class _Network:
    """A session as a function; resizes to its size where that is fixed."""

    def __init__(self, name: str, session: Any, bgr: bool, errors: tuple[type[Exception], ...]) -> None:
        self.name, self.session, self.bgr, self.errors = name, session, bgr, errors
        inputs, outputs = session.get_inputs(), session.get_outputs()
        shape = inputs[0].shape if inputs else []
        if len(inputs) != 1 or not outputs or len(shape) != 4 or shape[1] not in (3, "C", None):
            raise FileError(
                f"{name} does not map a picture to a picture: Impasto runs networks with one input "
                "of 1×3×height×width."
            )
        if inputs[0].type != "tensor(float)":
            raise FileError(f"{name} takes {inputs[0].type}; Impasto runs networks that take 32-bit floats.")
        self.input = inputs[0].name
        self.output = outputs[0].name
        height, width = shape[2:]
        self.height = height if isinstance(height, int) and height > 0 else None
        self.width = width if isinstance(width, int) and width > 0 else None

    def check(self) -> str:
        """Tries it once; returns what to tell the user."""
        self(torch.full((1, 3, self.height or TRY_PX, self.width or TRY_PX), 0.5))
        if self.height is None and self.width is None:
            return ""
        return (
            f"{self.name} works at {self.width or 'any'}×{self.height or 'any'} pixels only: "
            "the picture is fitted into that, and enlarged afterwards."
        )

    def __call__(self, image: Tensor) -> Tensor:
        height, width = image.shape[2:]
        fitted, inner = self._fit(image)
        out = self._run(fitted * 255) / 255
        if out.shape[2:] != fitted.shape[2:]:
            # Up to 3 pixels are what rounding to multiples of 4 leaves; they are cut, and all else is scaled.
            surplus = [a - b for a, b in zip(out.shape[2:], fitted.shape[2:], strict=True)]
            if not all(0 <= n < 4 for n in surplus):
                out = F.interpolate(out, fitted.shape[2:], mode="bicubic")
        out = out[..., : inner[0], : inner[1]]
        if inner != (height, width):
            out = F.interpolate(out, (height, width), mode="bicubic", antialias=True)
        return out.clamp(0, 1)

    def _fit(self, image: Tensor) -> tuple[Tensor, tuple[int, int]]:
        """The picture within the network's size, continued by its mirror image; and where it ends there."""
        height, width = image.shape[2:]
        if self.height is None and self.width is None:
            return image, (height, width)
        factor = min((self.height or height) / height, (self.width or width) / width)
        inner = max(1, round(height * factor)), max(1, round(width * factor))
        small = F.interpolate(image, inner, mode="bicubic", antialias=True).clamp(0, 1)
        rows = _mirrored(inner[0], self.height or inner[0])
        columns = _mirrored(inner[1], self.width or inner[1])
        return small[:, :, rows][:, :, :, columns], inner

    def _run(self, image: Tensor) -> Tensor:
        array = (image.flip(1) if self.bgr else image).contiguous().numpy().astype(np.float32)
        try:
            result = self.session.run([self.output], {self.input: array})[0]
        except self.errors as error:
            raise FileError(f"{self.name} cannot be run by ONNX Runtime: {_first_line(error)}") from error
        shape = getattr(result, "shape", ())
        if len(shape) != 4 or shape[:2] != (1, 3) or result.dtype != np.float32:
            raise FileError(f"{self.name} answers a picture with something that is no picture.")
        out = torch.from_numpy(np.ascontiguousarray(result))
        if not bool(torch.isfinite(out).all()):
            raise FileError(f"{self.name} is damaged: its picture holds values that are no numbers.")
        return out.flip(1) if self.bgr else out


def _mirrored(length: int, wanted: int) -> Tensor:
    """Positions 0…length−1, then back and forth, `wanted` in all."""
    positions = torch.arange(wanted) % (2 * length)
    return torch.where(positions < length, positions, 2 * length - 1 - positions)
