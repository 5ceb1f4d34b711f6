"""Tensors out of files that came from anywhere. Read as data: nothing in a file is ever run.

Formats: .safetensors, and what torch saves (.pth .pt .model .ckpt .pth.tar), recognised by content. Where the
restricted reader of torch refuses a file, that is the end of it: nothing reads it with fewer restrictions.
"""

from __future__ import annotations

import pickle
import struct
import zipfile
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor

from models.news import FileError

MOST_BYTES = 2_000_000_000
WRAPPERS = ("state_dict", "model_state_dict", "model", "params", "net", "generator")
HEAD_BYTES = 512

# First bytes of what people pick by mistake, and what to tell them.
MAGICS = (
    (0, b"\x89PNG", "is a picture, not a network. Choose it as a style picture instead."),
    (0, b"\xff\xd8\xff", "is a picture, not a network. Choose it as a style picture instead."),
    (
        0,
        b"\x89HDF",
        "is a Keras file (HDF5), which Impasto does not read. Look for a .safetensors or .pth of it.",
    ),
    (4, b"TFL3", "is a TensorFlow Lite file, which Impasto does not read. Look for a .pth or .onnx of it."),
    (0, b"GGUF", "is a language model (GGUF), not a style network."),
    (0, b"\x1f\x8b", "is compressed (gzip). Unpack it and choose the file inside."),
    (0, b"7z\xbc\xaf", "is a 7-Zip archive. Unpack it and choose the file inside."),
    (0, b"Rar!", "is a RAR archive. Unpack it and choose the file inside."),
    (0, b"%PDF", "is a PDF document, not a network."),
    (
        0,
        b"version https://git-lfs",
        "is only a pointer of Git LFS. Download the file itself (`git lfs pull`).",
    ),
)

# All that a reader is known to raise on bytes it cannot make sense of.
DAMAGE = (
    pickle.UnpicklingError,
    SafetensorError,
    zipfile.BadZipFile,
    struct.error,
    RuntimeError,
    EOFError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    AssertionError,
    OverflowError,
    NotImplementedError,
)


def read_tensors(path: Path) -> dict[str, Tensor]:
    """The file's tensors by name, on the CPU, finite, each with memory of its own size; FileError in words.

    A wrapper such as {"state_dict": …} is opened, and the prefix "module." of parallel training taken off.
    """
    head = inspect(path)
    try:
        content = _read_safetensors(path) if _is_safetensors(path, head) else _read_torch(path, head)
    except MemoryError as error:
        raise FileError(f"{path.name} asks for more memory than there is. It may be damaged.") from error
    except OSError as error:
        raise FileError(f"{path.name} cannot be read: {error.strerror or error}. Copy it again.") from error
    tensors = _flat(path, content)
    _check(path, tensors)
    return tensors


def inspect(path: Path) -> bytes:
    """The first bytes; FileError where they or the size of the file show that it is no network."""
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise FileError(f"{path.name} is a folder. Choose one file in it.")
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except FileNotFoundError:
        raise FileError(f"There is no file {path}. Check its name.") from None
    except OSError as error:
        raise FileError(f"{path.name} cannot be opened: {error.strerror or error}.") from error
    if size == 0:
        raise FileError(f"{path.name} is empty: the download did not finish. Download it again.")
    if size > MOST_BYTES:
        raise FileError(
            f"{path.name} is larger than 2 GB. Style networks are far smaller: choose another file."
        )
    for offset, magic, words in MAGICS:
        if head[offset : offset + len(magic)] == magic:
            raise FileError(f"{path.name} {words}")
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype", b"<html", b"<?xml", b"<head")):
        raise FileError(
            f"{path.name} is a web page, not a network: the link led to a page about the file. "
            "Download the file itself."
        )
    if _is_text(head):
        raise FileError(f"{path.name} is a text file, not a network. Choose the file with the weights.")
    return head


def _is_text(head: bytes) -> bool:
    return all(byte in b"\t\n\r\f" or byte >= 32 for byte in head) and _decodes(head)


def _decodes(head: bytes) -> bool:
    """UTF-8, but for a letter that the end of `head` may have cut."""
    try:
        head.decode()
    except UnicodeDecodeError as error:
        return error.start > len(head) - 4 and len(head) == HEAD_BYTES
    return True


def _is_safetensors(path: Path, head: bytes) -> bool:
    return head[8:9] == b"{" or path.suffix.lower() == ".safetensors"


def _read_safetensors(path: Path) -> dict[str, Tensor]:
    try:
        with safe_open(path, "pt") as opened:
            return {name: opened.get_tensor(name) for name in opened.keys()}  # noqa: SIM118 - it is no dict
    except DAMAGE as error:
        raise FileError(f"{path.name} is damaged or was cut off. Download it again.") from error


def _read_torch(path: Path, head: bytes) -> Any:
    damaged = f"{path.name} is damaged, was cut off, or is no file of PyTorch. Download it again."
    if head.startswith(b"PK"):
        _check_zip(path, damaged)
    elif not head.startswith(b"\x80"):
        raise FileError(
            f"{path.name} is no file that Impasto knows (.safetensors, .pth, .onnx), or is damaged."
        )
    try:
        return torch.load(path, map_location="cpu", weights_only=True)
    except pickle.UnpicklingError as error:
        if "global" in str(error).lower() or "instruction" in str(error).lower():
            raise FileError(
                f"{path.name} holds program code besides its weights. Impasto runs no code from files. "
                "Ask its maker for the weights alone (a state_dict, or .safetensors)."
            ) from error
        raise FileError(damaged) from error
    except DAMAGE as error:
        raise FileError(damaged) from error


def _check_zip(path: Path, damaged: str) -> None:
    """Before torch unpacks it: how large it becomes, and whether it is torch's at all."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except DAMAGE as error:
        raise FileError(damaged) from error
    names = [entry.filename for entry in entries]
    if sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise FileError(f"{path.name} becomes larger than 2 GB when unpacked. That is no style network.")
    if any(name.endswith("/constants.pkl") for name in names):
        raise FileError(
            f"{path.name} is a TorchScript program. Impasto runs no code from files: "
            "ask its maker for the weights alone (a state_dict, or .safetensors)."
        )
    if not any(name == "data.pkl" or name.endswith("/data.pkl") for name in names):
        raise FileError(
            f"{path.name} is a zip archive. Unpack it and choose the file with the weights inside."
        )


def _flat(path: Path, content: Any) -> dict[str, Tensor]:
    """The names and tensors in what a file held."""
    if isinstance(content, Tensor):
        raise FileError(f"{path.name} holds one tensor alone, not the weights of a network.")
    if not isinstance(content, dict):
        raise FileError(f"{path.name} holds no named weights. It is no network.")
    for wrapper in WRAPPERS:
        inner = content.get(wrapper)
        if isinstance(inner, dict) and inner:
            content = inner
            break
    if "param_groups" in content and "state" in content:
        raise FileError(
            f"{path.name} is the state of an optimiser, from the middle of a training. "
            "Choose the file with the weights of the network."
        )
    tensors = {str(name): value for name, value in content.items() if isinstance(value, Tensor)}
    if not tensors:
        raise FileError(f"{path.name} holds no weights. It is no network.")
    if all(name.startswith("module.") for name in tensors):
        tensors = {name.removeprefix("module."): tensor for name, tensor in tensors.items()}
    return tensors


def _check(path: Path, tensors: dict[str, Tensor]) -> None:
    total = 0
    for name, tensor in tensors.items():
        strange = tensor.layout != torch.strided or tensor.device.type != "cpu" or tensor.is_quantized
        # A few bytes that claim to be gigabytes become gigabytes with the first sum.
        if strange or tensor.nbytes > tensor.untyped_storage().nbytes():
            raise FileError(
                f"{path.name} is no plain set of weights: {name} is stored in a way we do not read."
            )
        total += tensor.numel() * 4
        if total > 2 * MOST_BYTES:
            raise FileError(f"{path.name} becomes larger than 4 GB in memory. That is no style network.")
        if tensor.is_floating_point() and not bool(torch.isfinite(tensor.float()).all()):
            raise FileError(
                f"{path.name} is damaged: {name} holds values that are no numbers. Download it again."
            )
        if tensor.is_complex():
            raise FileError(f"{path.name} holds complex numbers in {name}. That is no style network.")
