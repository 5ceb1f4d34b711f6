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


def about_time(seconds: float) -> str:
    """How long something will take, rounded as a person would."""
    if seconds < 5:
        return translate("Words", "a few seconds")
    if seconds < 90:
        return translate("Words", "about {count} s").format(count=round(seconds / 5) * 5)
    if seconds < 90 * 60:
        return translate("Words", "about {count} min").format(count=round(seconds / 60))
    return translate("Words", "about {count} h").format(count=round(seconds / 3600))


def amount(size_bytes: float) -> str:
    """Two digits, which is as much as an estimate knows."""
    value, unit = (size_bytes / 1e9, "GB") if size_bytes >= 1e9 else (size_bytes / 1e6, "MB")
    if unit == "MB" and value < 1:
        value, unit = size_bytes / 1e3, "kB"
    return f"{value:.1f} {unit}" if value < 10 else f"{float(f'{value:.2g}'):.0f} {unit}"


def percent_done(progress: Progress) -> int:
    return round(100 * min(max(progress.done / progress.total, 0.0), 1.0)) if progress.total > 0 else 0


def progress_line(progress: Progress) -> str:
    """ "40 %, about 2 min left"."""
    left = time_left(progress.seconds_left)
    return f"{percent_done(progress)} %" + (f" · {left}" if left else "")


def size_of(width_px: int, height_px: int) -> str:
    return f"{width_px} × {height_px}"
