"""A training rests in the middle of a step when somebody comes, and learns the same to the bit."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from torch import Tensor, nn

from models import giving_way
from models.giving_way import own_way, working_s
from models.news import Cancelled, Done, News, Outcome, Progress
from models.requests import Request, StyleChoice, Stylize
from models.serve import Desk, Job
from models.stepping import finish
from models.training.loop import train
from models.training.run_folder import RunFolder
from models.training_requests import TrainStyle
from models.wire import desk_of
from tests.models.test_training import SCHEDULE, Line, rows

PHOTO = Path("photo.png")
PREVIEW = Stylize(PHOTO, (StyleChoice("preset:ink"),))
TRAINING = TrainStyle((), PHOTO, Path("run"), Path("style.safetensors"))
ONCE_SAVED = replace(SCHEDULE, save_every_s=1e9)


class Layer(nn.Linear):
    """Says when it is computed, forwards and backwards."""

    def __init__(self, name: str, say: Callable[[str], None]) -> None:
        super().__init__(2, 2)
        self._name, self._say = name, say

    def forward(self, x: Tensor) -> Tensor:
        self._say(f"forwards {self._name}")
        out = super().forward(x)
        if out.requires_grad:
            out.register_hook(  # type: ignore[no-untyped-call]
                lambda _: self._say(f"backwards {self._name}")
            )
        return out


class Deep(Line):
    """As `Line`, in layers, and with chance of torch's own: dropout draws from that."""

    def __init__(self, say: Callable[[str], None] = lambda _: None) -> None:
        super().__init__()
        layers = (Layer(name, say) for name in "abc")
        self.network = nn.Sequential(*layers, nn.Dropout(0.1), nn.Linear(2, 1))


class House:
    """Two desks on threads of their own: a training, and what is asked for meanwhile.

    `then` says what happens when something is seen for the nth time. A painting goes on until `is_painted`.
    """

    def __init__(self, run: Path) -> None:
        self.seen: list[str] = []
        self.then: dict[tuple[str, int], Callable[[], None]] = {}
        self.outcomes: dict[int, Outcome] = {}
        self.is_painted, self._is_over, self._run = threading.Event(), threading.Event(), run
        changed = threading.Condition()
        self.main = Desk(lambda: self, self._hear, changed=changed)
        self.patient = Desk(lambda: self, self._hear, gives_way_to=(self.main,), changed=changed)

    def answer(self, request: Request) -> Generator[News, None, Any]:
        if isinstance(request, TrainStyle):
            return train(Deep(self.say), ONCE_SAVED, RunFolder(self._run), {})
        return self._paint()

    def _paint(self) -> Generator[News, None, None]:
        self.say("painting")
        while not self.is_painted.wait(0.01):
            yield Progress(0, 1)
        self.say("painted")

    def say(self, what: str) -> None:
        self.seen.append(what)
        self.then.get((what, self.seen.count(what)), lambda: None)()

    def ask(self) -> None:
        self.main.add(Job(2 + len(self.outcomes), PREVIEW))

    def _hear(self, number: int, news: News | Outcome) -> None:
        if isinstance(news, Outcome):
            self.outcomes[number] = news
        if number == 1 and isinstance(news, Outcome):
            self._is_over.set()

    def train(self) -> None:
        """Until the training is answered or the house is closed."""
        threads = [threading.Thread(target=desk.work) for desk in (self.main, self.patient)]
        self.patient.add(Job(1, TRAINING))
        for thread in threads:
            thread.start()
        assert self._is_over.wait(20)
        self.close()
        for thread in threads:
            thread.join(20)

    def close(self) -> None:
        for desk in (self.patient, self.main):
            desk.close()
        self.is_painted.set()
        self._is_over.set()


@pytest.fixture(autouse=True)
def between_any_two(monkeypatch: pytest.MonkeyPatch) -> None:
    """These layers take no time."""
    monkeypatch.setattr(giving_way, "EACH_S", 0.0)


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """A run that nobody disturbs."""
    finish(train(Deep(), ONCE_SAVED, RunFolder(tmp_path / "whole"), {}))
    return tmp_path / "whole"


def same(run: Path, whole: Path) -> bool:
    return rows(run) == rows(whole) and (run / "line.json").read_text() == (whole / "line.json").read_text()


def test_it_rests_in_the_middle_of_a_step_and_learns_the_same(tmp_path: Path, whole: Path) -> None:
    house = House(tmp_path / "run")
    moments = [("forwards b", 2), ("backwards b", 4), ("forwards c", 7)]
    house.then = dict.fromkeys(moments, house.ask)
    house.is_painted.set()
    house.train()
    assert isinstance(house.outcomes[1], Done)
    assert len(house.outcomes) == 4
    for moment, times in moments:
        at = [i for i, what in enumerate(house.seen) if what == moment][times - 1]
        assert house.seen[at + 1 : at + 3] == ["painting", "painted"], "before another layer is computed"
    assert same(tmp_path / "run", whole)


@pytest.mark.parametrize("moment", ["forwards b", "backwards b"])
@pytest.mark.parametrize("end", ["cancelled", "closed"])
def test_who_ends_it_while_it_rests_waits_for_nobody(
    tmp_path: Path, whole: Path, moment: str, end: str
) -> None:
    """And the step that was begun is as if it had never been: a resumed run is the same to the bit."""
    house = House(tmp_path / "run")
    house.then = {(moment, 5): house.ask, ("painting", 1): lambda: house.patient.stop(1)}
    if end == "closed":
        house.then["painting", 1] = house.close
    house.train()
    assert house.outcomes.get(1) == (Cancelled() if end == "cancelled" else None)
    assert house.seen.count(moment) == 5
    assert "backwards a" not in house.seen[house.seen.index("painting") :]
    run = RunFolder(tmp_path / "run")
    assert run.load()["step"] == 4
    finish(train(Deep(), ONCE_SAVED, run, {}, resume=True))
    assert same(tmp_path / "run", whole)


def test_the_time_it_rests_is_not_time_it_worked(tmp_path: Path) -> None:
    house = House(tmp_path / "run")
    house.then = {
        ("forwards b", 3): house.ask,
        ("painting", 1): lambda: threading.Timer(0.5, house.is_painted.set).start(),
    }
    begun = time.perf_counter()
    house.train()
    assert time.perf_counter() - begun > 0.5
    assert RunFolder(tmp_path / "run").load()["spent_s"] < 0.5


def test_alone_nothing_is_given_way_to() -> None:
    assert not own_way().is_shared
    before = working_s()
    own_way().give()
    assert 0 <= working_s() - before < 1
    assert desk_of(TRAINING) == "patient"
    assert desk_of(PREVIEW) == "main"
