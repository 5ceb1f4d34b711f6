"""The network on one frame, compiled for each working size before it is needed there."""

from __future__ import annotations

import copy
import os
import threading
from typing import Any

import cv2
import numpy as np
import torch

from models.converted import converted
from models.devices import Device
from models.live.sources import Rgb8
from models.networks.eight_bits import can_round, round_all
from models.networks.narrow import NarrowStylist
from models.networks.pieces import Moving
from models.networks.stylist import Stylist
from models.networks.universal import STRIDE
from models.openvino_core import openvino_core
from models.runtime import FloatArray

MARGIN_PX = 8  # mirrored round the frame: half of Stylize's, for a third less work on small frames
SIZES_KEPT = 6
# Up to 256×256 with its margins one thread paints: a second one saves 1.6 ms there, takes a fifth more of the
# processor, and is missing where frames are decoded and shown.
ONE_THREAD_PX = 272 * 272
EXAMPLE_PX = 64

Size = tuple[int, int]  # height, width


class LiveNetwork:
    """One network. `paint` and `prepare` may be called from two threads."""

    def __init__(self, stylist: Stylist | NarrowStylist, device: Device, threads: int | None = None) -> None:
        self.stylist, self._device = stylist, device
        self.points = sum(stylist.content.config.norm_points.values())
        content = stylist.content
        if self.precision == "int8":
            content = copy.deepcopy(content)  # stills and others go on in float32
            round_all(content, True)
        self._piece = Moving(content, stylist.modulator).eval()
        self._lock = threading.Lock()
        self._compiled: dict[Size, Any] = {}
        self._openvino_model: Any = None
        self._threads = threads or os.cpu_count() or 1
        if not device.openvino:
            self._piece.to(device.torch_device)

    def apart(self) -> LiveNetwork:
        """The same network, compiled for itself: what paints for one thread cannot for another."""
        other = copy.copy(self)
        other._lock, other._compiled = threading.Lock(), {}
        return other

    def is_ready(self, size: Size) -> bool:
        return not self._device.openvino or _framed(size) in self._compiled

    @torch.inference_mode()
    def prepare(self, size: Size) -> None:
        """Compiles for frames of this size; takes from a tenth of a second to a few seconds."""
        with self._lock:
            if self.is_ready(size):
                return
            compiled = self._compile(_framed(size))
            while len(self._compiled) >= SIZES_KEPT:
                self._compiled.pop(next(iter(self._compiled)))
            self._compiled[_framed(size)] = compiled

    def paint(
        self,
        rgb_hwc: Rgb8,
        matrix: FloatArray,
        shift: FloatArray,
        row: FloatArray,
        before: FloatArray,
        share: float,
    ) -> tuple[Rgb8, FloatArray]:
        """The painted frame, and the statistics to hand to the next one as `before`."""
        height, width = rgb_hwc.shape[:2]
        high, wide = _framed((height, width))
        below, beside = high - height - MARGIN_PX, wide - width - MARGIN_PX
        framed = cv2.copyMakeBorder(rgb_hwc, MARGIN_PX, below, MARGIN_PX, beside, cv2.BORDER_REFLECT)
        inputs = [framed[None], matrix, shift, row, before, np.array([share], np.float32)]
        painted, statistics = self._run((high, wide), inputs)
        return painted[0, MARGIN_PX : MARGIN_PX + height, MARGIN_PX : MARGIN_PX + width], statistics

    def blank(self) -> FloatArray:
        """Statistics for the first frame, which is painted with share 1."""
        return np.zeros((1, 2, self.points, 1, 1), np.float32)

    def _run(self, size: Size, inputs: list[Any]) -> tuple[Rgb8, FloatArray]:
        if self._device.openvino:
            request = self._compiled.get(size)
            if request is None:
                self.prepare((size[0] - 2 * MARGIN_PX, size[1] - 2 * MARGIN_PX))
                request = self._compiled[size]
            outputs = request.infer(inputs, share_inputs=True)
            return np.array(outputs[0]), np.array(outputs[1])
        where = self._device.torch_device
        with torch.inference_mode():
            painted, statistics = self._piece(*(torch.from_numpy(array).to(where) for array in inputs))
            return painted.cpu().numpy(), statistics.cpu().numpy()

    def _compile(self, size: Size) -> Any:
        if self._openvino_model is None:
            self._openvino_model = converted(self._piece, len(self._example()), self._example)
        model = self._openvino_model.clone()
        shapes = [list(tensor.shape) for tensor in self._example()]
        shapes[0] = [1, *size, 3]
        model.reshape(dict(zip(model.inputs, shapes, strict=True)))
        options = {
            "INFERENCE_PRECISION_HINT": "bf16" if self.precision == "bf16" else "f32",
            "PERFORMANCE_HINT": "LATENCY",
            "INFERENCE_NUM_THREADS": str(1 if size[0] * size[1] <= ONE_THREAD_PX else self._threads),
        }
        return openvino_core().compile_model(model, "CPU", options).create_infer_request()

    @property
    def precision(self) -> str:
        """What the network is worked on in: less than float32 where the picture stays the same.

        "int8" where these weights have learnt to bear it, which takes two thirds of the time of "bf16"; that
        where the processor has it (one that only imitates it takes three times as long as with float32).
        docs/experiments.md has the figures of both.
        """
        if not self._device.openvino:
            return "f32"
        able = openvino_core().get_property("CPU", "OPTIMIZATION_CAPABILITIES")
        if "INT8" in able and can_round(self.stylist.content):
            return "int8"
        return "bf16" if "BF16" in able else "f32"

    def _example(self) -> tuple[torch.Tensor, ...]:
        frame = torch.zeros(1, EXAMPLE_PX, EXAMPLE_PX, 3, dtype=torch.uint8)
        row = 2 * sum(self.stylist.modulator.points.values())
        shapes = (1, 3, 3), (1, 3), (1, row), (1, 2, self.points, 1, 1), (1,)
        return (frame, *(torch.zeros(shape) for shape in shapes))


def _framed(size: Size) -> Size:
    """The size with its margins, in multiples of the network's stride."""
    high, wide = (-(-(side + 2 * MARGIN_PX) // STRIDE) * STRIDE for side in size)
    return high, wide
