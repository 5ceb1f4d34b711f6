"""`impasto bench`: what its figures are made of, and that a measurement is a process that may fail."""

from __future__ import annotations

import json
from collections.abc import Generator
from typing import Any

import pytest

from models.cli import main
from models.evaluation import bench
from models.news import UserError


def fake_child(*arguments: str) -> Generator[dict[str, Any], None, None]:
    """What the processes of their own would print."""
    if arguments[0] == "square":
        for turn in range(int(arguments[2]) + 1):
            yield {"round": turn}
        times = {"impasto": {"wall_ms": 20, "cpu_ms": 40}, "published": {"wall_ms": 200, "cpu_ms": 400}}
        size = {"size_px": int(arguments[1]), "rounds": int(arguments[2]), "runtime": "OpenVINO on cpu"}
        yield {"result": {**size, **times, "wall_ratio": 10.0, "cpu_ratio": 10.5}}
    else:
        yield {"result": {"wall_s": 2.0, "cpu_s": 4.0, "peak_mb": 900.0}}


def test_the_report_holds_squares_and_large_pictures(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bench, "_child", fake_child)
    monkeypatch.setattr(bench, "LARGE", {"small": (64, 48)})
    assert main(["bench", "--sizes", "128", "256", "--rounds", "2", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert [row["size_px"] for row in report["squares"]] == [128, 256]
    assert report["large"][0] == {
        "name": "small", "width_px": 64, "height_px": 48, "wall_s": 2.0, "cpu_s": 4.0, "peak_mb": 900.0,
    }  # fmt: skip
    assert main(["bench", "--rounds", "1", "--no-large"]) == 0
    assert "10.5 × as fast in processor time" in capsys.readouterr().out


def test_a_failing_measurement_says_why() -> None:
    with pytest.raises(UserError, match=r"large /nowhere failed:\n(.|\n)*Error"):
        list(bench._child("large", "/nowhere"))


def test_peak_memory_is_that_of_this_process() -> None:
    before = bench.peak_resident_mb()
    block = bytearray(60_000_000)
    block[::4096] = b"x" * len(block[::4096])
    assert bench.peak_resident_mb() >= before
    assert 50 < bench.peak_resident_mb() < 20_000


def test_the_made_up_picture_is_neither_flat_nor_pure_noise() -> None:
    picture = bench.made_up_picture(300, 200)
    assert picture.shape == (200, 300, 3)
    assert picture.std() > 20
    steps = abs(picture[:, 1:].astype(int) - picture[:, :-1]).mean()
    assert 1 < steps < picture.std() / 3


def test_timing_counts_work_and_not_sleep() -> None:
    import time

    wall, cpu = bench.timed(lambda: time.sleep(0.05))
    assert wall >= 0.05
    assert cpu < 0.04
