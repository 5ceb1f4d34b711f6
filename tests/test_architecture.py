"""The rules that hold the house up, as far as a machine can check them."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6 import QtCore, QtGui, QtWidgets

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted([*(ROOT / "models").rglob("*.py"), *(ROOT / "desktop_app").rglob("*.py")])
HEAVY = {"torch", "torchvision", "cv2", "openvino", "onnxruntime", "onnx"}
PLAIN = {
    *("models.requests", "models.news", "models.training_requests", "models.training_news"),
    *("models.training_moment", "models.collection_requests"),
    *("models.wire", "models.atomic", "models.serve", "models.cli"),
}
PLAIN |= {"models.style_weights", "models.style_parts"}  # with the Train room alone
PLAIN |= {"models.live_requests", "models.live_frames", "models.live_cameras"}  # with a camera
PLAIN |= {"models.games"}  # with the Collections room alone
PLAIN |= {"models.mask_boxes"}  # with the first stroke
PLAIN |= {"models.judging_requests", "models.judgement"}  # with the Judge room alone
WORKSPACES = ("stylize", "live", "train", "library", "collections", "imagine", "video", "restore", "judge")
LONGEST_FILE = 400  # beyond this a file has more than one subject; 300 is what to aim at


def trees() -> Iterator[tuple[Path, ast.Module]]:
    for path in SOURCES:
        yield path.relative_to(ROOT), ast.parse(path.read_text(encoding="utf-8"))


def imports(tree: ast.AST) -> Iterator[str]:
    """Full names, also of imports inside functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_the_import_contracts_are_kept() -> None:
    program = shutil.which("lint-imports", path=str(Path(sys.executable).parent))
    assert program, "import-linter is one of the test dependencies"
    outcome = subprocess.run([program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, outcome.stdout


def test_models_name_no_qt_and_the_application_nothing_heavy() -> None:
    wrong = []
    for path, tree in trees():
        foreign = HEAVY if path.parts[0] == "desktop_app" else {"PySide6", "shiboken6", "desktop_app"}
        wrong += [f"{path}: {name}" for name in imports(tree) if name.partition(".")[0] in foreign]
    assert not wrong


def test_the_application_knows_of_models_only_what_is_plain() -> None:
    wrong = [
        f"{path}: {name}"
        for path, tree in trees()
        if path.parts[0] == "desktop_app"
        for name in imports(tree)
        if name.startswith("models.") and ".".join(name.split(".")[:2]) not in PLAIN
    ]
    assert not wrong


def test_a_workspace_never_imports_another() -> None:
    wrong = []
    for path, tree in trees():
        if path.parts[0] != "desktop_app" or path.parts[1] not in WORKSPACES:
            continue
        others = {f"desktop_app.{name}" for name in WORKSPACES if name != path.parts[1]}
        wrong += [f"{path}: {name}" for name in imports(tree) if ".".join(name.split(".")[:2]) in others]
    assert not wrong


def test_widgets_know_nothing_of_the_application() -> None:
    allowed = ("desktop_app.widgets", "PySide6")
    wrong = [
        f"{path}: {name}"
        for path, tree in trees()
        if path.parts[:2] == ("desktop_app", "widgets")
        for name in imports(tree)
        if name.startswith(("desktop_app", "models")) and not name.startswith(allowed)
    ]
    assert not wrong


def test_no_file_grows_out_of_hand() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in SOURCES
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    }
    assert not long


def _qt_names(node: ast.ClassDef) -> set[str]:
    """The public names of the Qt classes among the bases of a class."""
    names: set[str] = set()
    for base in node.bases:
        name = base.id if isinstance(base, ast.Name) else ""
        for module in (QtCore, QtGui, QtWidgets):
            if name.startswith("Q") and hasattr(module, name):
                names |= {known for known in dir(getattr(module, name)) if not known.startswith("_")}
    return names


def _own_attributes(node: ast.ClassDef) -> Iterator[str]:
    for part in ast.walk(node):
        targets = part.targets if isinstance(part, ast.Assign) else []
        if isinstance(part, ast.AnnAssign):
            targets = [part.target]
        for target in targets:
            for one in target.elts if isinstance(target, ast.Tuple) else [target]:
                if (
                    isinstance(one, ast.Attribute)
                    and isinstance(one.value, ast.Name)
                    and one.value.id == "self"
                ):
                    yield one.attr
                elif isinstance(one, ast.Name) and one in (
                    t
                    for statement in node.body
                    if isinstance(statement, ast.Assign)
                    for t in statement.targets
                ):
                    yield one.id


def shadowing(tree: ast.Module) -> list[str]:
    """Attributes that take the name of something Qt's own code calls."""
    return [
        f"{node.name}.{name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        for name in set(_own_attributes(node)) & _qt_names(node)
    ]


def test_no_attribute_shadows_a_name_of_qt() -> None:
    wrong = [f"{path}: {name}" for path, tree in trees() for name in shadowing(tree)]
    assert not wrong


@pytest.mark.parametrize("line", ["self.update = 1", "self.a, self.parent = 1, 2", "self.event: int = 3"])
def test_shadowing_would_be_found(line: str) -> None:
    code = f"class W(QWidget):\n    def __init__(self):\n        {line}\n"
    assert len(shadowing(ast.parse(code))) == 1
    assert len(shadowing(ast.parse("class W(QWidget):\n    close = Signal()\n"))) == 1


def test_nothing_is_printed_by_the_libraries() -> None:
    wrong = [
        f"{path}:{node.lineno}"
        for path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert not wrong


def test_worker_signals_go_to_methods() -> None:
    """A lambda connected to a thread's signal may run on that thread."""
    text = (ROOT / "desktop_app" / "gpu_worker.py").read_text(encoding="utf-8")
    assert "connect(lambda" not in text
