"""Keeps the translations in step with the texts in the code.

    python packaging/translations.py           writes new texts into resources/translations, then compiles
    python packaging/translations.py compile   only compiles what is translated

A text that the code no longer has leaves the .ts file as well. A translator needs Qt Linguist or an editor.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "translations"


def _tool(name: str) -> str:
    suffix = ".exe" if sys.platform == "win32" else ""
    return str(Path(sys.executable).parent / f"pyside6-{name}{suffix}")


def extract(target: Path) -> None:
    """Brings one .ts file up to the texts of `desktop_app`; what is translated already stays so."""
    sources = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "desktop_app").rglob("*.py"))
    command = [_tool("lupdate"), *sources, "-no-obsolete", "-locations", "none", "-ts", str(target)]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def compile_all() -> None:
    """Writes the .qm file beside each .ts file."""
    for source in sorted(FOLDER.glob("*.ts")):
        command = [_tool("lrelease"), "-silent", str(source), "-qm", str(source.with_suffix(".qm"))]
        subprocess.run(command, check=True)


def main(arguments: Sequence[str]) -> int:
    if list(arguments) != ["compile"]:
        for target in sorted(FOLDER.glob("*.ts")):
            extract(target)
    compile_all()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
