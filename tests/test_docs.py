"""What can be called, set or met is documented, and what the documents show is what happens."""

from __future__ import annotations

import doctest
import importlib
import json
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
import typer

import consoles
import tadmor
from tadmor import model
from tadmor.errors import TadmorError
from tadmor.outlets.claim_json import as_json
from tadmor.outlets.cli import app
from tadmor.outlets.columns import TABLES, Column
from tadmor.settings import Settings

ROOT = consoles.ROOT


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def sections(text: str) -> dict[str, str]:
    """Each section of the second level by its title without marks."""
    parts = re.split(r"^## (.*)$", text, flags=re.M)
    return {title.strip("`"): body for title, body in zip(parts[1::2], parts[2::2], strict=True)}


def options() -> Iterator[tuple[str, str]]:
    """(command, option or argument) of the command line; the command itself too."""
    commands: dict[str, Any] = vars(typer.main.get_command(app))["commands"]
    for name, command in commands.items():
        yield name, f"tadmor {name}"
        for param in command.params:
            yield from ((name, word) for word in (param.opts if param.opts[0][0] == "-" else [param.metavar]))


@pytest.mark.parametrize(("command", "word"), [*options(), ("tadmor", "--version"), ("tadmor", "--help")])
def test_each_command_and_option_is_documented(command: str, word: str) -> None:
    assert f"`{word}" in sections(page("commands.md"))[command if command == "tadmor" else f"tadmor {command}"]


def test_no_command_is_documented_that_is_not_there() -> None:
    known = {f"tadmor {command}" for command, _ in options()} | {"tadmor"}
    assert {title for title in sections(page("commands.md")) if title.startswith("tadmor")} == known


@pytest.mark.parametrize(("name", "default", "help_words"), Settings.table())
def test_each_setting_is_documented(name: str, default: object, help_words: str) -> None:
    assert f"| `{name}` | `{default!r}` | {help_words} |" in page("settings.md")


def errors() -> list[str]:
    """The names of all errors of the family, wherever they are defined."""
    for module in pkgutil.walk_packages(tadmor.__path__, "tadmor."):
        importlib.import_module(module.name)
    found, todo = [], [TadmorError]
    while todo:
        error = todo.pop()
        found.append(error.__name__)
        todo += error.__subclasses__()
    return found


@pytest.mark.parametrize("name", errors())
def test_each_error_is_documented(name: str) -> None:
    assert f"`{name}`" in page("errors.md")


VALUES = {
    "kind": model.KINDS,
    "modality": model.MODALITIES,
    "unit": get_args(model.Unit),
    "grain": get_args(model.Grain),
    "basis": get_args(model.TimeBasis),
    "precision": get_args(model.Precision),
}


@pytest.mark.parametrize(("field", "value"), [(field, value) for field, values in VALUES.items() for value in values])
def test_each_value_of_a_claim_is_documented(field: str, value: str) -> None:
    assert re.search(rf"^\| `{value}` \|", page("claims.md"), re.M), field


def keys(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from keys(inner)
    for inner in value if isinstance(value, list) else []:
        yield from keys(inner)


def test_each_key_of_the_json_is_documented() -> None:
    words = model.Span(0, 4, "They")
    mention = model.Mention(words, "force")
    claim = model.Claim(
        "c", "r", "clash", "asserted", words, words, (mention,), (mention,), model.Where(words, None),
        model.When(None, None, "day", "none"), (model.Quantity(words, 1, 1, "killed"),),
        model.Attribution(None, (mention,)),
    )  # fmt: skip
    report = model.Report("r", "They fought.", dateline=model.Dateline("Homs", None))
    written = json.loads(json.dumps(as_json(report, [claim])))
    assert [key for key in dict.fromkeys(keys(written)) if f"`{key}`" not in page("claims.md")] == []


@pytest.mark.parametrize(("table", "column"), [(table, c) for table, columns in TABLES.items() for c in columns])
def test_each_column_is_documented(table: str, column: Column) -> None:
    assert f"| `{column.name}` | {column.help} |" in sections(page("columns.md"))[table.capitalize()]


STEPS = [(path.name, *step) for path in consoles.DOCUMENTS for step in consoles.steps(path)]


@pytest.mark.parametrize("document", consoles.DOCUMENTS, ids=lambda path: path.name)
def test_commands_print_what_the_document_shows(document: Path) -> None:
    wrong = [(command, shown, true) for command, shown, true in consoles.outputs(document) if shown != true]
    assert wrong == [], f"{document.name} is out of date: make docs"


def test_the_readme_shows_a_command_with_its_output() -> None:
    assert [command for name, command, _ in STEPS if name == "README.md" and consoles.is_ours(command)]


@pytest.mark.parametrize("command", [c for _, c, _ in STEPS if c.startswith("make ")])
def test_a_make_target_that_is_named_is_there(command: str) -> None:
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M)
    assert command.split()[1] in targets


@pytest.mark.parametrize("path", consoles.DOCUMENTS, ids=lambda path: path.name)
def test_python_examples_run(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    failed, _ = doctest.testfile(str(path), module_relative=False, encoding="utf-8", optionflags=doctest.ELLIPSIS)
    assert failed == 0


SCRIPTS = [
    (p.name, code)
    for p in consoles.DOCUMENTS
    for code in re.findall(r"^```python\n(.*?)^```", p.read_text(), re.M | re.S)
]


@pytest.mark.parametrize(("document", "script"), SCRIPTS)
def test_python_scripts_compile_and_import(document: str, script: str) -> None:
    exec(compile(script, document, "exec"), {"__name__": document})


@pytest.mark.parametrize("path", consoles.DOCUMENTS, ids=lambda path: path.name)
def test_links_within_the_project_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []
