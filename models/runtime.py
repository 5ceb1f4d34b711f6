"""What runs the pieces of a network: torch on any device, or OpenVINO on the CPU.

Measured on two cores at 512×512, OpenVINO compiled for the exact size takes half of eager torch's time and a
third of its memory (`impasto bench`); so it is the runtime on the CPU, and torch takes over where it is
missing. Processors with bfloat16 take three fifths of that again (docs/experiments.md).
"""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from models.converted import converted
from models.openvino_core import has_bfloat16, openvino_core

FloatArray = NDArray[np.float32]
COMPILED_LIMIT = 16
EXAMPLE_PX = 64


class Runtime(Protocol):
    """Runs a named piece on float32 arrays."""

    name: str

    def run(self, piece: str, *inputs: FloatArray) -> list[FloatArray]:
        """The outputs of `piece`, as arrays of their own."""

    def forget(self) -> None:
        """Frees the memory that is kept for the shapes seen so far."""


class TorchRuntime:
    """Eager torch on `device`."""

    def __init__(self, pieces: Mapping[str, nn.Module], device: torch.device) -> None:
        self.name = f"torch on {device}"
        self.device = device
        self._pieces = {name: piece.to(device).eval() for name, piece in pieces.items()}

    @torch.inference_mode()
    def run(self, piece: str, *inputs: FloatArray) -> list[FloatArray]:
        outputs = self._pieces[piece](
            *(torch.from_numpy(np.ascontiguousarray(i)).to(self.device) for i in inputs)
        )
        if isinstance(outputs, torch.Tensor):
            outputs = (outputs,)
        return [output.float().cpu().numpy() for output in outputs]

    def forget(self) -> None:
        if self.device.type == "cuda":
            torch.cuda.empty_cache()


class OpenVinoRuntime:
    """OpenVINO on the CPU, compiled for each exact shape; the last shapes are kept.

    Pieces named in `half` are worked on in bfloat16 where the processor has it: three fifths of the time.
    """

    def __init__(
        self, pieces: Mapping[str, nn.Module], threads: int | None = None, half: Sequence[str] = ()
    ) -> None:
        import openvino

        self._openvino = openvino
        self._half = tuple(half) if has_bfloat16() else ()
        precision = "bfloat16" if self._half else "float32"
        self.name = f"OpenVINO {openvino.__version__.split('-')[0]} on cpu, {precision}"
        self._pieces = {name: piece.cpu().eval() for name, piece in pieces.items()}
        self._options = {"PERFORMANCE_HINT": "LATENCY"}
        self._options["INFERENCE_NUM_THREADS"] = str(threads or os.cpu_count() or 1)
        self._converted: dict[tuple[str, int], Any] = {}
        self._compiled: OrderedDict[tuple[str, tuple[tuple[int, ...], ...]], Any] = OrderedDict()

    def run(self, piece: str, *inputs: FloatArray) -> list[FloatArray]:
        shapes = tuple(array.shape for array in inputs)
        request = self._compiled.get((piece, shapes))
        if request is None:
            request = self._compile(piece, inputs)
            self._compiled[piece, shapes] = request
            if len(self._compiled) > COMPILED_LIMIT:
                self._compiled.popitem(last=False)
        self._compiled.move_to_end((piece, shapes))
        outputs = request.infer([np.ascontiguousarray(array, dtype=np.float32) for array in inputs])
        return [np.array(outputs[index]) for index in range(len(outputs))]

    def forget(self) -> None:
        self._compiled.clear()

    def _compile(self, piece: str, inputs: tuple[FloatArray, ...]) -> Any:
        key = (piece, len(inputs))
        if key not in self._converted:
            example = partial(_example, inputs)
            self._converted[key] = converted(self._pieces[piece], len(inputs), example)
        model = self._converted[key].clone()
        model.reshape(dict(zip(model.inputs, (list(a.shape) for a in inputs), strict=True)))
        options = self._options | {"INFERENCE_PRECISION_HINT": "bf16" if piece in self._half else "f32"}
        return openvino_core().compile_model(model, "CPU", options).create_infer_request()


def _example(inputs: tuple[FloatArray, ...]) -> tuple[torch.Tensor, ...]:
    """Inputs of the same kinds with sides of at most `EXAMPLE_PX`, in the same proportions.

    Tracing runs the network once, in torch and with all its memory; shapes are set afterwards.
    """
    longest = max(side for array in inputs if array.ndim == 4 for side in array.shape[2:])
    small = []
    for array in inputs:
        is_map = array.ndim == 4 and array.shape[2] > 1
        sides = [max(1, EXAMPLE_PX * max(array.shape[2:]) // longest)] * 2 if is_map else array.shape[2:]
        small.append(torch.zeros((*array.shape[:2], *sides)))
    return tuple(small)
