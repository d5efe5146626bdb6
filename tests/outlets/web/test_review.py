from __future__ import annotations

import json
import re
from datetime import UTC, datetime

import pytest
from starlette.testclient import TestClient

import tadmor
from tadmor.outlets.http.app import make_app
from tadmor.outlets.http.options import Options
from tadmor.outlets.http.users import Users
from tadmor.outlets.web.agreement import agreement, kappa
from tadmor.outlets.web.deciding import changes, current
from tadmor.outlets.web.queue import Orders, queue
from tadmor.pipeline.answers import Decided
from tadmor.query import Query

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def number_of(html: str) -> str:
    found = re.search(r'name="number" value="(\d+)"', html)
    assert found
    return found[1]


def test_the_least_certain_claim_comes_first(reader):
    html = reader.get("/review")
    assert "41 in 100 sure" in html
    assert f"/review/{reader.ids['claim']}/accept" in html


def test_a_claim_is_accepted_shown_so_everywhere_and_undone(reader):
    claim = reader.ids["claim"]
    path = f"/report/{reader.ids['shelling home']}"
    assert f'<li id="c-{claim}" class="st-proposed">' in reader.get(path)
    after = reader.send(f"/review/{claim}/accept")
    assert "Accepted" in after
    assert f"/review/{claim}/accept" not in after
    assert f'<li id="c-{claim}" class="st-accepted">' in reader.get(path)
    undone = reader.send("/review/undo", number=number_of(after))
    assert f"/review/{claim}/accept" in undone
    assert f'<li id="c-{claim}" class="st-proposed">' in reader.get(path)
    assert 'class="undone"' in reader.get("/log")


def test_a_rejected_claim_is_struck_through_and_comes_back(reader):
    claim = reader.ids["claim"]
    after = reader.send(f"/review/{claim}/reject", because="it was thunder")
    path = f"/report/{reader.ids['shelling home']}"
    assert f'<li id="c-{claim}" class="st-rejected">' in reader.get(path)
    assert "it was thunder" in reader.get("/log")
    reader.send("/review/undo", number=number_of(after))
    assert f'<li id="c-{claim}" class="st-proposed">' in reader.get(path)


def test_a_field_is_corrected_by_words_of_the_text(reader):
    claim = reader.ids["claim"]
    after = reader.send(f"/review/{claim}/correct", kind="shelling", modality="asserted", place="Palmyra", because="so")
    assert "Corrected" in after
    assert "place: Palmyra" in reader.get("/log")
    assert "corrected" in reader.get(f"/review?claim={claim}")


@pytest.mark.parametrize(
    ("fields", "status", "told"),
    [
        ({"kind": "shelling"}, 422, "Nothing was changed"),
        ({"actor": "nobody in this text"}, 422, "words as they stand in the text"),
        ({"kind": "party"}, 422, "is no kind"),
    ],
)
def test_a_correction_that_cannot_be_is_told(reader, fields, status, told):
    html = reader.send(f"/review/{reader.ids['claim']}/correct", status, because="so", **fields)
    assert told in html


def test_a_form_without_its_token_decides_nothing(reader):
    answer = reader.client.post(f"/review/{reader.ids['claim']}/accept", data={"csrf": "no"})
    assert answer.status_code == 403
    assert "Nobody has decided anything yet" in reader.get("/log")


def test_events_are_split_and_merged_again(reader):
    event = reader.ids["capture 2016"]
    claims = re.findall(r'name="claim" value="([0-9a-f]+)"', reader.get(f"/event/{event}"))
    assert len(claims) == 3
    left = reader.send(f"/event/{event}/split", claim=claims[2], because="another day")
    assert re.findall(r'name="claim" value="([0-9a-f]+)"', left) != claims
    assert claims[2] not in re.findall(r'id="w-([0-9a-f]+)"', left)
    alone = str(reader.client.get(f"/claim/{claims[2]}").url).partition("#")[0]
    merged = reader.send(f"/event/{event}/merge", other=alone, because="the same after all")
    assert set(claims) <= set(re.findall(r'id="w-([0-9a-f]+)"', merged))


def test_same_and_different_of_a_pair_stay_on_the_claim(reader):
    html = reader.get(f"/event/{reader.ids['capture 2016']}")
    joined = re.findall(r'name="claim" value="([0-9a-f]+)"', html)
    paired = next(c for c in joined if "Does it tell of the same" in reader.get(f"/review?claim={c}"))
    other = re.search(r'name="other" value="([0-9a-f]+)"', reader.get(f"/review?claim={paired}"))
    after = reader.send(f"/review/{paired}/judge", other=other[1], verdict="different", because="")
    assert f"/review/{paired}/accept" in after
    assert "different" in reader.get("/log")


def test_a_second_reader_works_blind_and_the_log_shows_how_far_both_agree(reader):
    url = reader.client.app.state.site.monitor.record.url
    ids = re.findall(r'name="claim" value="([0-9a-f]+)"', reader.get(f"/event/{reader.ids['capture 2016']}"))
    with tadmor.open(url) as monitor:
        monitor.accept(ids[0], who="first")
        monitor.reject(ids[1], because="no", who="first")
    seen = reader.get("/review?blind=1")
    assert f"/review/{ids[0]}/accept?blind=1" in seen
    assert seen.count('<input type="hidden" name="blind" value="1">') == 2  # filters and days keep it so
    assert '<a href="/review?blind=1"' in seen
    assert "first" not in re.sub(r"<[^>]+>", " ", seen).split()
    assert "st-accepted" not in seen
    whole = reader.get(re.search(r'href="(/report/[^"#]+)#[^"]*">The whole report', seen)[1].replace("&amp;", "&"))
    assert f'<li id="c-{ids[0]}" class="st-proposed">' in whole
    reader.send(f"/review/{ids[0]}/accept?blind=1")
    after = reader.send(f"/review/{ids[1]}/accept?blind=1")
    assert "blind=1" in after
    assert "agree on 1 (50 in 100" in reader.get("/log")


def test_the_open_queue_leaves_out_what_is_decided_and_the_blind_one_what_one_decided_oneself(reader):
    monitor = tadmor.open(reader.client.app.state.site.monitor.record.url)
    with monitor:
        first, *_ = ids = [t.claim.id for t in monitor.claims()]
        monitor.accept(first, who="first")
        left, _ = queue(monitor, Orders(), Query(), "second", blind=False)
        assert first not in left
        blind, _ = queue(monitor, Orders(), Query(), "second", blind=True)
        assert blind[0] == first
        own, done = queue(monitor, Orders(), Query(), "first", blind=True)
        assert first not in own
        assert done == 1
        assert len(own) == len(ids) - 1


def test_agreement_is_of_the_latest_word_that_stands(reader):
    monitor = tadmor.open(reader.client.app.state.site.monitor.record.url)
    with monitor:
        ids = [t.claim.id for t in monitor.claims()]
        for claim in ids[:2]:
            monitor.accept(claim, who="one")
        monitor.accept(ids[0], who="two")
        monitor.reject(ids[1], because="", who="two")
        [found] = agreement(monitor.decisions())
        assert (found.both, found.agreed, [a.claim for a in found.apart]) == (2, 1, [ids[1]])
        assert found.kappa == 0
        monitor.undo(monitor.decisions()[-1].number, who="two")
        [found] = agreement(monitor.decisions())
        assert (found.both, found.agreed, found.kappa) == (1, 1, None)


def words(*told: str) -> list[Decided]:
    """Decisions in order: "who verb claim field=value field=value", "x" before it where it was taken back."""
    out = []
    for number, line in enumerate(told, 1):
        undone, _, rest = line.rpartition("x ")
        who, verb, claim, *set_to = rest.split()
        changes = tuple((field, value) for field, _, value in (one.partition("=") for one in set_to))
        out.append(Decided(number, verb, claim, None, None, None, who, NOON, bool(undone or line[:2] == "x "), changes))
    return out


@pytest.mark.parametrize(
    ("told", "both", "agreed", "fields", "apart"),
    [
        (["a accept 1", "b accept 1"], 1, 1, [], {}),
        (["a accept 1", "b reject 1"], 1, 0, [], {"1": None}),
        (["a reject 1", "b correct 1 place=Homs"], 1, 1, [], {}),
        (["a accept 1", "b correct 1 place=Homs"], 1, 0, [("place", 1, 0)], {"1": None}),
        (["a accept 1", "a accept 2", "b accept 2", "b correct 1 place=Homs"], 2, 1, [("place", 2, 1)], {"1": None}),
        (["a accept 1", "b correct 1 place=Homs", "a accept 1"], 1, 0, [("place", 1, 0)], {"1": 3}),
        (["a accept 1", "b reject 1", "c reject 1"], 1, 0, [], {"1": 3}),
        (["a correct 1 place=Homs", "b accept 1"], None, None, None, None),
        (["x a correct 1 place=Homs", "a correct 1 place=Homs kind=siege", "b accept 1"], None, None, None, None),
        (["x a accept 1", "a reject 1", "b reject 1"], 1, 1, [], {}),
        (["a accept 1", "b accept 2"], None, None, None, None),
        (["a accept 1", "a retract 1", "b judge 1"], None, None, None, None),
    ],
)  # fmt: skip
def test_two_readers_agree_as_far_as_their_words_on_one_reading_do(told, both, agreed, fields, apart):
    found = next((pair for pair in agreement(words(*told)) if (pair.one, pair.other) == ("a", "b")), None)
    if both is None:
        assert found is None
        return
    assert (found.both, found.agreed) == (both, agreed)
    assert [(f.name, f.both, f.alike) for f in found.fields] == fields
    assert {a.claim: a.settled.number if a.settled else None for a in found.apart} == apart
    assert len(found.unsettled) == sum(number is None for number in apart.values())
    assert sum(n for _, _, n in found.words) == both


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        (
            [("r", "r")] * 20 + [("r", "w")] * 5 + [("w", "r")] * 10 + [("w", "w")] * 15,
            0.4,
        ),
        ([("r", "r"), ("w", "w")], 1.0),
        ([("r", "w"), ("w", "r")], -1.0),
        ([("r", "r")] * 5, None),
        ([], None),
    ],
)
def test_kappa_is_cohens(pairs, expected):
    assert kappa(pairs) == (pytest.approx(expected) if expected is not None else None)


@pytest.mark.parametrize(
    ("verb", "mine", "told", "status"),
    [
        ("accept", "reject", "While you read it, <b><bdi>first</bdi></b> accepted it", 200),
        ("reject", "accept", "While you read it, <b><bdi>first</bdi></b> rejected it", 200),
        ("correct", "accept", "Your word is not kept", 409),
        ("retract", "reject", "Your word is not kept", 409),
    ],
)
def test_who_decides_what_another_just_decided_is_told(reader, verb, mine, told, status):
    claim = reader.ids["claim"]
    with tadmor.open(reader.client.app.state.site.monitor.record.url) as monitor:
        decide(monitor, claim, verb)
    html = reader.send(f"/review/{claim}/{mine}", status, seen="0")
    assert told in html
    log = words_of(reader.get("/log"))
    assert ("first" in log, f"{claim[:8]}" in log) == (True, True)
    assert (log.count(f"{mine}ed {claim[:8]}") == 1) is (status == 200)


def decide(monitor, claim, verb):
    given = {"changes": {"place": "Palmyra"}} if verb == "correct" else {}
    getattr(monitor, verb)(claim, because="so", who="first", **given)


def words_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_a_blind_readers_word_on_what_was_corrected_meanwhile_tells_nothing_of_it(reader):
    claim = reader.ids["claim"]
    with tadmor.open(reader.client.app.state.site.monitor.record.url) as monitor:
        decide(monitor, claim, "correct")
    html = reader.send(f"/review/{claim}/accept?blind=1", seen="0")
    assert "Your word was not kept" in html
    assert "first" not in words_of(html).split()
    assert f"/review/{claim}/accept" not in html


def test_what_oneself_rejected_is_taken_back_before_it_is_decided_anew(reader):
    claim = reader.ids["claim"]
    reader.send(f"/review/{claim}/reject")
    html = reader.get(f"/review?claim={claim}")
    assert f"/review/{claim}/accept" not in html
    assert "Take back" in html
    back = reader.send("/review/undo", number=number_of(html))
    assert f"/review/{claim}/accept" in back


def test_it_is_told_who_decided_what_and_when(reader):
    claim = reader.ids["claim"]
    with tadmor.open(reader.client.app.state.site.monitor.record.url) as monitor:
        monitor.accept(claim, because="I heard it too", who="first")
    report = reader.get(f"/report/{reader.ids['shelling home']}")
    assert re.search(r"accepted by first ?, \d+ \w+ \d{4}, \d\d:\d\d UTC", words_of(report))
    assert 'title="because I heard it too"' in report
    assert "by first" not in words_of(reader.get(f"/report/{reader.ids['shelling home']}?blind=1"))


def test_only_fields_that_were_changed_are_corrected(reader):
    monitor = tadmor.open(reader.client.app.state.site.monitor.record.url)
    with monitor:
        claim = monitor.record.telling(reader.ids["claim"]).claim
    now = current(claim)
    assert changes(claim, now) == {}
    assert changes(claim, {**now, "killed": "12..", "because": "x"}) == {"killed": "12.."}
    was = json.dumps({**now, "place": "Aleppo"})  # somebody set the place meanwhile: the form still has the old one
    assert changes(claim, {**now, "place": "Aleppo", "killed": "3", "was": was}) == {"killed": "3"}
    assert changes(claim, {**now, "killed": "3", "was": "{not json"}) == {"killed": "3"}


def test_a_reader_by_role_sees_no_forms_and_decides_nothing(reader, tmp_path):
    pytest.importorskip("argon2", reason="users need tadmor[web]")
    users = tmp_path / "users.toml"
    Users.made(users).put("rita", "reader", "a long pass phrase")
    url = reader.client.app.state.site.monitor.record.url
    app = make_app(url, Options(users=str(users), warm=False))
    with TestClient(app, base_url="http://localhost", headers={"accept": "text/html"}) as client:
        door = client.get("/events")
        assert "Sign in to" in door.text
        assert "Recapture" not in door.text
        client.post("/sign-in", data={"name": "rita", "password": "a long pass phrase", "next": "/events"})
        page = client.get("/review").text
        assert "You may read only" in page
        assert "Right, next" not in page
        assert "rita" in page
        event = client.get(f"/event/{reader.ids['capture 2016']}").text
        assert "Split them off" not in event
        token = client.get("/api/session").json()["token"]
        answer = client.post(f"/review/{reader.ids['claim']}/accept", data={"csrf": token})
        assert answer.status_code == 403
