"""Kills at random moments: the run goes on as if nothing had happened, and at most a minute is done again.

IMPASTO_KILLS=20 kills as often as that; the usual handful keeps the suite quick.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
KILLS = int(os.environ.get("IMPASTO_KILLS", "4"))

# Trains in a forked process that is killed again and again; forked, because importing takes seconds. Every
# child says how far it came, in seconds of work, so that what a kill cost can be told.
KILL_AND_RESUME = """
import json, os, random, signal, sys, time
from dataclasses import replace
from pathlib import Path
import torch
from models.stepping import finish
from models.news import FileError
from models.training.loop import train
from models.training.schedule import Schedule
from models.training.run_folder import RunFolder
from models.training_news import TrainingStatus
from tests.models.test_training import Line, after, rows

torch.set_num_threads(1)
folder, kills, every_s = Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
schedule = Schedule(steps=100_000, report_every=7, save_every_s=every_s, sample_every_s=1e9)

def work(told):
    run = RunFolder(folder / "killed")
    for news in train(Line(), schedule, run, {}, resume=found[-1] >= 0):
        if isinstance(news, TrainingStatus):
            os.write(told, f"{news.step} {news.elapsed_s}\\n".encode())

finish(train(Line(), replace(schedule, steps=2), RunFolder(folder / "warm"), {}))  # late imports
found, lost = [-1], []
while len(lost) < kills:
    there, here = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(there)
        try:
            work(here)
        finally:
            os._exit(1)
    os.close(here)
    told, until = b"", time.monotonic() + random.uniform(0.05, 0.5)
    os.set_blocking(there, False)
    while time.monotonic() < until:
        try:
            told += os.read(there, 65536)
        except BlockingIOError:
            time.sleep(0.002)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    try:
        while more := os.read(there, 65536):
            told += more
    except BlockingIOError:
        pass
    os.close(there)
    lines = told.decode().split("\\n")[:-1]
    try:
        state = RunFolder(folder / "killed").load()
    except FileError:
        assert not lines, "steps were taken before there was a checkpoint"
        continue
    found.append(state["step"])
    if lines:
        lost.append(float(lines[-1].split()[1]) - state["spent_s"])

killed = [row for row in rows(folder / "killed") if row["step"] <= found[-1]]
whole = train(Line(), replace(schedule, save_every_s=1e9), RunFolder(folder / "whole"), {})
after(whole, found[-1])
alike = killed == rows(folder / "whole")
print(json.dumps({"found": found, "lost": lost, "alike": alike, "rows": len(killed)}))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_kills_cost_no_more_than_the_time_between_checkpoints(tmp_path: Path) -> None:
    every_s = 0.05
    done = subprocess.run(
        [sys.executable, "-c", KILL_AND_RESUME, str(tmp_path), str(KILLS), str(every_s)],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=60 + 10 * KILLS,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    outcome = json.loads(done.stdout.splitlines()[-1])
    assert len(outcome["lost"]) == KILLS
    assert outcome["found"] == sorted(outcome["found"]), "never back behind what was saved"
    assert outcome["found"][-1] > outcome["found"][0], "and on all the time"
    assert outcome["rows"]
    assert outcome["alike"], "the curve is that of a run that nobody killed"
    # In seconds of work; one step may take long on a busy machine. With the 45 s of a real run: a minute.
    assert max(outcome["lost"]) < every_s + 0.2
