"""Files of the package that are gone or cut short."""

from pathlib import Path

import pytest

from tadmor.errors import ModelError
from tadmor.reading import gazetteer
from tadmor.reading.network import Network

PARTS = ("reader.onnx", "reader.npz", "labels.json", "vocab.txt")


def test_a_missing_gazetteer_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(gazetteer, "files", lambda _: tmp_path)
    with pytest.raises(ModelError, match=r"gazetteer\.sqlite.*install tadmor again"):
        gazetteer._connection.__wrapped__()


@pytest.mark.parametrize("gone", PARTS)
def test_a_missing_part_of_the_model_is_named(gone: str, tmp_path: Path) -> None:
    for part in PARTS:
        if part != gone:
            (tmp_path / part).write_bytes(b"x")
    with pytest.raises(ModelError, match=f"{gone}.*install tadmor again"):
        Network(tmp_path)


def test_a_model_cut_short_is_told(tmp_path: Path) -> None:
    for part in PARTS:
        (tmp_path / part).write_bytes(b"cut")
    with pytest.raises(ModelError, match=r"reader\.onnx.*install tadmor again"):
        Network(tmp_path)
