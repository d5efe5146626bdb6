"""Data flows one way: no room imports another, and only the pipeline knows the rooms."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "src" / "tadmor"
ROOMS = {"sources", "reading", "coding", "reconcile", "record"}
SHARED = {"model", "doc", "errors", "settings", "rules", "query"}
ALLOWED = {
    **dict.fromkeys(SHARED, SHARED),
    **{room: SHARED | {room} for room in ROOMS},
    "pipeline": SHARED | ROOMS | {"pipeline", "__version__"},
    "scale": SHARED | {"pipeline", "scale", "__version__"},
    "outlets": SHARED | {"outlets", "pipeline", "record", "scale", "__version__"},
    "__init__": SHARED | {"pipeline", "outlets"},
}
MODULES = sorted(PACKAGE.rglob("*.py"))


def home(path: Path) -> str:
    """The room, or the module at the top, that a file belongs to."""
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def imported(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """(line, what stands directly under tadmor) of each import, in functions too; "." for a relative one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, a.name.split(".")[1]) for a in node.names if a.name.startswith("tadmor."))
        elif isinstance(node, ast.ImportFrom) and node.level:
            yield node.lineno, "."
        elif isinstance(node, ast.ImportFrom) and node.module == "tadmor":
            yield from ((node.lineno, a.name) for a in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("tadmor."):
            yield node.lineno, str(node.module).split(".")[1]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_its_own_room_and_what_is_shared(path: Path) -> None:
    allowed = ALLOWED[home(path)]
    strangers = [
        f"{path}:{line} imports {name}" for line, name in imported(ast.parse(path.read_text())) if name not in allowed
    ]
    assert strangers == []


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("import tadmor.coding.code", ["coding"]),
        ("def f():\n    from tadmor.reading.words import words_of", ["reading"]),
        ("from tadmor import sources, model", ["sources", "model"]),
        ("from . import words", ["."]),
        ("import json\nfrom pathlib import Path", []),
    ],
)
def test_imports_are_seen_wherever_they_stand(source: str, names: list[str]) -> None:
    assert [name for _, name in imported(ast.parse(source))] == names


def test_every_top_module_is_placed() -> None:
    assert {home(path) for path in MODULES} <= set(ALLOWED)
