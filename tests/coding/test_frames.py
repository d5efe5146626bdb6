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
        ('kind = "siege"\n[[frame]]\nid = "raid.x"\nverbs = ["besiege"]\n', "frame 'raid.x': id must be a text that begins with"),
        ('kind = "siege"\n[[frame]]\nverbs = ["besiege"]\n', "x.toml: frame None: id must be"),
        ('kind = "siege"\n[[frame]]\nid = "siege.x"\n', "frame 'siege.x': a frame needs verbs, nouns or phrases"),
        (f'kind = "siege"\n{GOOD}targets = ["object"]\n', "frame 'siege.x': no such key 'targets'; did you mean 'target'?"),
        (f'kind = "siege"\n{GOOD}actor = "subject"\n', "frame 'siege.x': actor must be a list of texts"),
        (f'kind = "siege"\n{GOOD}actor = ["subjects"]\n', "frame 'siege.x': actor: no such slot 'subjects'; did you mean 'subject'?"),
        (f'kind = "siege"\n{GOOD}needs = ["objct:place"]\n', "needs: 'objct:place' has no slot we know; did you mean 'object'?"),
        (f'kind = "siege"\n{GOOD}unless = ["object:plase"]\n', "unless: 'object:plase' has no filler we know; did you mean 'place'?"),
        (f'kind = "siege"\n{GOOD}needs = ["place"]\n', "needs: 'place' has no slot we know"),
        (f'kind = "siege"\n{GOOD}{GOOD}', "frame id used twice: siege.x"),
    ],
)
def test_a_wrong_file_is_told_with_its_frame_and_key(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "x.toml").write_text(text, encoding="utf-8")
    with pytest.raises(FrameError) as caught:
        load(tmp_path)
    assert told in str(caught.value)


def test_a_good_file_is_read_whole(tmp_path: Path) -> None:
    more = 'actor = ["subject", "agent"]\nneeds = ["object:place|force"]\nunless = ["below=rubble"]\n'
    (tmp_path / "x.toml").write_text(f'kind = "siege"\n{GOOD}{more}', encoding="utf-8")
    (frame,) = load(tmp_path)
    assert frame == Frame(
        "siege.x", "siege", verbs=("besiege",), actor=("subject", "agent"), needs=("object:place|force",), unless=("below=rubble",)
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
@pytest.mark.parametrize("frame", FRAMES, ids=lambda f: f.id)
def test_examples(frame: Frame) -> None:
    assert [s for s in frame.fires if not fires(frame, s)] == []
    assert [s for s in frame.never if fires(frame, s)] == []


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
        ("Soldiers killed four guerrillas.", "attack", "casualties"),
        ("The rebel-held town was quiet.", "control", "talks"),
        ("Rebels held talks with the envoy of Angola.", "talks", "control"),
    ],
)
def test_homonyms_are_told_apart(text: str, kind: str, other: str) -> None:
    doc = parsed_text(text)
    kinds = {p.frame.kind for p in default_matcher().propose(doc, 0)}
    assert kind in kinds
    assert other not in kinds
