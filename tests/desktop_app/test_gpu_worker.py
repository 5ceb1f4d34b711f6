"""The seam with real processes: whatever the engine does, each ticket is answered exactly once."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QThread, Slot
from pytestqt.qtbot import QtBot

from desktop_app.engine_state import EngineState, Limits
from desktop_app.gpu_worker import GpuWorker
from desktop_app.tickets import Ticket, WaitingLine
from models.live_requests import TakeSnapshot
from models.news import Cancelled, Done, Failed, FailureKind, News, Outcome, Preview, Progress
from models.requests import Export, OpenPicture, Stylize
from models.wire import rank
from tests import fakes

PATIENCE_MS = 15_000
HASTY = Limits(backoff=(0.05, 0.05, 0.05))


def asked(script: str, **more: object) -> Stylize:
    return Stylize(Path(script), (), **more)  # type: ignore[arg-type]


def exported(script: str) -> Stylize:
    return asked(script, export=Export(Path("out.png")))


class Listener(QObject):
    """Keeps what the worker says, and on which thread it was said."""

    def __init__(self, worker: GpuWorker) -> None:
        super().__init__()
        self.news: list[tuple[Ticket, News | Outcome]] = []
        self.states: list[EngineState] = []
        self.threads: set[QThread] = set()
        worker.reported.connect(self._on_reported)
        worker.engine_changed.connect(self._on_engine_changed)

    @Slot(object, object)
    def _on_reported(self, ticket: Ticket, news: News | Outcome) -> None:
        self.news.append((ticket, news))
        self.threads.add(QThread.currentThread())

    @Slot(object)
    def _on_engine_changed(self, state: EngineState) -> None:
        self.states.append(state)

    def outcomes(self, ticket: Ticket) -> list[Outcome]:
        return [news for whose, news in self.news if whose is ticket and isinstance(news, Outcome)]

    def heard(self, ticket: Ticket, kind: type) -> bool:
        return any(whose is ticket and isinstance(news, kind) for whose, news in self.news)

    @property
    def phases(self) -> list[str]:
        return [state.phase for state in self.states]


class Desk:
    """A worker, its listener, and the patience to wait for an answer."""

    def __init__(self, qtbot: QtBot, worker: GpuWorker) -> None:
        self.worker, self.listener, self._qtbot = worker, Listener(worker), qtbot
        worker.start()

    def until(self, condition: Callable[[], bool], timeout_ms: int = PATIENCE_MS) -> None:
        self._qtbot.waitUntil(lambda: bool(condition()), timeout=timeout_ms)

    def pass_time(self, ms: int) -> None:
        self._qtbot.wait(ms)

    def answer(self, ticket: Ticket, timeout_ms: int = PATIENCE_MS) -> Outcome:
        self.until(lambda: bool(self.listener.outcomes(ticket)), timeout_ms)
        return self.listener.outcomes(ticket)[0]

    def ask(self, script: str, lane: str = "") -> Ticket:
        return self.worker.submit(asked(script), lane)

    def until_ready(self) -> None:
        self.until(lambda: "ready" in self.listener.phases[-1:])


MakeDesk = Callable[..., Desk]


@pytest.fixture
def make_desk(qtbot: QtBot) -> Iterator[MakeDesk]:
    desks: list[Desk] = []

    def make(engine: str = fakes.FACTORY, limits: Limits = HASTY, log_file: Path | None = None) -> Desk:
        desks.append(Desk(qtbot, GpuWorker(engine, log_file, limits)))
        return desks[-1]

    yield make
    for desk in desks:
        assert desk.worker.close()
        desk.worker.deleteLater()


@pytest.fixture
def desk(make_desk: MakeDesk) -> Desk:
    return make_desk()


def test_the_child_knows_neither_qt_nor_the_application(desk: Desk) -> None:
    outcome = desk.answer(desk.ask("facts"))
    assert isinstance(outcome, Done)
    facts = outcome.result
    assert facts.pid not in (0, os.getpid())
    loaded = {name.partition(".")[0] for name in facts.modules}
    assert not loaded & {"PySide6", "shiboken6", "torch", "desktop_app"}
    assert facts.omp_wait_policy == "PASSIVE"


def test_news_come_in_order_on_the_gui_thread_and_end_with_one_outcome(desk: Desk) -> None:
    ticket = desk.ask("steps-5-30")
    assert desk.answer(ticket) == Done(5)
    steps = [news.step for whose, news in desk.listener.news if isinstance(news, Preview) and whose is ticket]
    assert steps == sorted(steps)
    assert steps[-1] == 4
    assert isinstance(desk.listener.news[-1][1], Done)
    assert desk.listener.threads == {desk.worker.thread()}


def test_the_engine_is_said_to_start_and_to_be_ready_with_its_device(desk: Desk) -> None:
    desk.until_ready()
    assert desk.listener.phases == ["starting", "ready"]
    facts = desk.listener.states[-1].facts
    assert facts is not None
    assert facts.device == "CPU"


def steps_of(desk: Desk, ticket: Ticket) -> int:
    return sum(whose is ticket and isinstance(news, Preview) for whose, news in desk.listener.news)


def until_silent(desk: Desk, ticket: Ticket) -> int:
    """What was on its way has come; how much it was."""
    desk.until(lambda: steps_of(desk, ticket) > 2)
    desk.worker.hold(ticket, True)
    count = -1
    while count != steps_of(desk, ticket):
        count = steps_of(desk, ticket)
        desk.pass_time(250)
    return count


def test_a_pause_holds_one_request_and_lets_its_equals_through(desk: Desk) -> None:
    ticket = desk.worker.submit(exported("steps-60-10"))
    count = until_silent(desk, ticket)
    assert isinstance(desk.answer(desk.worker.submit(exported("steps-2-1"))), Done)
    assert isinstance(desk.answer(desk.worker.submit(asked("steps-2-1", can_wait=True))), Done)
    assert steps_of(desk, ticket) == count
    assert not desk.listener.outcomes(ticket)
    desk.worker.hold(ticket, False)
    assert desk.answer(ticket) == Done(60)
    steps = [news.step for whose, news in desk.listener.news if whose is ticket and isinstance(news, Preview)]
    assert steps == sorted(set(steps))  # none was done twice


def test_what_is_paused_can_be_cancelled(desk: Desk) -> None:
    ticket = desk.worker.submit(exported("steps-500-10"))
    until_silent(desk, ticket)
    desk.worker.cancel(ticket)
    assert desk.answer(ticket) == Cancelled()
    assert isinstance(desk.answer(desk.ask("steps-2-1")), Done)


def test_what_is_paused_before_its_turn_waits_for_being_let_go_on(desk: Desk) -> None:
    first = desk.worker.submit(exported("steps-30-10"))
    second = desk.worker.submit(exported("steps-30-10"))
    desk.worker.hold(second, True)
    assert isinstance(desk.answer(first), Done)
    desk.pass_time(600)
    assert not desk.listener.outcomes(second)
    assert steps_of(desk, second) < 5
    desk.worker.hold(second, False)
    assert desk.answer(second) == Done(30)


@pytest.mark.logs_expected
def test_an_engine_that_dies_while_something_is_paused_fails_it_in_words(desk: Desk) -> None:
    ticket = desk.worker.submit(exported("steps-500-10"))
    until_silent(desk, ticket)
    pid = desk.worker.engine_pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    assert isinstance(desk.answer(ticket), Failed)
    assert isinstance(desk.answer(desk.ask("steps-2-1")), Done)


def test_opening_a_picture_does_not_wait_for_a_slow_start(make_desk: MakeDesk) -> None:
    desk = make_desk("tests.odd_engines:SlowEngine")
    first = desk.worker.submit(OpenPicture(Path("missing.png")))
    desk.answer(first)
    time.sleep(0.3)  # by now the warm-up is in its one long step
    outcome = desk.answer(desk.worker.submit(OpenPicture(Path("missing.png"))), 1500)
    assert "ready" not in desk.listener.phases
    assert isinstance(outcome, Failed)
    assert outcome.kind == "file"
    assert "missing.png" in outcome.message


def test_a_start_that_cannot_be_heard_for_long_is_no_hang(make_desk: MakeDesk) -> None:
    desk = make_desk("tests.odd_engines:LateEngine", Limits(silence=0.6))
    desk.until_ready()
    assert desk.listener.phases == ["starting", "ready"]


@pytest.mark.parametrize(
    ("script", "kind", "words"),
    [
        ("user-error", "input", "at least 16 pixels"),
        ("memory", "memory", "not enough memory"),
        ("raise", "engine", "error of its own"),
        ("unpicklable", "engine", "error of its own"),
    ],
)
def test_an_error_is_answered_in_words_and_the_engine_goes_on(
    desk: Desk, script: str, kind: FailureKind, words: str
) -> None:
    desk.until_ready()
    failed = desk.answer(desk.ask(script))
    assert isinstance(failed, Failed)
    assert failed.kind == kind
    assert words in failed.message
    assert ("Traceback" in failed.detail) == (kind != "input")
    assert desk.answer(desk.ask("steps-1-1")) == Done(1)
    assert desk.listener.phases == ["starting", "ready"]


@pytest.mark.logs_expected
@pytest.mark.parametrize(("script", "words"), [("segv", "crashed"), ("exit", "ended unexpectedly")])
def test_a_crash_is_noticed_said_and_mended(desk: Desk, script: str, words: str) -> None:
    desk.until_ready()
    ticket, waiting = desk.ask(script), desk.ask("steps-2-1")
    begun = time.monotonic()
    failed = desk.answer(ticket)
    assert time.monotonic() - begun < 3
    assert isinstance(failed, Failed)
    assert words in failed.message
    assert "try once more" in failed.message
    assert desk.answer(waiting) == Done(2), "what waited is kept for the next engine"
    assert "lost" in desk.listener.phases
    assert words in next(state.words for state in desk.listener.states if state.phase == "lost")
    desk.until_ready()


@pytest.mark.logs_expected
def test_a_killed_idle_engine_is_replaced_within_three_seconds(desk: Desk) -> None:
    desk.until_ready()
    first = desk.worker.engine_pid
    assert first
    os.kill(first, signal.SIGKILL)
    desk.until(lambda: "lost" in desk.listener.phases, 3000)
    desk.until_ready()
    assert desk.worker.engine_pid != first


@pytest.mark.logs_expected
def test_a_hang_that_holds_the_interpreter_is_noticed_within_three_seconds(desk: Desk) -> None:
    desk.until_ready()
    begun = time.monotonic()
    ticket = desk.ask("hang")
    failed = desk.answer(ticket)
    assert time.monotonic() - begun < 3.6, "3 s, and the time to answer"
    assert isinstance(failed, Failed)
    assert "no longer answered" in failed.message
    assert desk.answer(desk.ask("steps-1-1")) == Done(1)


def test_an_engine_that_computes_in_silence_is_said_to_be_busy_and_not_ended(make_desk: MakeDesk) -> None:
    desk = make_desk(limits=Limits(silence=0.6))
    desk.until_ready()
    assert desk.answer(desk.ask("busy")) == Done("busy")
    desk.until(lambda: desk.listener.phases[-1] == "ready")
    assert desk.listener.phases == ["starting", "ready", "busy", "ready"]
    assert desk.listener.states[-1].facts is not None


@pytest.mark.logs_expected
def test_even_computing_in_silence_has_an_end(make_desk: MakeDesk) -> None:
    desk = make_desk(limits=Limits(silence=0.6, working=1.5, backoff=(0.05,)))
    desk.until_ready()
    failed = desk.answer(desk.ask("busy"))
    assert isinstance(failed, Failed)
    assert "no longer answered" in failed.message


@pytest.mark.logs_expected
def test_a_native_call_deaf_to_a_cancel_is_ended(make_desk: MakeDesk) -> None:
    desk = make_desk(limits=Limits(cancelling=0.3, backoff=(0.05,)))
    desk.until_ready()
    ticket = desk.ask("deaf")
    time.sleep(0.1)
    desk.worker.cancel(ticket)
    assert desk.answer(ticket, 3000) == Cancelled()
    desk.until_ready()


@pytest.mark.logs_expected
def test_a_broken_device_ends_its_process_and_the_next_one_works(desk: Desk) -> None:
    desk.until_ready()
    failed = desk.answer(desk.ask("device"))
    assert isinstance(failed, Failed)
    assert failed.kind == "device"
    desk.until(lambda: "lost" in desk.listener.phases)
    assert desk.answer(desk.ask("steps-1-1")) == Done(1)


@pytest.mark.logs_expected
def test_an_engine_that_cannot_live_is_given_up_with_advice_and_can_be_started_again(
    make_desk: MakeDesk,
) -> None:
    desk = make_desk("tests.odd_engines:StillbornEngine", Limits(backoff=(0.02, 0.02)))
    waiting = desk.ask("steps-1-1")
    desk.until(lambda: "failed" in desk.listener.phases)
    assert "3 times" in desk.listener.states[-1].words
    assert isinstance(desk.answer(waiting), Failed)
    assert isinstance(desk.answer(desk.ask("steps-1-1")), Failed), "also what is asked later is answered"
    desk.worker.start_again()
    desk.until(lambda: desk.listener.phases[-1] == "starting")


@pytest.mark.logs_expected
def test_a_missing_library_is_said_and_not_restarted_for_ever(make_desk: MakeDesk) -> None:
    desk = make_desk("tests.odd_engines:MissingEngine")
    desk.until(lambda: "failed" in desk.listener.phases)
    assert "No module named 'torch'" in desk.listener.states[-1].words
    assert desk.listener.phases == ["starting", "failed"]
    outcome = desk.answer(desk.ask("steps-1-1"))
    assert isinstance(outcome, Failed)
    assert "impasto doctor" in outcome.message


def test_a_running_ticket_stops_between_two_steps(desk: Desk) -> None:
    ticket = desk.ask("steps-100000-10")
    desk.until(lambda: desk.listener.heard(ticket, Progress))
    begun = time.monotonic()
    desk.worker.cancel(ticket)
    assert desk.answer(ticket) == Cancelled()
    assert time.monotonic() - begun < 0.5


def test_a_waiting_ticket_is_cancelled_without_the_engine(desk: Desk) -> None:
    running, waiting = desk.ask("steps-100000-5"), desk.ask("steps-1-1")
    desk.worker.cancel(waiting)
    assert desk.answer(waiting) == Cancelled()
    assert not desk.listener.outcomes(running)
    desk.worker.cancel(waiting)  # again, and after the answer: nothing happens


def test_in_a_lane_the_newest_wins_and_the_running_one_is_spared(desk: Desk) -> None:
    desk.until_ready()
    first = desk.ask("steps-10-20", "preview")
    desk.until(lambda: desk.listener.heard(first, Progress))
    others = [desk.ask(f"steps-{count}-1", "preview") for count in (2, 3, 4)]
    elsewhere = desk.ask("steps-1-1", "other")
    desk.answer(others[-1])
    desk.answer(elsewhere)
    assert [desk.answer(ticket) for ticket in (first, *others)] == [
        Done(10),
        Cancelled(),
        Cancelled(),
        Done(4),
    ]


def test_a_preview_goes_in_between_the_steps_of_an_export(desk: Desk) -> None:
    desk.until_ready()
    export = desk.worker.submit(exported("steps-100000-5"))
    desk.until(lambda: desk.listener.heard(export, Progress))
    assert desk.answer(desk.ask("steps-3-1", "preview")) == Done(3)
    desk.until(lambda: desk.listener.news[-1][0] is export)
    assert not desk.listener.outcomes(export)


def test_what_is_about_this_moment_waits_for_none_of_its_own_kind() -> None:
    line, still = WaitingLine(), TakeSnapshot(Path("still.png"))
    line.add(Ticket(1, asked("steps 1")))
    line.add(Ticket(2, still))
    taken = line.take_ahead_of(rank(still))
    assert taken is not None
    assert taken.number == 2
    assert line.take_ahead_of(rank(still)) is None


def test_closing_while_busy_answers_everything_and_leaves_no_process(make_desk: MakeDesk) -> None:
    desk = make_desk()
    busy, waiting = desk.ask("deaf"), desk.ask("steps-1-1")
    desk.until_ready()
    time.sleep(0.1)
    pid = desk.worker.engine_pid
    assert pid
    begun = time.monotonic()
    assert desk.worker.close()
    assert time.monotonic() - begun < 2.5
    assert desk.answer(busy) == desk.answer(waiting) == Cancelled()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    late = desk.ask("steps-1-1")
    assert desk.answer(late) == Cancelled()


def test_closing_a_hung_engine_takes_less_than_two_and_a_half_seconds(make_desk: MakeDesk) -> None:
    desk = make_desk()
    desk.until_ready()
    desk.ask("hang")
    time.sleep(0.2)
    begun = time.monotonic()
    assert desk.worker.close()
    assert time.monotonic() - begun < 2.5


def test_closing_without_ever_starting_answers_too(qtbot: QtBot) -> None:
    worker = GpuWorker(fakes.FACTORY)
    listener = Listener(worker)
    ticket = worker.submit(asked("steps-1-1"))
    assert worker.close()
    assert listener.outcomes(ticket) == [Cancelled()]


@pytest.mark.logs_expected
def test_hundreds_of_tickets_are_each_answered_exactly_once(make_desk: MakeDesk) -> None:
    desk = make_desk(limits=Limits(backoff=(0.01,) * 50))
    scripts = ["steps-2-0", "raise", "steps-3-1", "user-error", "steps-1-0"]
    tickets = []
    for count in range(300):
        script = "segv" if count in (60, 200) else scripts[count % len(scripts)]
        lane = ("", "a", "b")[count % 3] if script != "segv" else ""
        ask = exported if count % 7 == 0 else asked
        tickets.append(desk.worker.submit(ask(script), lane))
        if count % 5 == 0:
            desk.worker.cancel(tickets[count // 2])
        if count % 20 == 0:
            desk.until(lambda ticket=tickets[count // 2]: bool(desk.listener.outcomes(ticket)))  # type: ignore[misc]
    for ticket in tickets:
        desk.answer(ticket)
    assert desk.worker.close()
    assert [len(desk.listener.outcomes(ticket)) for ticket in tickets] == [1] * 300
    kinds = {type(desk.listener.outcomes(ticket)[0]) for ticket in tickets}
    assert kinds == {Done, Failed, Cancelled}


@pytest.mark.logs_expected
def test_the_engine_writes_how_it_died_into_its_log(make_desk: MakeDesk, tmp_path: Path) -> None:
    log_file = tmp_path / "logs" / "engine.log"
    desk = make_desk(log_file=log_file)
    desk.until_ready()
    desk.answer(desk.ask("segv"))
    assert "Segmentation fault" in log_file.read_text()


def test_a_ticket_that_is_held_rests_and_goes_on_where_it_was(desk: Desk) -> None:
    desk.until_ready()
    slow = desk.worker.submit(exported("steps-60-10"))
    desk.until(lambda: desk.listener.heard(slow, Progress))
    desk.worker.hold(slow, True)
    other = desk.worker.submit(exported("steps-1-1"))  # as urgent: it would wait for one that goes on
    assert desk.answer(other) == Done(1)
    seen = len(desk.listener.news)
    QThread.msleep(200)
    desk.until(lambda: True)
    assert len(desk.listener.news) == seen
    desk.worker.hold(slow, False)
    assert desk.answer(slow) == Done(60)


def test_a_ticket_that_is_held_can_be_cancelled(desk: Desk) -> None:
    desk.until_ready()
    slow = desk.worker.submit(exported("steps-500-10"))
    desk.worker.hold(slow, True)  # before the engine has it, or just after
    desk.worker.cancel(slow)
    assert desk.answer(slow) == Cancelled()
    assert desk.answer(desk.worker.submit(exported("steps-1-1"))) == Done(1)
