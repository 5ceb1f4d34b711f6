"""packaging/make_presets.py and tune_presets.py on a network that has learnt nothing; ship_weights.py."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from models.checkpoints.style_file import load_style

PACKAGING = Path(__file__).parent.parent.parent / "packaging"


def script(name: str) -> ModuleType:
    """A script of packaging/, which is no package, as a module."""
    spec = importlib.util.spec_from_file_location(name, PACKAGING / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(module: ModuleType, monkeypatch: pytest.MonkeyPatch, *words: object) -> None:
    monkeypatch.setattr(sys, "argv", ["script.py", *map(str, words)])
    module.main()


@pytest.fixture
def presets(weights: Path, painting: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One preset after a painting, and one that a program draws."""
    folder, wishes = tmp_path / "styles", tmp_path / "list.json"
    digest = hashlib.sha256(painting.read_bytes()).hexdigest()
    entry = {"name": "bars", "sha256": digest, "origin": "after Bars", "licence": "CC0-1.0"}
    wishes.write_text(json.dumps([entry]))
    make = script("make_presets")
    monkeypatch.setattr(make, "PRESETS", folder)
    monkeypatch.setattr(make, "DRAWN", ("swirls",))
    run(make, monkeypatch, "--paintings", painting.parent, "--list", wishes)
    return folder


@pytest.fixture
def tune(presets: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    module = script("tune_presets")
    monkeypatch.setattr(module, "PRESETS", presets)
    return module


def test_a_preset_says_where_it_comes_from_and_holds_no_picture(presets: Path) -> None:
    assert {path.stem for path in presets.iterdir()} == {"bars", "swirls"}
    bars = load_style(presets / "bars.safetensors")
    assert (bars.card.name, bars.card.origin, bars.card.licence) == ("bars", "after Bars", "CC0-1.0")
    assert len(bars.card.hashes) == 1
    assert "code" in bars.tensors
    assert bars.thumbnail_rgb_hwc is not None
    assert max(tensor.ndim for tensor in bars.tensors.values()) < 4, "codes and matrices"


def test_a_list_whose_paintings_are_not_there_names_them(
    presets: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = script("make_presets")
    monkeypatch.setattr(make, "PRESETS", presets)
    monkeypatch.setattr(make, "DRAWN", ())
    with pytest.raises(SystemExit, match="great_wave"):
        run(make, monkeypatch, "--paintings", presets)


@pytest.mark.parametrize("name", ["bars", "swirls"])
def test_a_tuned_preset_keeps_its_card_and_gains_strokes(
    tune: ModuleType, presets: Path, photos: Path, painting: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = load_style(presets / f"{name}.safetensors")
    run(tune, monkeypatch, "--photos", photos, "--paintings", painting.parent, "--minutes", 0.02, name)
    after = load_style(presets / f"{name}.safetensors")
    for kept in ("name", "origin", "licence", "hashes"):
        assert getattr(after.card, kept) == getattr(before.card, kept)
    assert after.card.recipe["weights"] == before.card.recipe["weights"]
    assert after.card.measures
    assert set(after.tensors) > set(before.tensors)
    assert after.thumbnail_rgb_hwc is not None
    assert before.thumbnail_rgb_hwc is not None
    assert not np.array_equal(after.thumbnail_rgb_hwc, before.thumbnail_rgb_hwc)


def test_a_painting_that_is_not_there_is_named_and_nothing_changes(
    tune: ModuleType, presets: Path, photos: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (presets / "bars.safetensors").read_bytes()
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(SystemExit, match="bars"):
        run(tune, monkeypatch, "--photos", photos, "--paintings", empty, "bars")
    assert (presets / "bars.safetensors").read_bytes() == before


def test_shipped_weights_carry_what_the_bench_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trained, facts = tmp_path / "run" / "universal.safetensors", tmp_path / "facts.json"
    trained.parent.mkdir()
    trained.write_bytes(b"weights")
    trained.with_suffix(".json").write_text(json.dumps({"name": "trained", "seed": 0}))
    facts.write_text(json.dumps({"licence": "CC0-1.0"}))
    ship = script("ship_weights")
    monkeypatch.setattr(ship, "WEIGHTS", tmp_path)
    monkeypatch.setattr(ship, "bench", lambda: {"gap": 0.9})
    run(ship, monkeypatch, trained, "--facts", facts)
    card = json.loads((tmp_path / "universal.json").read_text())
    assert (card["name"], card["licence"], card["bench"]) == ("trained", "CC0-1.0", {"gap": 0.9})
    assert (tmp_path / "universal.safetensors").read_bytes() == b"weights"
