"""Every way in which a registry is known to answer badly, from a real server."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import pytest

from regentrials.errors import RegenTrialsError
from regentrials.registries import http
from regentrials.registries.http import Client, Request, json_object
from regentrials.registries.record import RefusedError, UnreachableError, VanishedError
from regentrials.registries.snapshots import Snapshots
from tests.registries.server import Reply, Server, as_json

GOOD = as_json({"good": True})
DEEP = Reply("[" * 200_000)
APOLOGY = Reply("<html><title>Apology</title>We are sorry</html>", kind="text/html")


@pytest.fixture
def client(server: Server, tmp_path: Path) -> Client:
    server.answers.append(lambda asked: GOOD if asked.path == "/record" else None)
    return Client(Snapshots(tmp_path / "kept", "2026-11-22"))


def _ask(client: Client, server: Server, fresh: bool = False) -> object:
    return client.ask(Request(f"{server.url}/record"), json_object, fresh).value


@pytest.mark.parametrize("status", [403, 429, 500, 502, 503, 504])
@pytest.mark.parametrize("headers", [{}, {"Retry-After": "0"}], ids=["", "retry-after"])
def test_a_busy_registry_is_asked_again(client: Client, server: Server, status: int, headers: dict[str, str]) -> None:
    server.once(Reply("busy", status, "text/plain", headers), Reply("busy", status), where="/record")
    assert _ask(client, server) == {"good": True}
    assert len(server.asked) == 3


def test_a_registry_that_stays_busy_is_left_alone(client: Client, server: Server) -> None:
    server.first(lambda _: Reply("too many requests", 429, "text/plain"))
    with pytest.raises(UnreachableError, match="429 .*too many requests"):
        _ask(client, server)
    assert len(server.asked) == http.TRIES
    assert client.unreached == 1


def test_a_long_retry_after_is_not_waited_for_and_not_ignored(client: Client, server: Server) -> None:
    server.first(lambda _: Reply("", 503, headers={"Retry-After": "86400"}))
    with pytest.raises(UnreachableError, match="503"):
        _ask(client, server)
    assert len(server.asked) == 1


def test_a_retry_after_that_can_not_be_read_hides_no_answer(client: Client, server: Server) -> None:
    server.first(lambda _: Reply("slow", 429, "text/plain", {"Retry-After": "soon"}))
    with pytest.raises(UnreachableError, match="answers 429 .*slow"):
        _ask(client, server)
    assert len(server.asked) == http.TRIES


def test_retry_after_and_back_off_are_slept(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pauses that are asked for are the pauses that are made; the clock itself is not waited for."""
    slept: list[float] = []
    monkeypatch.setattr("time.sleep", slept.append)
    monkeypatch.setenv("REGENTRIALS_RATE", "1")
    server.once(Reply("", 429, headers={"Retry-After": "7"}), Reply("", 500), Reply("", 500), where="/record")
    server.answers.append(lambda _: GOOD)
    client = Client(Snapshots(tmp_path / "kept", "2026-11-22"))
    assert _ask(client, server) == {"good": True}
    assert [pause for pause in slept if pause >= 2] == [7, 2, 4]


def test_one_request_a_second_unless_set(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr("time.sleep", slept.append)
    monkeypatch.delenv("REGENTRIALS_RATE")
    server.answers.append(lambda _: GOOD)
    client = Client(Snapshots(tmp_path / "kept", "2026-11-22"))
    for number in range(3):
        client.ask(Request(f"{server.url}/{number}"), json_object)
    assert sum(0.5 < pause <= 1 for pause in slept) == 2


@pytest.mark.parametrize(("pause", "tries"), [(119, 2), (120, 2), (121, 1)])
def test_two_minutes_are_waited_for_and_no_more(
    client: Client, server: Server, monkeypatch: pytest.MonkeyPatch, pause: int, tries: int
) -> None:
    """A curator waits for a whole run: what asks for a longer pause is for another one."""
    slept: list[float] = []
    monkeypatch.setattr("time.sleep", slept.append)
    server.once(Reply("", 429, headers={"Retry-After": str(pause)}), where="/record")
    with nullcontext() if tries > 1 else pytest.raises(UnreachableError, match="429"):
        assert _ask(client, server) == {"good": True}
    assert len(server.asked) == tries
    assert (pause in slept) == (tries > 1)


@pytest.mark.parametrize(
    "reply",
    [
        APOLOGY,
        Reply('{"good": tr'),
        Reply('{"good": true, "more": "..."}', cut=9),
        Reply("[]"),
        Reply(b"\xff\xfe{"),
        DEEP,
    ],
    ids=["apology with 200", "truncated JSON", "connection cut", "no object", "not UTF-8", "nested without end"],
)
def test_an_answer_that_is_not_whole_is_asked_for_again_and_never_kept(
    client: Client, server: Server, reply: Reply
) -> None:
    server.once(reply, where="/record")
    assert _ask(client, server) == {"good": True}
    assert len(server.asked) == 2
    server.first(lambda _: reply)
    with pytest.raises(UnreachableError, match="gives no whole answer"):
        _ask(client, server, fresh=True)
    assert _ask(client, server) == {"good": True}, "the good answer is still the kept one"


def test_a_stalled_registry_times_out(
    client: Client, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REGENTRIALS_TIMEOUT", "0.1")
    server.first(lambda _: Reply(stall=True))
    with pytest.raises(UnreachableError, match="does not answer"):
        _ask(Client(Snapshots(tmp_path / "other", "2026-11-22")), server)


def test_an_answer_that_is_cut_off_says_where(client: Client, server: Server) -> None:
    server.first(lambda _: Reply('{"good": true, "more": "..."}', cut=9))
    with pytest.raises(
        UnreachableError, match=r"gives no whole answer \(cut off: [^()]*\(20 bytes read, 9 more exp[^()]*\)\)$"
    ):
        _ask(client, server)


def test_a_registry_that_is_gone_is_unreachable(client: Client, server: Server) -> None:
    # Port 9 discards; nothing listens there.
    with pytest.raises(UnreachableError, match=r"record does not answer \(\[Errno \d+\] Connection refused\)$"):
        client.ask(Request("http://127.0.0.1:9/record"), json_object)


def test_an_error_in_plain_text_is_passed_on(client: Client, server: Server) -> None:
    server.once(Reply("Invalid prefix in parameter name: query.cond", 400, "text/plain"), where="/record")
    with pytest.raises(RefusedError, match="400 .*Invalid prefix in parameter name"):
        _ask(client, server)
    assert len(server.asked) == 1


@pytest.mark.parametrize("status", [404, 410])
@pytest.mark.parametrize("kind", ["text/plain", "text/html"])
def test_a_vanished_record(client: Client, server: Server, kind: str, status: int) -> None:
    server.once(Reply("<html>nginx</html>", status, kind), where="/record")
    with pytest.raises(VanishedError, match=str(status)):
        _ask(client, server)
    assert client.unreached == 0


def test_a_redirect_tells_where_it_led(client: Client, server: Server) -> None:
    server.once(Reply("", 301, headers={"Location": "/record"}), where="/old")
    assert client.ask(Request(f"{server.url}/old"), json_object).url == f"{server.url}/record"


def test_the_agent_says_who_asks(client: Client, server: Server) -> None:
    _ask(client, server)
    agent = server.asked[0].headers["User-Agent"]
    assert agent.startswith("regentrials/20")
    assert "https://example.org/contact" in agent


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("REGENTRIALS_RATE", "fast"),
        ("REGENTRIALS_RATE", "-1"),
        ("REGENTRIALS_RATE", "nan"),
        ("REGENTRIALS_TIMEOUT", "inf"),
        ("REGENTRIALS_CONTACT", "a\r\nX-Evil: 1"),
    ],
)
def test_an_unusable_setting_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, setting: str, value: str
) -> None:
    monkeypatch.setenv(setting, value)
    with pytest.raises(RegenTrialsError, match=setting):
        Client(Snapshots(tmp_path, "2026-11-22"))


@pytest.mark.parametrize("value", ["mirror.example.org", "/srv/mirror", "https://", "ftp://a.org"])
def test_a_mirror_is_an_address(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("REGENTRIALS_CTGOV_URL", value)
    with pytest.raises(RegenTrialsError, match="^REGENTRIALS_CTGOV_URL is .*; give an address that begins with https"):
        http.address("CTGOV")


def test_the_public_addresses_are_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REGENTRIALS_CTGOV_URL", raising=False)
    assert http.address("CTGOV") == "https://clinicaltrials.gov/api/v2"
    monkeypatch.setenv("REGENTRIALS_CTGOV_URL", "http://127.0.0.1:1/mirror/")
    assert http.address("CTGOV") == "http://127.0.0.1:1/mirror"


def test_an_interrupted_run_resumes_and_a_complete_one_begins_anew(server: Server, tmp_path: Path) -> None:
    server.answers.append(lambda _: GOOD)

    def run(day: str = "2026-11-22") -> Client:
        client = Client(Snapshots(tmp_path, day))
        assert _ask(client, server) == {"good": True}
        return client

    run()
    client = run()
    assert len(server.asked) == 1, "the second run of the day reads what the first one kept"
    client.snapshots.close()
    run()
    assert len(server.asked) == 2
    run("2026-11-23")
    assert len(server.asked) == 3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["2026-11-22", "2026-11-22-2", "2026-11-23"]


@pytest.mark.parametrize(
    "damaged",
    ['{"url": "https://a.org", "te', "[]", '{"url": "https://a.org", "text": 5}', "{}", "[" * 200_000],
    ids=["cut", "a list", "a number", "empty", "nested without end"],
)
def test_a_damaged_snapshot_is_asked_for_again(client: Client, server: Server, damaged: str) -> None:
    _ask(client, server)
    (file,) = client.snapshots.folder.rglob("*.json")
    file.write_text(damaged, encoding="utf-8")
    assert _ask(client, server) == {"good": True}
    assert len(server.asked) == 2
