"""What is said about an engine that was lost."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QCoreApplication

# crashed: native code died; killed: by the system; silent: no heartbeat; deaf: did not stop; ended: otherwise
Loss = Literal["crashed", "killed", "silent", "deaf", "ended"]

translate = QCoreApplication.translate


def _what_happened(loss: Loss) -> str:
    match loss:
        case "crashed":
            return translate("Engine", "The engine crashed.")
        case "killed":
            return translate("Engine", "The system ended the engine, perhaps because memory ran out.")
        case "silent":
            return translate("Engine", "The engine no longer answered and was ended.")
        case "deaf":
            return translate("Engine", "The engine did not stop in time and was ended.")
        case "ended":
            return translate("Engine", "The engine ended unexpectedly.")


def starts_again(loss: Loss) -> str:
    """For the window: what happened, and that nothing is lost."""
    return translate("Engine", "{what} It is starting again; your work is safe.").format(
        what=_what_happened(loss)
    )


def work_lost(loss: Loss) -> str:
    """For whoever waited for the answer."""
    return translate("Engine", "{what} It is starting again; please try once more.").format(
        what=_what_happened(loss)
    )


def busy() -> str:
    return translate("Engine", "The engine computes something large and cannot answer at the moment.")


def gave_up(losses: int) -> str:
    return translate(
        "Engine",
        "The engine stopped {count} times in a row and stays down. Close other programs to free memory, "
        "then choose “Start the Engine Again”.",
    ).format(count=losses)


def unreachable() -> str:
    return translate("Engine", "The engine cannot be reached. Please start Impasto again.")
