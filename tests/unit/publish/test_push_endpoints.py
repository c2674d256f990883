"""Where push looks for the endpoints of known stores, and which addresses it refuses."""

from __future__ import annotations

import httpx
import pytest

from keikaku.problem import message
from keikaku.publish.credentials import Credentials, check_url, without_secrets
from keikaku.publish.failure import CallError, RemoteError, failed
from keikaku.publish.sparql.endpoints import Endpoints, Told, find_endpoints, layouts

HOST = "https://store.example"


@pytest.mark.parametrize(
    ("base", "query", "update", "graphs"),
    [
        ("", "/query", "/update", "/store"),
        ("/", "/query", "/update", "/store"),
        ("/query", "/query", "/update", "/store"),
        ("/ds", "/ds/query", "/ds/update", "/ds/data"),
        ("/ds/", "/ds/query", "/ds/update", "/ds/data"),
        ("/fuseki/ds/sparql", "/fuseki/ds/query", "/fuseki/ds/update", "/fuseki/ds/data"),
        ("/repositories/x", "/repositories/x", "/repositories/x/statements", "/repositories/x/rdf-graphs/service"),
        ("/sparql", "/sparql", "/sparql", "/sparql-graph-crud"),
        ("/sparql-auth", "/sparql-auth", "/sparql-auth", "/sparql-graph-crud-auth"),
    ],
)
def test_layouts(base: str, query: str, update: str, graphs: str) -> None:
    assert layouts(HOST + base, False)[0] == Endpoints(HOST + query, HOST + update, HOST + graphs)


def test_virtuoso_with_a_password_has_endpoints_of_its_own() -> None:
    found = layouts(f"{HOST}/sparql", True)[0]
    assert found == Endpoints(f"{HOST}/sparql-auth", f"{HOST}/sparql-auth", f"{HOST}/sparql-graph-crud-auth")


def test_the_first_that_answers_is_taken() -> None:
    asked = []

    def answers(url: str) -> None:
        asked.append(url)
        if url.endswith("/query"):
            raise failed("E816", url=url, status=404)

    found = find_endpoints(Told(HOST, graphs=f"{HOST}/g"), False, answers)
    assert found == Endpoints(HOST, HOST, f"{HOST}/g", sure=True)
    assert asked == [f"{HOST}/query", HOST]


def test_what_is_told_is_not_looked_for() -> None:
    def answers(url: str) -> None:
        raise AssertionError(url)

    assert find_endpoints(Told(query="q:", update="u:"), False, answers) == Endpoints("q:", "u:")
    with pytest.raises(CallError) as error:
        find_endpoints(Told(query="q:"), False, answers)
    assert error.value.problem.code == "E807"


@pytest.mark.parametrize("code", ["E811", "E812"])
def test_a_store_out_of_reach_is_not_asked_again(code: str) -> None:
    asked = []

    def answers(url: str) -> None:
        asked.append(url)
        raise failed(code, url=url)

    with pytest.raises(RemoteError):
        find_endpoints(Told(HOST), False, answers)
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("store.example/query", "E801"),
        ("ftp://store.example/", "E801"),
        ("https://", "E801"),
        ("https:///query", "E801"),
        ("https://[::1/", "E801"),
        ("https://a:99999/", "E801"),
        ("https://store.example/#x", "E801"),
        ("https://me:hunter2@store.example/", "E802"),
        ("http://store.example/", "E803"),
        ("http://127.0.0.1.example/", "E803"),
        ("http://localhost.example/", "E803"),
        ("http://192.168.0.1/", "E803"),
    ],
)
def test_addresses_that_are_refused(url: str, code: str) -> None:
    with pytest.raises(CallError) as error:
        check_url(url, Credentials("me", "hunter2"))
    assert error.value.problem.code == code
    assert "hunter2" not in message(error.value.problem, "en")


@pytest.mark.parametrize(
    "url", ["https://store.example/", "http://localhost:1/", "http://127.9.9.9/", "http://[::1]:7/"]
)
def test_addresses_that_are_safe(url: str) -> None:
    check_url(url, Credentials("me", "hunter2"))
    check_url("http://store.example/", Credentials())


@pytest.mark.parametrize("token", ["two\nlines", "full　width", "鍵", "a b", "a\x00b"])
def test_a_token_that_no_header_can_hold(token: str) -> None:
    with pytest.raises(CallError) as error:
        check_url("https://store.example/", Credentials(token=token))
    assert error.value.problem.code == "E808"
    with pytest.raises(CallError):
        check_url("https://store.example/", Credentials("me", "\udcff"))


def test_secrets_are_not_shown() -> None:
    assert without_secrets("https://me:pw@store.example/q?token=t") == "https://store.example/q"
    assert without_secrets("me:pw@store.example/q?token=t") == "store.example/q"
    given = Credentials.of({"X_TOKEN": " t0k ", "X_USER": "me", "X_PASSWORD": "pw"}, "X")
    assert "t0k" not in repr(given)
    assert given.hide("you sent t0k") == "you sent ***"
    assert Credentials("me", "pw").hide("Basic bWU6cHc=, pw") == "Basic ***, ***"
    assert not Credentials.of({}, "X").given


def test_digest_where_basic_is_refused_without_asking_for_it() -> None:
    seen = []

    def answer(request: httpx.Request) -> httpx.Response:
        told = request.headers.get("authorization", "")
        seen.append(told.partition(" ")[0])
        if told.startswith("Digest"):
            return httpx.Response(200)
        challenge = {} if told else {"WWW-Authenticate": 'Digest realm="r", nonce="n", qop="auth", algorithm="MD5"'}
        return httpx.Response(401, headers=challenge)

    auth = Credentials("me", "pw").auth()
    with httpx.Client(transport=httpx.MockTransport(answer), auth=auth) as client:
        assert [client.post(HOST, content=b"x").status_code for _ in range(2)] == [200, 200]
    assert seen == ["Basic", "", "Digest", "Digest"]


def test_a_password_is_not_tried_again_where_basic_was_right() -> None:
    seen = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers["authorization"].partition(" ")[0])
        return httpx.Response(401, headers={"WWW-Authenticate": 'Basic realm="r"'})

    with httpx.Client(transport=httpx.MockTransport(answer), auth=Credentials("me", "pw").auth()) as client:
        assert client.get(HOST).status_code == 401
    assert seen == ["Basic"]
