"""Numbers and times in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from models.news import Progress

translate = QCoreApplication.translate


def time_left(seconds: float | None) -> str:
    """Rounded as a person would; empty while it cannot be told."""
    if seconds is None:
        return ""
    if seconds < 5:
        return translate("Words", "a few seconds left")
    if seconds < 90:
        return translate("Words", "about {count} s left").format(count=round(seconds / 5) * 5)
    if seconds < 90 * 60:
        return translate("Words", "about {count} min left").format(count=round(seconds / 60))
    return translate("Words", "about {count} h left").format(count=round(seconds / 3600))


def percent_done(progress: Progress) -> int:
    return round(100 * min(max(progress.done / progress.total, 0.0), 1.0)) if progress.total > 0 else 0


def progress_line(progress: Progress) -> str:
    """ "40 %, about 2 min left"."""
    left = time_left(progress.seconds_left)
    return f"{percent_done(progress)} %" + (f" · {left}" if left else "")


def size_of(width_px: int, height_px: int) -> str:
    return f"{width_px} × {height_px}"
