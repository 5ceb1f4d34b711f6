"""The microphones that PortAudio knows, by name.

It looks for them when it begins, and never again: for one that was plugged in since it must begin anew, which
would end open streams. So that is done only while there is none.
"""

from __future__ import annotations

import threading
from typing import Any

from models.news import UserError
from models.optional import how_to_install

_lock = threading.Lock()
_streams: set[int] = set()  # that are open


def microphone_names() -> tuple[str, ...]:
    """Those of the system's usual sound interface: others list the same ones again. UserError in words."""
    library = _library()
    with _lock:
        return tuple(dict.fromkeys(name for _, name in _look(library)))


def open_stream(name: str, rate_hz: int, block: int) -> Any:
    """What the microphone of that name gives, mono; the system's own one without a name."""
    library = _library()
    with _lock:
        numbers = {there: number for number, there in reversed(_look(library))}
        if name and name not in numbers:
            raise UserError(
                f"{name} is not there. Plug it in and it is heard by itself, or choose another microphone."
            )
        try:
            stream = library.InputStream(
                rate_hz, block, device=numbers.get(name), channels=1, dtype="float32"
            )
            stream.start()
        except (library.PortAudioError, ValueError) as error:
            called = name or "The microphone"
            raise UserError(
                f"{called} cannot be heard ({error}). Is it plugged in, and allowed by the system?"
            ) from error
        _streams.add(id(stream))
        return stream


def close_stream(stream: Any) -> None:
    with _lock:
        _streams.discard(id(stream))
        stream.close()


def _library() -> Any:
    try:
        import sounddevice
    except ImportError as error:
        raise UserError(f"A microphone needs one more package: {how_to_install('sound')}") from error
    except OSError as error:  # the package is there, the library of the system is not
        raise UserError(
            "A microphone needs PortAudio. On Linux install it with the system's packages "
            "(libportaudio2), then start Impasto again."
        ) from error
    return sounddevice


def _look(library: Any) -> list[tuple[int, str]]:
    """The number and the name of each."""
    if not _streams:
        library._terminate()
        library._initialize()
    interfaces = library.query_hostapis()
    if not interfaces:
        return []
    usual = next((one for one in interfaces if one["default_input_device"] >= 0), interfaces[0])
    found = ((number, library.query_devices(number)) for number in usual["devices"])
    return [(number, device["name"]) for number, device in found if device["max_input_channels"] > 0]
