"""Styles as files: what is written is read again, and what is no style says so."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save_file

from models.checkpoints.style_file import (
    CARD_KEY,
    FORMAT_VERSION,
    StyleCard,
    StyleFile,
    is_style_file,
    load_style,
    read_card,
    save_style,
)
from models.news import FileError

CARD = StyleCard(
    "Wheat, 麦田 🌾",
    author="A. Painter",
    licence="CC0-1.0",
    origin="after a field",
    parent="universal",
    recipe={"steps": 12},
    measures={"gap": 0.5},
    hashes=("ab12",),
)


def a_style(card: StyleCard = CARD) -> StyleFile:
    rng = np.random.default_rng(0)
    code = rng.standard_normal((3, 20)).astype(np.float32)
    return StyleFile(card, {"code": code}, rng.integers(0, 256, (9, 13, 3), np.uint8))


def write(path: Path, card: Any, **tensors: Any) -> Path:
    given = {"thumbnail": np.zeros((4, 4, 3), np.uint8), "code": np.zeros((3, 5), np.float32)} | tensors
    arrays: dict[str, Any] = {name: tensor for name, tensor in given.items() if tensor is not None}
    save_file(arrays, path, None if card is None else {CARD_KEY: card})
    return path


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    path, style = tmp_path / "风格.safetensors", a_style()
    save_style(path, style)
    back = load_style(path)
    assert back.card == CARD
    np.testing.assert_array_equal(back.tensors["code"], style.tensors["code"])
    np.testing.assert_array_equal(back.thumbnail_rgb_hwc, style.thumbnail_rgb_hwc)
    card, thumbnail = read_card(path)
    assert card == CARD
    assert thumbnail.shape == (9, 13, 3)
    assert is_style_file(path)


def test_half_precision_is_read_as_single(tmp_path: Path) -> None:
    path = write(tmp_path / "a.safetensors", '{"name": "a"}', code=np.ones((3, 5), np.float16))
    assert load_style(path).tensors["code"].dtype == np.float32


def test_a_card_of_little_and_a_card_with_more_than_we_know(tmp_path: Path) -> None:
    path = write(tmp_path / "a.safetensors", '{"name": "a"}')
    assert load_style(path).card == StyleCard("a")
    more = {"name": "a", "mood": "blue", "recipe": "none", "author": None, "hashes": [1]}
    card = load_style(write(path, json.dumps(more))).card
    assert card == StyleCard("a", hashes=("1",))


def half(path: Path) -> Path:
    path.write_bytes(path.read_bytes()[:-20])
    return path


def words(path: Path) -> Path:
    path.write_text("I am no style\n" * 9)
    return path


Spoil = Callable[[Path], Path]
BAD: list[tuple[Spoil, str]] = [
    (half, "damaged"),
    (words, "damaged"),
    (lambda p: p.with_name("nowhere.safetensors"), "There is no style file"),
    (lambda p: p.parent, "damaged"),
    (lambda p: write(p, None), "no card"),
    (lambda p: write(p, "{"), "card of"),
    (lambda p: write(p, "[" * 100_000), "card of"),
    (lambda p: write(p, "[]"), "card of"),
    (lambda p: write(p, '{"name": ""}'), "card of"),
    (lambda p: write(p, '{"name": 7}'), "card of"),
    (lambda p: write(p, json.dumps({"name": "a", "format_version": FORMAT_VERSION + 1})), "newer"),
    (lambda p: write(p, '{"name": "a", "format_version": "1"}'), "newer"),
    (lambda p: write(p, '{"name": "a"}', thumbnail=None), "damaged"),
    (lambda p: write(p, '{"name": "a"}', thumbnail=np.zeros((4, 4), np.uint8)), "damaged"),
    (lambda p: write(p, '{"name": "a"}', thumbnail=np.zeros((4, 4, 3), np.float32)), "damaged"),
    (lambda p: write(p, '{"name": "a"}', code=None), "no style code"),
    (lambda p: write(p, '{"name": "a"}', code=np.zeros(5, np.float32)), "no style code"),
    (lambda p: write(p, '{"name": "a"}', code=np.full((3, 5), np.nan, np.float32)), "damaged"),
    (lambda p: write(p, '{"name": "a"}', code=np.zeros((3, 5), np.int64)), "damaged"),
]


@pytest.mark.parametrize(("spoil", "said"), BAD)
def test_what_is_no_style_says_so(spoil: Spoil, said: str, tmp_path: Path) -> None:
    path = tmp_path / "a.safetensors"
    save_style(path, a_style())
    path = spoil(path)
    with pytest.raises(FileError, match=said):
        load_style(path)


def test_a_style_too_large_to_be_one_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.safetensors"
    save_style(path, a_style())
    with path.open("r+b") as file:
        file.truncate(70_000_000)
    with pytest.raises(FileError, match="too large"):
        read_card(path)
