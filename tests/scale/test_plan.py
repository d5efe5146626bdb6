"""What is an archive and what is none, and what its shard is called."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import archived_sheets
import pytest
from test_run import at_once

from tadmor.errors import SettingError, TadmorError
from tadmor.pipeline import is_note
from tadmor.scale import manifest
from tadmor.scale.manifest import TABLES, Entry, Folder, part_of
from tadmor.scale.plan import archives, shard_name
from tadmor.scale.run import Run
from tadmor.sources.suffixes import ARCHIVES

pytest.importorskip("pyarrow")
OURS = ("reports", "claims", "evidence", "manifest")


def made(folder: Path, *names: str) -> None:
    """Folders, where a name ends in "/", and empty files."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if name.endswith("/"):
            path.mkdir()
        else:
            path.touch()


def told(uri: Path, out: Path | None = None) -> tuple[list[str], list[str], list[str]]:
    """(archives, faults, notes) of an argument: base names, and messages."""
    found = list(archives(str(uri), Folder(out) if out else None))
    faults = [one for one in found if isinstance(one, TadmorError)]
    return (
        [os.path.basename(one) for one in found if isinstance(one, str)],
        [fault.message for fault in faults if not is_note(fault)],
        [fault.message for fault in faults if is_note(fault)],
    )


@pytest.mark.parametrize("suffix", [*ARCHIVES, *(suffix.upper() for suffix in ARCHIVES)])
def test_each_suffix_that_is_read_is_an_archive(suffix: str, tmp_path: Path) -> None:
    made(tmp_path, f"news{suffix}")
    assert told(tmp_path / f"news{suffix}") == ([f"news{suffix}"], [], [])


@pytest.mark.parametrize("suffix", ARCHIVES)
def test_each_suffix_that_is_read_is_documented(suffix: str) -> None:
    page = Path(__file__).parents[2] / "docs" / "archives.md"
    assert f"`{suffix}`" in page.read_text(encoding="utf-8")


PASSED = "'tadmor read' wrote this folder; it is passed over"
NONE = "this is what 'tadmor read' wrote, and no archive"


@pytest.mark.parametrize(
    ("there", "asked", "expected"),
    [
        (["a.warc", *(f"out/{name}/" for name in OURS)], ".", (["a.warc"], [], [])),
        (["a.warc", "out/reports/a.parquet", *(f"out/{name}/" for name in OURS[1:])], ".", (["a.warc"], [], [])),
        (["a.warc", "out/reports/a.parquet", *(f"out/{name}/" for name in OURS[1:])], "**/*", (["a.warc"], [], [])),
        (["a.warc", "b/reports/a.parquet", *(f"b/{n}/" for n in OURS[1:])], ".", (["a.warc"], [], [PASSED])),
        (["a.warc", "b/reports/a.parquet", *(f"b/{n}/" for n in OURS[1:3])], ".", (["a.warc"], [], [PASSED])),
        (["b/reports/a.parquet", *(f"b/{name}/" for name in OURS[1:])], "b", ([], [NONE], [])),
        (["b/reports/a.parquet", *(f"b/{name}/" for name in OURS[1:])], "b/reports", ([], [NONE], [])),
        (["b/reports/a.parquet", *(f"b/{name}/" for name in OURS[1:])], "b/reports/a.parquet", ([], [NONE], [])),
        (["out/reports/a.parquet", *(f"out/{name}/" for name in OURS[1:])], ".", ([], [NONE], [])),
        (["b/reports/a.csv", *(f"b/{name}/" for name in OURS[1:3])], ".", (["a.csv"], [], [])),
        (["b/reports/a.parquet", "b/letter", *(f"b/{n}/" for n in OURS[1:3])], "**/*.parquet",
         (["a.parquet"], [], [])),
    ],
)  # fmt: skip
def test_what_read_wrote_is_no_archive(
    there: list[str], asked: str, expected: tuple[list[str], list[str], list[str]], tmp_path: Path
) -> None:
    made(tmp_path, *there)
    assert told(tmp_path / asked, tmp_path / "out") == expected


def test_a_run_never_reads_its_own_tables(tmp_path: Path) -> None:
    archived_sheets.warc(tmp_path / "a.warc.gz")
    for _ in range(3):
        outcomes = list(Run([str(tmp_path)], str(tmp_path / "out")).outcomes(at_once))
        assert [outcome.source.uri for outcome in outcomes if isinstance(outcome, Entry)] == [
            str(tmp_path / "a.warc.gz")
        ]
        assert len(outcomes) == 1


def test_tables_are_written_to_no_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SettingError, match="to a folder, not to an address"):
        Run(["a.warc"], "s3://press/out")
    assert list(tmp_path.iterdir()) == []


NAMES = [b"a" * 240, "戦" * 80, "خبر" * 40, "\N{PILE OF POO}" * 60, b"news \xff\xfe", b"\xff" * 200]


def named(name: str | bytes) -> str:
    return os.fsdecode((name if isinstance(name, bytes) else name.encode())[:245] + b".warc.gz")


@pytest.mark.parametrize("name", [named(n) for n in NAMES], ids=range(len(NAMES)))
def test_every_name_of_a_table_fits_on_a_disk(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manifest, "node", lambda: "n" * 64)  # the longest that Linux allows
    shard = shard_name(f"/news/{name}")
    for table in TABLES:
        assert len(part_of(Folder("out").table(table, shard)).name.encode()) <= 255
    assert shard != shard_name(f"/press/{name}")


@pytest.mark.parametrize("name", [named(n) for n in NAMES], ids=range(len(NAMES)))
def test_an_archive_of_any_name_is_read_and_found_again(name: str, tmp_path: Path) -> None:
    archive = tmp_path / "in" / name
    archive.parent.mkdir()
    try:
        archived_sheets.warc(archive, [archived_sheets.TAKEN])
    except OSError:
        pytest.skip("this disk takes no such name")
    (entry,) = Run([str(archive.parent)], str(tmp_path / "out")).outcomes(at_once)
    assert isinstance(entry, Entry), entry
    assert entry.counts["read"] == 1
    assert len(Run([str(archive)], str(tmp_path / "out")).plan.done) == 1
    assert len(Run([entry.source.uri], str(tmp_path / "out")).plan.done) == 1


def whole(folder: Path) -> None:
    pass


def lose_entries(folder: Path) -> None:
    for entry in (folder / "manifest").iterdir():
        entry.unlink()
    (folder / "manifest").rmdir()


def lose_all_but_tables(folder: Path) -> None:
    lose_entries(folder)
    (folder / "manifest.json").unlink()
    (folder / "stories.parquet").unlink()


@pytest.mark.parametrize(("harm", "one"), [(whole, True), (lose_entries, True), (lose_all_but_tables, True)])
def test_a_folder_of_shards_is_known_as_one(harm: Callable[[Path], None], one: bool, tmp_path: Path) -> None:
    archived_sheets.warc(tmp_path / "a.warc.gz", [archived_sheets.TAKEN])
    list(Run([str(tmp_path / "a.warc.gz")], str(tmp_path / "out")).outcomes(at_once))
    harm(tmp_path / "out")
    assert Folder(tmp_path / "out").is_one() == one
    assert not Folder(tmp_path).is_one()
