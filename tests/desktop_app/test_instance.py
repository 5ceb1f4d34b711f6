"""A second start hands its files to the first; what a crash has left never stands in the way."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.instance import address_in, hand_over
from desktop_app.reception import MOST_ADDRESS, Reception

ROOT = Path(__file__).resolve().parents[2]
SECOND = """
import sys
from pathlib import Path
from desktop_app.instance import hand_over
sys.exit(0 if hand_over(sys.argv[1], [Path(name) for name in sys.argv[2:]]) else 9)
"""
PICTURES = ["фото 1.png", "/a b/two.jpg"]


class Visit:
    """A second start, in a process of its own."""

    def __init__(self, address: str, *arguments: str) -> None:
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        self._process = subprocess.Popen([sys.executable, "-c", SECOND, address, *arguments], env=environment)

    def was_taken(self, qtbot: QtBot) -> bool:
        qtbot.waitUntil(lambda: self._process.poll() is not None, timeout=15_000)
        return self._process.returncode == 0


@pytest.fixture
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    return address_in(tmp_path_factory.mktemp("s") / "sessions")


@pytest.fixture
def reception(qtbot: QtBot, address: str) -> Iterator[Reception]:
    made = Reception(address)
    made.open()
    yield made
    made.close()


def test_files_reach_the_first_program_by_their_whole_paths(
    reception: Reception, address: str, qtbot: QtBot
) -> None:
    came: list[list[Path]] = []
    reception.arrived.connect(came.append)
    assert Visit(address, *PICTURES).was_taken(qtbot)
    assert Visit(address).was_taken(qtbot)
    assert came == [[Path.cwd() / "фото 1.png", Path("/a b/two.jpg").absolute()], []]


def test_nobody_is_found_where_nobody_is_and_no_time_is_lost(address: str) -> None:
    begun = time.monotonic()
    assert not hand_over(address, [])
    assert time.monotonic() - begun < 0.5


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe of Windows ends with its program")
def test_what_a_crash_left_is_taken_over(address: str, qtbot: QtBot) -> None:
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(address)
        left.listen()
    assert Path(address).exists()
    assert not hand_over(address, [])
    reception = Reception(address)
    reception.open()
    assert Visit(address, "a.png").was_taken(qtbot)
    reception.close()
    assert not Path(address).exists()


@pytest.mark.skipif(sys.platform == "win32", reason="sockets of Unix")
def test_a_first_that_hangs_holds_nobody_up(address: str) -> None:
    with socket.socket(socket.AF_UNIX) as hung:
        hung.bind(address)
        hung.listen()
        begun = time.monotonic()
        assert not hand_over(address, [Path("a.png")])
        assert time.monotonic() - begun < 1.5


def test_a_third_does_not_take_the_place_of_the_first(
    reception: Reception, address: str, qtbot: QtBot
) -> None:
    came: list[list[Path]] = []
    reception.arrived.connect(came.append)
    third = Reception(address)
    third.open()
    assert Visit(address, "a.png").was_taken(qtbot)
    third.close()
    assert len(came) == 1
    assert Visit(address, "a.png").was_taken(qtbot)


@pytest.mark.skipif(sys.platform == "win32", reason="sockets of Unix")
@pytest.mark.parametrize("words", [b"\n", b"[1]\n", b'{"a": 2}\n', b"\xff\xfe\n", b'["a\\u0000b"]\n'])
def test_what_no_start_says_is_not_listened_to(
    reception: Reception, address: str, qtbot: QtBot, words: bytes
) -> None:
    came: list[object] = []
    reception.arrived.connect(came.append)
    with socket.socket(socket.AF_UNIX) as stranger:
        stranger.connect(address)
        stranger.sendall(words)
        qtbot.wait(100)
        stranger.settimeout(1)
        assert stranger.recv(100) == b""
    assert came == []


@pytest.mark.skipif(sys.platform == "win32", reason="sockets of Unix")
def test_the_address_is_the_users_alone(reception: Reception, address: str) -> None:
    assert Path(address).stat().st_mode & 0o077 == 0


def test_where_no_socket_can_be_every_start_is_a_program_of_its_own(tmp_path: Path, qtbot: QtBot) -> None:
    address = str(tmp_path / ("x" * MOST_ADDRESS))
    reception = Reception(address)
    reception.open()
    assert not hand_over(address, [])
    reception.close()
