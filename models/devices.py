"""Which device and runtime a network runs on, and why."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass

import torch


@dataclass(frozen=True)
class Device:
    """A torch device, whether OpenVINO runs the networks on it, and the reason in words."""

    torch_device: torch.device
    openvino: bool
    reason: str


def choose_device(wanted: str | None = None) -> Device:
    """The fastest device that is there; `wanted` ("cuda", "mps", "cpu") overrules, and must be there."""
    if wanted == "cuda" or (wanted is None and torch.cuda.is_available()):
        name = torch.cuda.get_device_name() if torch.cuda.is_available() else "CUDA"
        return Device(torch.device("cuda"), False, f"{name} is the fastest device here")
    if wanted == "mps" or (wanted is None and torch.backends.mps.is_available()):
        return Device(torch.device("mps"), False, "Apple's GPU is the fastest device here")
    if importlib.util.find_spec("openvino") is None:
        return Device(torch.device("cpu"), False, "no GPU that torch can use, and OpenVINO is not installed")
    return Device(
        torch.device("cpu"), True, "no GPU that torch can use; OpenVINO is the fastest runtime on a CPU"
    )


def is_out_of_memory(error: BaseException) -> bool:
    """Torch's CUDA error has a class of its own; MPS, OpenVINO and numpy tell it in other ways."""
    if isinstance(error, MemoryError | torch.OutOfMemoryError):
        return True
    text = str(error).lower()
    return isinstance(error, RuntimeError) and any(
        words in text for words in ("out of memory", "can't allocate memory", "cannot allocate", "bad_alloc")
    )
