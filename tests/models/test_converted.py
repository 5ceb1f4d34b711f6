"""Converted networks are kept: found again, never mistaken for others, no trouble where they are damaged."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import openvino
import pytest
import torch
from torch import nn

from models import converted as kept
from models.converted import converted


def network(seed: int) -> nn.Conv2d:
    torch.manual_seed(seed)
    return nn.Conv2d(1, 1, 3, bias=False).eval().requires_grad_(False)


def expected(piece: nn.Conv2d) -> float:
    return pytest.approx(float(piece.weight.sum()), abs=1e-6)  # type: ignore[return-value]  # compares as one


def counting(piece: nn.Module, made: list[nn.Module]) -> Callable[[], tuple[torch.Tensor, ...]]:
    def example() -> tuple[torch.Tensor, ...]:
        made.append(piece)
        return (torch.zeros(1, 1, 4, 4),)

    return example


def answer(model: Any) -> float:
    compiled = openvino.Core().compile_model(model, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    return float(compiled(np.ones((1, 1, 3, 3), np.float32))[0].sum())


def folders() -> list[Path]:
    return sorted(kept._cache_folder().iterdir())


def test_a_network_is_converted_once_and_others_are_told_apart() -> None:
    made: list[nn.Module] = []
    one, other = network(1), network(2)
    answers = [answer(converted(piece, 1, counting(piece, made))) for piece in (one, network(1), other, one)]
    assert made == [one, other]
    assert answers == [expected(piece) for piece in (one, one, other, one)]
    converted(one, 2, counting(one, made))
    assert len(made) == 3, "with other inputs it is another network"


@pytest.mark.parametrize("name", ["network.bin", "network.xml"])
def test_a_damaged_one_is_made_anew(name: str) -> None:
    made: list[nn.Module] = []
    piece = network(1)
    converted(piece, 1, counting(piece, made))
    (folders()[0] / name).write_bytes(b"")
    model = converted(piece, 1, counting(piece, made))
    assert len(made) == 2
    assert answer(model) == expected(piece)
    converted(piece, 1, counting(piece, made))
    assert len(made) == 2, "the new one is kept again"


def test_without_a_cache_it_works_as_well(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setattr(kept, "_cache_folder", lambda: tmp_path / "file" / "networks")
    piece = network(1)
    assert answer(converted(piece, 1, counting(piece, []))) == expected(piece)


def test_only_so_many_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "KEPT", 2)
    for seed in range(4):
        piece = network(seed)
        converted(piece, 1, counting(piece, []))
    assert len(folders()) == 2
