"""The cameras that the system lists, and what each of them offers."""

from __future__ import annotations

import logging
import platform
from collections.abc import Callable, Sequence

from PySide6.QtCore import QCameraPermission, QCoreApplication, QObject, Qt

from models.live_cameras import CAMERA, Camera, listed_cameras
from models.live_requests import CameraFormat

UNNAMED = 2  # cameras that are offered by number where nobody lists one by name

logger = logging.getLogger(__name__)


def listed() -> list[Camera]:
    """With the numbers that OpenCV opens them by."""
    if platform.system() == "Linux":
        return listed_cameras()
    found = [(address, name) for address, name, _ in _devices()]
    if platform.system() == "Darwin":
        found.sort()  # there OpenCV counts them by their addresses, elsewhere as the system does
    return [Camera(number, name, port=address) for number, (address, name) in enumerate(found)]


def offered(cameras: Sequence[Camera], unnamed: str) -> dict[str, str]:
    """What is read → the source; `unnamed` has a place for a number, where nobody lists any."""
    if not cameras and platform.system() != "Linux":
        return {unnamed.format(number=number + 1): f"{CAMERA}{number}" for number in range(UNNAMED)}
    named: dict[str, str] = {}
    for camera in cameras:
        # By their places, so that each of several alike is called the same whatever their numbers are.
        alike = sum(camera.name == one.name and one.place < camera.place for one in cameras)
        named[f"{camera.name} {alike + 1}" if alike else camera.name] = camera.source
    return named


def opened_by(cameras: Sequence[Camera]) -> dict[str, str]:
    """Source → what the engine opens, where it cannot list cameras itself."""
    if platform.system() == "Linux":
        return {}
    return {camera.source: f"{CAMERA}{camera.number}" for camera in cameras}


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
    camera = next((one for one in listed() if one.source == source), None)
    if camera is None:
        return []
    for device, _, formats in _devices():
        if device in (f"/dev/video{camera.number}", camera.port):
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
