"""Which device and runtime a network runs on, and why."""

from __future__ import annotations

import ctypes
import gc
import importlib.util
import sys
from dataclasses import dataclass

import torch

from models.news import UserError


@dataclass(frozen=True)
class Device:
    """A torch device, whether OpenVINO runs the networks on it, and the reason in words."""

    torch_device: torch.device
    openvino: bool
    reason: str


def choose_device(wanted: str | None = None) -> Device:
    """The fastest device that is there; `wanted` ("cuda", "mps", "cpu") overrules.

    UserError where it is not there.
    """
    if (wanted == "cuda" and not torch.cuda.is_available()) or (
        wanted == "mps" and not torch.backends.mps.is_available()
    ):
        raise UserError(f"There is no device {wanted} here that torch can use. Leave it out, or choose cpu.")
    if wanted == "cuda" or (wanted is None and torch.cuda.is_available()):
        return Device(torch.device("cuda"), False, f"{torch.cuda.get_device_name()} is the fastest here")
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


def give_back_memory() -> None:
    """To the system, what is not in use any more: torch keeps a device's, and the C library the process's."""
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # only glibc has it
        if trim is not None:
            trim(0)
