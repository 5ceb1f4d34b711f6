"""The cameras that the system lists, and what each of them offers."""

from __future__ import annotations

import logging
import platform
from collections.abc import Callable

from PySide6.QtCore import QCameraPermission, QCoreApplication, QObject, Qt

from models.live_cameras import camera_names
from models.live_requests import CameraFormat

UNNAMED = 2  # cameras that are offered by number where nobody lists one by name

logger = logging.getLogger(__name__)


def cameras(unnamed: str) -> dict[str, str]:
    """What is read → the source; `unnamed` has a place for a number."""
    if platform.system() == "Linux":
        found = camera_names()
    else:
        found = dict(enumerate(name for _, name, _ in _devices()))
        found = found or {number: unnamed.format(number=number + 1) for number in range(UNNAMED)}
    named: dict[str, str] = {}
    for index, name in found.items():
        alike = sum(name == other for number, other in found.items() if number < index)
        named[f"{name} {alike + 1}" if alike else name] = f"camera:{index}"
    return named


def ask_permission(asking: QObject, then: Callable[[bool], object]) -> None:
    """Whether the system lets this program use cameras; where it asks the person, after their answer."""
    permission, application = QCameraPermission(), QCoreApplication.instance()
    assert application is not None
    status = application.checkPermission(permission)
    if status == Qt.PermissionStatus.Undetermined:
        application.requestPermission(
            permission, asking, lambda now: then(now.status() == Qt.PermissionStatus.Granted)
        )
    else:
        then(status == Qt.PermissionStatus.Granted)


def formats_of(source: str) -> list[CameraFormat]:
    """The largest first; empty where Qt does not know the camera (yet)."""
    number = source.removeprefix("camera:")
    for index, (device, _, formats) in enumerate(_devices()):
        if device == f"/dev/video{number}" or (not device.startswith("/dev/") and str(index) == number):
            return sorted(formats, key=lambda one: (one.width_px * one.height_px, one.fps), reverse=True)
    return []


def _devices() -> list[tuple[str, str, set[CameraFormat]]]:
    """Of each camera its address, its name and its formats, however they are coded."""
    try:
        # Later: takes 50 ms, and only those with a camera need it.
        from PySide6.QtMultimedia import QMediaDevices
    except ImportError as error:  # a library of the system's is missing
        logger.info("cameras are not listed by Qt: %s", error)
        return []
    found = []
    for device in QMediaDevices.videoInputs():
        formats = {
            CameraFormat(size.width(), size.height(), round(offer.maxFrameRate(), 2))
            for offer in device.videoFormats()
            if (size := offer.resolution()).isValid() and offer.maxFrameRate() > 0
        }
        found.append((bytes(device.id().data()).decode(errors="replace"), device.description(), formats))
    return found
