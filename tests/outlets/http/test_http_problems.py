from __future__ import annotations

import pytest
from served import token
from starlette.testclient import TestClient

from tadmor.errors import ModelError, RecordError, SettingError, TadmorError
from tadmor.outlets.http.problems import status_of


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (RecordError("there is no event e1"), 404),
        (RecordError("no claim or report has an id that begins with 'x'"), 404),
        (RecordError("nobody tells of event e1 by 2014-01-01"), 404),
        (RecordError("several claims begin with a: ab, ac"), 409),
        (RecordError("Ada (add) is writing to it"), 503),
        (RecordError("the disk is full; nothing of this write was kept"), 503),
        (SettingError("no actor 'x' in this record"), 422),
        (ModelError("the model file is missing"), 500),
    ],
)
def test_each_error_has_the_status_that_it_means(fault: TadmorError, status: int) -> None:
    assert status_of(fault) == status


@pytest.mark.parametrize("path", ["/api/claims/zz/accept", "/api/retract/zz", "/api/claims/zz/reject"])
def test_what_is_not_there_cannot_be_decided_on(writer: TestClient, path: str) -> None:
    assert writer.post(path, json={"because": "x"}, headers=token(writer)).status_code == 404


def test_nobody_is_told_where_the_record_lies(reader: TestClient) -> None:
    record = reader.app.state.site.monitor.record  # type: ignore[attr-defined]
    assert str(record.url) not in reader.get("/api/events/zzzz").text
