"""Which network paints: the quick one, the universal one, or one that a style brings along."""

from __future__ import annotations

import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import cast

import numpy as np
import pytest

from models.checkpoints.style_file import StyleCard, StyleFile, save_style
from models.engine import Engine
from models.live.looks import NETWORKS_KEPT, Look, Looks
from models.live.network import LiveNetwork, Size
from models.live.painter import Painter
from models.live_requests import LiveSettings
from models.requests import StyleChoice
from models.universal import Universal
from tests.models.live.conftest import CPU, SmallEngine
from tests.models.live.sessions import frames, session_of, until
from tests.models.test_universal import lively_stylist


class TrainedEngine(SmallEngine):
    """Every style file brings a network of its own."""

    def is_adapted(self, path: Path) -> bool:
        return True

    def adapted(self, path: Path, style: StyleFile) -> Universal:
        return Universal(lively_stylist(), CPU)


@pytest.fixture
def trained() -> Looks:
    return Looks(cast("Engine", TrainedEngine()))


def style_at(folder: Path, name: str) -> Path:
    folder.mkdir(exist_ok=True)
    code = np.zeros((3, lively_stylist().code_size), np.float32)
    path = folder / f"{name}.safetensors"
    save_style(path, StyleFile(StyleCard(name), {"code": code}, np.zeros((8, 8, 3), np.uint8)))
    return path


def of(settings: LiveSettings, source: Path | str, *, is_fine: bool = False) -> LiveSettings:
    return replace(settings, styles=(StyleChoice(str(source)),), is_fine=is_fine)


def test_a_preset_is_painted_by_its_code_until_somebody_wants_finer_strokes(
    trained: Looks, settings: LiveSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.style_library.PRESETS", style_at(tmp_path / "styles", "ink").parent)
    look = trained.look(of(settings, "preset:ink"))
    assert look.network is trained.quick
    assert not look.remarks
    fine = trained.look(of(settings, "preset:ink", is_fine=True)).network
    assert fine not in (trained.quick, trained.fine), "the one that was tuned for it"


def test_a_style_of_ones_own_keeps_the_network_it_has_learnt(
    trained: Looks, settings: LiveSettings, tmp_path: Path
) -> None:
    look = trained.look(of(settings, style_at(tmp_path, "mine")))
    assert look.network is not trained.quick
    assert "a network of its own" in look.remarks[0]


def test_the_last_few_networks_are_kept_and_one_that_was_written_over_is_not(
    trained: Looks, settings: LiveSettings, tmp_path: Path
) -> None:
    styles = [of(settings, style_at(tmp_path, f"mine {number}")) for number in range(NETWORKS_KEPT + 1)]
    networks = [trained.look(style).network for style in styles]
    assert trained.look(styles[1]).network is networks[1]
    assert trained.look(styles[0]).network is not networks[0], "it was chosen longest ago"
    assert len(trained._adapted) == NETWORKS_KEPT
    style_at(tmp_path, "mine 0")
    trained.look(styles[0])
    assert len({path for path, _, _ in trained._adapted}) == len(trained._adapted)


# --- while it runs


def test_finer_strokes_are_painted_as_soon_as_they_are_asked_for(
    looks: Looks, settings: LiveSettings
) -> None:
    session = session_of(looks, settings)
    with closing(session.run()) as steps:
        until(steps, frames(2))
        assert session._painter.look.network is looks.quick
        session.change(replace(settings, is_fine=True))
        until(steps, lambda news: session._painter.look.network is looks.fine)
        until(steps, frames(2))
        session.change(settings)
        until(steps, lambda news: session._painter.look.network is looks.quick)


def test_a_style_that_was_left_while_it_was_compiled_is_not_put_on(
    trained: Looks, settings: LiveSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, may_end = threading.Event(), threading.Event()
    worn: list[tuple[str, ...]] = []
    wear = Painter.wear

    def compile_slowly(network: LiveNetwork, size: Size) -> None:
        begun.set()
        assert may_end.wait(20)

    def note(painter: Painter, look: Look, fade_s: float, now_s: float) -> None:
        worn.append(look.sources)
        wear(painter, look, fade_s, now_s)

    monkeypatch.setattr(LiveNetwork, "is_ready", lambda network, size: network is trained.quick)
    monkeypatch.setattr(LiveNetwork, "prepare", compile_slowly)
    monkeypatch.setattr(Painter, "wear", note)
    session = session_of(trained, settings)
    with closing(session.run()) as steps:
        until(steps, frames(2))
        session.change(of(settings, style_at(tmp_path, "mine")))
        until(steps, lambda news: begun.is_set())
        session.change(settings)
        until(steps, frames(2))
        may_end.set()
        until(steps, lambda news: bool(worn))
        until(steps, frames(3))
    assert worn == [(settings.styles[0].source,)]
