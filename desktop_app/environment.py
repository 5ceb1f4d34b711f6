"""What is mended in the environment before Qt loads."""

from __future__ import annotations

from collections.abc import MutableMapping

FOREIGN_QT_VARIABLES = ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR")


def forget_foreign_qt(environment: MutableMapping[str, str]) -> None:
    """Removes what an import of opencv leaves behind: paths to the plugins and fonts of its own, older Qt.

    A program started from a shell or notebook that has imported cv2 inherits them. Whatever else the user set
    stays.
    """
    for name in FOREIGN_QT_VARIABLES:
        if "cv2" in environment.get(name, ""):
            del environment[name]
