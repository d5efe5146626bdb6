"""The loader's errors, and the example sentences that every frame carries."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from tadmor.coding.frames import FOLDER, Frame, Matcher, default_matcher, load
from tadmor.doc import Doc
from tadmor.errors import FrameError
from tadmor.model import KINDS
from tadmor.reading import parse
from tadmor.sources import report_from_text

MODEL = FOLDER.parent / "reader.onnx"
FRAMES = load()
GOOD = '[[frame]]\nid = "siege.x"\nverbs = ["besiege"]\n'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('kind = "siege"\n[[frame]\n', "x.toml: not TOML"),
        ('kind = "seige"\n', "x.toml: kind 'seige' is not one of the 28 kinds; did you mean 'siege'?"),
        ("", "x.toml: kind None is not one of the 28 kinds"),
    ],
)
def test_a_file_of_no_kind_is_told(tmp_path: Path, text: str, told: str) -> None:
    assert told in error_of(tmp_path, text)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ('id = "raid.x"\nverbs = ["besiege"]', "frame 'raid.x': id must be a text that begins with 'siege'"),
        ('verbs = ["besiege"]', "frame None: id must be a text"),
        ('id = "siege.x"', "frame 'siege.x': a frame needs verbs, nouns or phrases"),
    ],
)
def test_a_frame_without_name_or_trigger_is_told(tmp_path: Path, row: str, told: str) -> None:
    assert told in error_of(tmp_path, f'kind = "siege"\n[[frame]]\n{row}\n')


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ('targets = ["object"]', "no such key 'targets'; did you mean 'target'?"),
        ('actor = "subject"', "actor must be a list of texts"),
        ('actor = ["subjects"]', "actor: no such slot 'subjects'; did you mean 'subject'?"),
        ('needs = ["objct:place"]', "needs: 'objct:place' has no slot we know; did you mean 'object'?"),
        ('unless = ["object:plase"]', "unless: 'object:plase' has no filler we know; did you mean 'place'?"),
        ('needs = ["place"]', "needs: 'place' has no slot we know"),
    ],
)
def test_a_wrong_key_is_told_with_file_and_frame(tmp_path: Path, key: str, told: str) -> None:
    found = error_of(tmp_path, f'kind = "siege"\n{GOOD}{key}\n')
    assert found.startswith("x.toml: frame 'siege.x': ")
    assert told in found


def test_an_id_used_twice_is_told(tmp_path: Path) -> None:
    assert "frame id used twice: siege.x" in error_of(tmp_path, f'kind = "siege"\n{GOOD}{GOOD}')


def error_of(folder: Path, text: str) -> str:
    """What the loader says of a file with this text."""
    (folder / "x.toml").write_text(text, encoding="utf-8")
    with pytest.raises(FrameError) as caught:
        load(folder)
    return str(caught.value)


def test_a_good_file_is_read_whole(tmp_path: Path) -> None:
    more = 'actor = ["subject", "agent"]\nneeds = ["object:place|force"]\nunless = ["below=rubble"]\n'
    (tmp_path / "x.toml").write_text(f'kind = "siege"\n{GOOD}{more}', encoding="utf-8")
    (frame,) = load(tmp_path)
    assert frame == Frame(
        "siege.x",
        "siege",
        verbs=("besiege",),
        actor=("subject", "agent"),
        needs=("object:place|force",),
        unless=("below=rubble",),
    )


def test_every_kind_has_its_file() -> None:
    assert sorted(p.stem for p in FOLDER.glob("*.toml")) == sorted(KINDS)
    assert {f.kind for f in FRAMES} == set(KINDS)


@pytest.mark.parametrize("frame", FRAMES, ids=lambda f: f.id)
def test_a_frame_carries_examples(frame: Frame) -> None:
    assert len(set(frame.fires)) >= 3
    assert len(set(frame.never)) >= 2


@cache
def parsed_text(text: str) -> Doc:
    return parse(report_from_text(text))


def fires(frame: Frame, text: str) -> bool:
    """Whether a frame fires anywhere in a text."""
    doc = parsed_text(text)
    return any(True for n in range(len(doc.sentences)) for _ in Matcher((frame,)).propose(doc, n))


@pytest.mark.skipif(not MODEL.exists(), reason="examples are read with the parser that ships")
def test_examples() -> None:
    """All but one in twenty: a few fall to faults of the parser, and which ones changes with every training."""
    silent = [(f.id, s) for f in FRAMES for s in f.fires if not fires(f, s)]
    loud = [(f.id, s) for f in FRAMES for s in f.never if fires(f, s)]
    assert len(silent) <= sum(len(f.fires) for f in FRAMES) / 20, silent
    assert len(loud) <= sum(len(f.never) for f in FRAMES) / 20, loud


@pytest.mark.skipif(not MODEL.exists(), reason="examples are read with the parser that ships")
@pytest.mark.parametrize("frame", FRAMES, ids=lambda f: f.id)
def test_a_frame_fires_on_an_example_of_its_own(frame: Frame) -> None:
    assert any(fires(frame, s) for s in frame.fires)


@pytest.mark.skipif(not MODEL.exists(), reason="examples are read with the parser that ships")
@pytest.mark.parametrize(
    ("text", "kind", "other"),
    [
        ("Troops captured the village of Kafr.", "capture", "arrest"),
        ("Troops captured nine soldiers.", "arrest", "capture"),
        ("Teachers called a strike over wages.", "protest", "airstrike"),
        ("An air strike hit a clinic.", "airstrike", "protest"),
        ("The garrison in Huambo is besieged.", "siege", "advance"),
        ("Guerrillas attacked a bridge.", "attack", "talks"),
        ("The generals agreed to a ceasefire.", "ceasefire", "attack"),
        ("Four civilians were killed.", "casualties", "attack"),
        ("Soldiers killed four guerrillas.", "attack", "execution"),
        ("The rebel-held town was quiet.", "control", "talks"),
        ("Rebels held talks with the envoy of Angola.", "talks", "control"),
    ],
)
def test_homonyms_are_told_apart(text: str, kind: str, other: str) -> None:
    doc = parsed_text(text)
    kinds = {p.frame.kind for p in default_matcher().propose(doc, 0)}
    assert kind in kinds
    assert other not in kinds
