"""Networks as OpenVINO has them, kept between two starts: converting one takes over a second.

Each lies in a folder of its own in the user's cache, which is made beside its place and then renamed, so that
it is whole or not there. Its name says all that it depends on: weights, layers, the code that was traced,
inputs, and the libraries. Whatever is wrong with the cache, the network is converted as before.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import shutil
import tempfile
import warnings
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import platformdirs
import torch
from torch import nn

from models.openvino_core import openvino_core

KEPT = 32  # networks; those that were not used for longest make room

logger = logging.getLogger(__name__)


def converted(piece: nn.Module, inputs: int, example: Callable[[], tuple[torch.Tensor, ...]]) -> Any:
    """The OpenVINO model of `piece` for so many inputs: read, else traced with an example, and kept."""
    import openvino

    folder = _cache_folder() / f"{_fingerprint(piece, openvino.__version__)}-{inputs}"
    if folder.is_dir():
        try:
            model = openvino_core().read_model(folder / "network.xml")
            folder.touch()
            return model
        except (OSError, RuntimeError) as error:
            logger.info("a kept network cannot be read and is made anew: %s", error)
            shutil.rmtree(folder, ignore_errors=True)
    model = _convert(piece, example())
    _keep(model, folder)
    return model


def _convert(piece: nn.Module, example: tuple[torch.Tensor, ...]) -> Any:
    import openvino

    with warnings.catch_warnings(), torch.no_grad():
        # The tracer warns of Python values that become constants; the pieces hold only layer names so.
        warnings.simplefilter("ignore")
        # Traced here without the second run that checks it: half of the time.
        traced = torch.jit.trace(piece, example, check_trace=False)  # type: ignore[no-untyped-call]
        return openvino.convert_model(traced, example_input=example)


def _keep(model: Any, folder: Path) -> None:
    import openvino

    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix="part-", dir=folder.parent))
    except OSError as error:
        logger.info("the network is not kept: %s", error)
        return
    try:
        openvino.save_model(model, beside / "network.xml", compress_to_fp16=False)
        beside.rename(folder)
        _make_room(folder.parent)
    except (OSError, RuntimeError) as error:  # a full disk, or another process that was quicker
        logger.info("the network is not kept: %s", error)
        shutil.rmtree(beside, ignore_errors=True)


def _make_room(cache_folder: Path) -> None:
    """Also takes away what a killed process left half-made, once it is as old as the rest."""
    with contextlib.suppress(OSError):
        by_age = sorted(cache_folder.iterdir(), key=lambda folder: folder.stat().st_mtime)
        for old in by_age[:-KEPT]:
            shutil.rmtree(old, ignore_errors=True)


def _cache_folder() -> Path:
    return Path(platformdirs.user_cache_dir("impasto", appauthor=False)) / "networks"


def _fingerprint(piece: nn.Module, openvino_version: str) -> str:
    found = hashlib.sha256(f"{openvino_version} {torch.__version__} {_code()} {_shape(piece)}".encode())
    for name, tensor in piece.state_dict().items():
        found.update(f"{name} {tensor.dtype} {tuple(tensor.shape)}".encode())
        found.update(tensor.cpu().contiguous().numpy().tobytes())
    return found.hexdigest()[:32]


def _shape(piece: nn.Module) -> str:
    """Layers, and the plain numbers that steer the trace without being weights."""
    numbers = [
        f"{type(part).__name__} {key}={value}"
        for part in piece.modules()
        for key, value in sorted(vars(part).items())
        if not key.startswith("_") and isinstance(value, int | float | str | tuple | list | dict)
    ]
    configs = [repr(part.config) for part in piece.modules() if hasattr(part, "config")]
    return f"{piece} {numbers} {configs}"


@cache
def _code() -> str:
    """Of everything that may be traced."""
    found = hashlib.sha256()
    for path in sorted((Path(__file__).parent / "networks").glob("*.py")):
        found.update(path.read_bytes())
    return found.hexdigest()
