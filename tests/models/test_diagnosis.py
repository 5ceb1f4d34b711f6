"""`impasto doctor`: what it finds, and what it calls a problem."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from models import diagnosis
from models.cli import main


def write_weights(folder: Path, name: str, promised: str | None) -> None:
    (folder / f"{name}.safetensors").write_bytes(b"weights of " + name.encode())
    if promised is not None:
        (folder / f"{name}.json").write_text(json.dumps({"sha256": promised}))


def test_weights_are_held_against_their_cards(tmp_path: Path) -> None:
    write_weights(tmp_path, "good", hashlib.sha256(b"weights of good").hexdigest())
    write_weights(tmp_path, "bad", "0" * 64)
    write_weights(tmp_path, "unknown", None)
    states = {path.stem: diagnosis.checked_weights(path)["state"] for path in tmp_path.glob("*.safetensors")}
    assert states == {"good": "intact", "bad": "damaged", "unknown": "no checksum on its card"}


def test_the_shipped_weights_are_those_of_their_cards() -> None:
    found = [diagnosis.checked_weights(path) for path in diagnosis.WEIGHTS.glob("*.safetensors")]
    assert [weights["state"] for weights in found] == ["intact"] * 5


@pytest.fixture
def healthy() -> dict[str, Any]:
    return {
        "versions": {"torch": "2.9", "onnx": None},
        "devices": {"CUDA": "none", "OpenVINO": ["CPU"]},
        "qt": {"starts": "yes", "missing for windows": []},
        "weights": {"universal.safetensors": {"state": "intact"}},
        "one_picture": {"next": "0.1 s"},
    }


def test_a_healthy_machine_has_no_problems(healthy: dict[str, Any]) -> None:
    assert diagnosis.problems(healthy) == []


@pytest.mark.parametrize(
    ("part", "value", "words"),
    [
        ("versions", {"numpy": None}, "numpy is not installed"),
        ("devices", {"torch": "cannot be used: libcuda"}, "torch cannot be used"),
        ("qt", {"starts": "ImportError: libGL.so.1"}, "libGL.so.1"),
        ("qt", {"starts": "yes", "missing for windows": ["libxcb-cursor.so.0"]}, "libxcb-cursor.so.0"),
        ("weights", {}, "missing"),
        ("weights", {"u.safetensors": {"state": "damaged"}}, "u.safetensors is damaged"),
        ("one_picture", {"failed": "ValueError: no"}, "could not paint"),
    ],
)
def test_what_is_broken_is_named_with_what_to_do(
    healthy: dict[str, Any], part: str, value: object, words: str
) -> None:
    found = diagnosis.problems({**healthy, part: value})
    assert len(found) == 1
    assert words in found[0]


def test_the_report_is_json_for_programs_and_lines_for_people(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_weights(tmp_path, "bad", "0" * 64)
    report = diagnosis.diagnose(tmp_path, time_a_picture=False)
    monkeypatch.setattr("models.commands.doctor.diagnose", lambda: report)
    assert main(["doctor", "--json"]) == 3
    found = json.loads(capsys.readouterr().out)
    assert set(found) >= {"machine", "versions", "devices", "qt", "cameras", "weights", "problems"}
    versions = {name.lower(): version for name, version in found["versions"].items()}
    assert versions.keys() >= {"torch", "numpy", "pyside6"}
    assert main(["doctor"]) == 3
    said = capsys.readouterr().out
    assert "bad.safetensors is damaged" in said
    assert "chosen" in said
