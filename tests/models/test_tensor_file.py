"""Files from anywhere: what is in them is read, what they want to do is not done, what is wrong is said."""

from __future__ import annotations

import io
import os
import pickle
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import save, save_file
from torch import Tensor

from models.checkpoints import tensor_file
from models.checkpoints.tensor_file import read_tensors
from models.news import FileError

WEIGHTS = {"a.weight": torch.arange(6.0).reshape(2, 3), "a.count": torch.tensor(3)}


def torch_bytes(content: Any, legacy: bool = False) -> bytes:
    buffer = io.BytesIO()
    torch.save(content, buffer, _use_new_zipfile_serialization=not legacy)
    return buffer.getvalue()


def zip_bytes(entries: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def picture_bytes(kind: str) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(np.zeros((8, 8, 3), np.uint8)).save(buffer, kind)
    return buffer.getvalue()


def script_bytes() -> bytes:
    return zip_bytes({"net/data.pkl": b"\x80\x02}.", "net/constants.pkl": b"\x80\x02)."})


def claims_more(claimed: int) -> Tensor:
    """A tensor of one stored number that says it has many."""
    return torch.zeros(1).expand(claimed)


class Attack:
    """Runs a command when it is unpickled without restrictions."""

    def __init__(self, command: str) -> None:
        self.command = command

    def __reduce__(self) -> tuple[Callable[[str], int], tuple[str]]:
        return os.system, (self.command,)


def same(found: dict[str, Tensor], wanted: dict[str, Tensor] = WEIGHTS) -> bool:
    return found.keys() == wanted.keys() and all(torch.equal(found[k], wanted[k]) for k in wanted)


@pytest.mark.parametrize("suffix", [".pth", ".pt", ".model", ".ckpt", ".pth.tar"])
@pytest.mark.parametrize("legacy", [False, True])
def test_all_suffixes_and_both_generations_of_torch(tmp_path: Path, suffix: str, legacy: bool) -> None:
    path = tmp_path / f"net{suffix}"
    path.write_bytes(torch_bytes(WEIGHTS, legacy))
    assert same(read_tensors(path))


@pytest.mark.parametrize("name", ["net.safetensors", "net.pth"])
def test_safetensors_whatever_its_suffix(tmp_path: Path, name: str) -> None:
    save_file(WEIGHTS, tmp_path / name)
    assert same(read_tensors(tmp_path / name))


@pytest.mark.parametrize("wrapper", ["state_dict", "model", "params"])
def test_wrappers_and_the_prefix_of_parallel_training_are_taken_off(tmp_path: Path, wrapper: str) -> None:
    wrapped = {wrapper: {f"module.{name}": value for name, value in WEIGHTS.items()}, "epoch": 3}
    path = tmp_path / "net.pth"
    torch.save(wrapped, path)
    assert same(read_tensors(path))


@pytest.mark.parametrize("wrapped", [False, True])
@pytest.mark.parametrize("form", ["zip", "legacy", "pickle"])
def test_code_in_a_file_does_not_run(tmp_path: Path, wrapped: bool, form: str) -> None:
    trace = tmp_path / "ran"
    attack = Attack(f'echo x > "{trace}"')
    content = {"state_dict": {"a.weight": attack}} if wrapped else attack
    data = pickle.dumps(content, 2) if form == "pickle" else torch_bytes(content, form == "legacy")
    path = tmp_path / "net.pth"
    path.write_bytes(data)
    with pytest.raises(FileError, match=r"net\.pth"):
        read_tensors(path)
    assert not trace.exists()
    if form == "zip":  # the attack is a real one
        torch.load(path, weights_only=False)
        assert trace.exists()


def test_code_is_named_as_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "net.pth"
    torch.save({"a": torch.zeros(1), "net": torch.nn.Conv2d(1, 1, 1)}, path)
    with pytest.raises(FileError, match="runs no code from files"):
        read_tensors(path)


GOOD = torch_bytes(WEIGHTS)
GOOD_SAFE = save(WEIGHTS)
BAD: dict[str, tuple[str, bytes, str]] = {
    "empty": ("a.pth", b"", "is empty"),
    "empty safetensors": ("a.safetensors", b"", "is empty"),
    "text": ("a.pth", b"just some words\n", "text file"),
    "text beyond ASCII": ("a.pth", "Grüße ".encode() * 200, "text file"),
    "json": ("a.safetensors", b'{"weights": [1, 2, 3]}', "text file"),
    "html": ("a.pth", b"\n<!DOCTYPE html><html><body>404</body></html>", "web page"),
    "html with a mark": ("a.safetensors", b"\xef\xbb\xbf<html lang=en>", "web page"),
    "xml": ("a.pth", b"<?xml version='1.0'?><Error>AccessDenied</Error>", "web page"),
    "lfs pointer": ("a.pth", b"version https://git-lfs.github.com/spec/v1\noid sha256:1\n", "git lfs pull"),
    "png": ("a.pth", picture_bytes("PNG"), "is a picture"),
    "jpeg": ("a.safetensors", picture_bytes("JPEG"), "is a picture"),
    "keras": ("a.ckpt", b"\x89HDF\r\n\x1a\n" + bytes(99), "Keras"),
    "tflite": ("a.pth", b"\x1c\0\0\0TFL3" + bytes(99), "TensorFlow Lite"),
    "gguf": ("a.pth", b"GGUF\3\0\0\0" + bytes(99), "language model"),
    "gzip": ("a.pth.tar", b"\x1f\x8b\x08\0" + bytes(99), "gzip"),
    "7z": ("a.pth", b"7z\xbc\xaf\x27\x1c" + bytes(99), "7-Zip"),
    "pdf": ("a.pth", b"%PDF-1.4\n\xff\xfe", "PDF"),
    "zip of something": ("a.pth", zip_bytes({"net/weights.bin": b"1"}), "zip archive"),
    "torchscript": ("a.pt", script_bytes(), "TorchScript"),
    "cut in the middle": ("a.pth", GOOD[: len(GOOD) // 2], "damaged"),
    "cut near the end": ("a.pth", GOOD[:-30], "damaged"),
    "cut legacy": ("a.pth", torch_bytes(WEIGHTS, True)[:-9], "damaged"),
    "zeros inside": ("a.pth", GOOD[:60] + bytes(200) + GOOD[260:], "damaged"),
    "noise": ("a.pth", np.random.default_rng(1).bytes(4000), "no file that Impasto knows"),
    "pickle of nothing": ("a.pth", b"\x80\x02", "damaged"),
    "bad opcode": ("a.pth", b"\x80\x02\xff\xff\xff", "damaged|code"),
    "cut safetensors": ("a.safetensors", GOOD_SAFE[:-4], "damaged"),
    "safetensors with a giant header": ("a.safetensors", b"\xff" * 7 + b"\x7f{" + bytes(50), "damaged"),
    "safetensors of noise": ("a.safetensors", b"\x90\x91" * 600, "damaged"),
    "one tensor": ("a.pth", torch_bytes(torch.zeros(3)), "one tensor alone"),
    "a list": ("a.pth", torch_bytes([torch.zeros(3)]), "no named weights"),
    "no tensor at all": ("a.pth", torch_bytes({"epoch": 3}), "no weights"),
    "optimiser": ("a.pth", torch_bytes({"state": {}, "param_groups": [{"lr": 0.1}]}), "optimiser"),
    "nan": ("a.pth", torch_bytes({"a": torch.tensor([1.0, float("nan")])}), "no numbers"),
    "infinite half": ("a.safetensors", save({"a": torch.tensor([float("inf")]).half()}), "no numbers"),
    "claims more than it holds": ("a.pth", torch_bytes({"a": claims_more(4_000_000)}), "do not read"),
    "sparse": ("a.pth", torch_bytes({"a": torch.eye(3).to_sparse()}), "do not read|damaged|code"),
    "complex": ("a.pth", torch_bytes({"a": torch.zeros(2, dtype=torch.complex64)}), "complex"),
}


@pytest.mark.filterwarnings("ignore::UserWarning:torch.*")
@pytest.mark.parametrize("case", BAD)
def test_what_is_wrong_is_said(tmp_path: Path, case: str) -> None:
    name, data, words = BAD[case]
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(FileError, match=words) as caught:
        read_tensors(path)
    assert name in str(caught.value)
    assert str(caught.value).endswith((".", ")"))


def test_missing_and_folder(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="There is no file"):
        read_tensors(tmp_path / "none.pth")
    with pytest.raises(FileError, match="is a folder"):
        read_tensors(tmp_path)


def test_too_large_packed_or_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tensor_file, "MOST_BYTES", 10_000)
    large = tmp_path / "large.pth"
    torch.save({"a": torch.zeros(5000)}, large)
    with pytest.raises(FileError, match="larger than 2 GB"):
        read_tensors(large)
    bomb = tmp_path / "bomb.pth"
    bomb.write_bytes(zip_bytes({"a/data.pkl": b"", "a/data/0": bytes(500_000)}, zipfile.ZIP_DEFLATED))
    assert bomb.stat().st_size < 10_000
    with pytest.raises(FileError, match="when unpacked"):
        read_tensors(bomb)
