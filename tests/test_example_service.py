"""The example service: real requests to it, in this process and over a socket."""

import json
import re
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import httpx2
import jsonschema
import psutil
import pytest
import uvicorn
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import govgrammar
import poison
from govgrammar import Limits
from govgrammar.api import engine
from govgrammar.strategies import damaged
from service import problems, reading
from service.app import create_app
from service.problems import BUSY, TOO_LARGE, ServiceError, language_of
from service.settings import Settings

ROOT: Final = Path(__file__).resolve().parent.parent
SOURCE: Final = ROOT / "corpus" / "reports" / "paragraphs-2021" / "source.txt"
REPORT: Final = SOURCE.read_bytes()
PAGE: Final = (ROOT / "corpus" / "reports" / "html-page-word-2021" / "source.html").read_bytes()
MOST: Final = 300_000
SMALL: Final = Settings(bytes=MOST, seconds=20.0, workers=1, waiting=1, limits=Limits(characters=100_000))


@contextmanager
def serving(chosen: Settings) -> Iterator[httpx2.Client]:
    """A client of a server that really runs, on a port of this machine."""
    server = uvicorn.Server(uvicorn.Config(create_app(chosen), log_level="critical"))
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            while not server.started and thread.is_alive():
                time.sleep(0.05)
            with httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=60, trust_env=False) as client:
                yield client
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(SMALL), raise_server_exceptions=False) as opened:
        yield opened


@pytest.fixture(scope="module")
def over_socket() -> Iterator[httpx2.Client]:
    with serving(Settings(bytes=MOST, workers=2, waiting=40)) as opened:
        yield opened


def assert_well_formed(answer: dict[str, Any]) -> None:
    """An answer's two parts are what the shipped schemas describe."""
    jsonschema.validate(answer["result"], json.loads(reading_schema("result")))
    jsonschema.validate(answer["checks"], json.loads(reading_schema("checks")))
    assert {"language", "messages", "result", "checks"} == answer.keys()


def reading_schema(name: str) -> str:
    file = "result.schema.json" if name == "result" else "checks.schema.json"
    return (Path(govgrammar.__file__).parent / "schema" / file).read_text(encoding="utf-8")


def error_of(response: httpx2.Response) -> tuple[int, str]:
    """Status and code of an answer without a report."""
    return response.status_code, response.json()["error"]["code"]


def test_a_report_comes_back_as_the_library_reads_it(client: TestClient) -> None:
    """
    As the body or in a form, the answer holds the library's own result and what the checks find.
    """
    result = govgrammar.parse(REPORT)
    assert result.report is not None
    failed = [f.code for f in govgrammar.check(result.report) if f.status == "fail"]
    for response in (
        client.post("/reports", content=REPORT),
        client.post("/reports", files={"file": ("报告.txt", REPORT)}),
    ):
        answer = response.json()
        assert response.status_code == 200
        assert_well_formed(answer)
        assert json.loads(result.to_json()) == answer["result"]
        found = answer["checks"]["documents"][0]["findings"]
        assert sorted([*failed, *(d.code for d in result.diagnostics)]) == sorted(one["code"] for one in found)
        assert len(found) == len(answer["messages"])
    assert answer["checks"]["documents"][0]["name"] == "报告.txt"


def test_a_report_with_wrong_sums_is_a_report_with_findings(client: TestClient) -> None:
    """
    What is wrong in a report is no error of the request: 200, with both sides of the sum and a message.
    """
    wrong = (ROOT / "corpus" / "reports" / "paragraphs-totals-off" / "source.txt").read_bytes()
    response = client.post("/reports", content=wrong, headers={"Accept-Language": "en"})
    assert response.status_code == 200
    (found,) = [
        one
        for one in response.json()["checks"]["documents"][0]["findings"]
        if one["rule"] == "T3-BALANCE" and one["cells"][0]["column"] == "natural_person"
    ]
    assert (25, 24, 1) == (found["left"], found["right"], found["delta"])
    assert found["message"]["en"] in [message["text"] for message in response.json()["messages"]]


@pytest.mark.parametrize(
    ("header", "language"), [("en-GB,zh;q=0.5", "en"), ("zh-CN", "zh"), ("fr", "zh"), (None, "zh")]
)
def test_messages_are_in_the_language_of_the_client(client: TestClient, header: str | None, language: str) -> None:
    """
    Messages on a document and on a request are in the language that the client prefers, and the answer names it.
    """
    headers = {} if header is None else {"Accept-Language": header}
    read = client.post("/reports", content=b"nothing here", headers=headers)
    refused = client.post("/reports", content=b"1" * (MOST + 1), headers=headers)
    expected = govgrammar.parse("nothing here").diagnostics[0].message("zh" if language == "zh" else "en")
    assert expected == read.json()["messages"][0]["text"]
    assert (
        ServiceError(TOO_LARGE, limit=MOST).message("zh" if language == "zh" else "en")
        == refused.json()["error"]["text"]
    )
    for response in (read, refused):
        assert language == response.json()["language"] == response.headers["Content-Language"]
        assert response.headers["Vary"] == "Accept-Language"


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("zh;q=0.2,en;q=0.9", "en"),
        ("en;q=0", "zh"),
        ("*", "zh"),
        ("", "zh"),
        ("en;q=x", "zh"),
        ("EN", "en"),
        ("zh,en", "zh"),
    ],
)
def test_the_heavier_language_wins(header: str, language: str) -> None:
    """
    Weights decide; what has none counts fully, what cannot be read not at all; the default decides ties.
    """
    assert language == language_of(header, "zh")


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"", 422, "GG0101"),
        (b"hello", 422, "GG0301"),
        (b"\x89PNG\r\n\x1a\n", 415, "GG0102"),
        (b"PK\x03\x04" + b"word/" * 9, 422, "GG0106"),
        (b"%PDF-1.7\n%%EOF", 422, "GG0106"),
        (b"1" * 100_001, 413, "GG0105"),
    ],
)
def test_a_file_without_a_report_says_why(client: TestClient, content: bytes, status: int, code: str) -> None:
    """
    Nothing, something else, a picture, damaged files, a text above a limit: the status tells them apart, and the answer says it.
    """
    response = client.post("/reports", content=content)
    assert status == response.status_code
    assert_well_formed(response.json())
    assert code in [message["code"] for message in response.json()["messages"]]


@pytest.mark.parametrize(
    ("request_of", "status", "code"),
    [
        ({"content": b"", "params": {"kind": "doc"}}, 400, "bad-argument"),
        ({"content": b"", "params": {"encoding": "zlib"}}, 400, "bad-argument"),
        ({"files": {"other": ("a.txt", b"1")}}, 400, "no-file"),
        ({"files": [("file", ("a.txt", b"1")), ("file", ("b.txt", b"1"))]}, 400, "bad-form"),
        ({"content": b"x", "headers": {"Content-Type": "multipart/form-data"}}, 400, "bad-form"),
        ({"content": b"x", "headers": {"Content-Type": "multipart/form-data; boundary=b"}}, 400, "bad-form"),
        ({"files": {"file": ("a.txt", b"1" * MOST)}}, 413, "too-large"),
        ({"content": b"1" * (MOST + 1)}, 413, "too-large"),
    ],
)
def test_a_wrong_request_is_told_so(client: TestClient, request_of: dict[str, Any], status: int, code: str) -> None:
    """
    Arguments, forms and sizes that cannot be right get a status of their own, a code for programs and a message.
    """
    assert (status, code) == error_of(client.post("/reports", **request_of))


def test_a_form_in_an_odd_encoding_is_a_bad_form(client: TestClient) -> None:
    """
    A form names the encoding of its names; one that Python cannot decode text with ends no request with 500.
    """
    body = b'--b\r\nContent-Disposition: form-data; name="\xff"; filename="a"\r\n\r\n1\r\n--b--\r\n'
    headers = {"Content-Type": "multipart/form-data; boundary=b; charset=undefined"}
    assert (400, "bad-form") == error_of(client.post("/reports", content=body, headers=headers))


def test_health_names_the_versions(client: TestClient) -> None:
    """
    Who watches the service sees whether it reads documents, and with which grammar.
    """
    response = client.get("/health")
    expected = {"status": "ok", "version": govgrammar.__version__, "grammar": engine().form.digest}
    assert (200, expected) == (response.status_code, response.json())


def test_schemas_and_documentation_are_served(client: TestClient) -> None:
    """
    A client finds the schemas of the answer, and how to send a file.
    """
    assert json.loads(reading_schema("result")) == client.get("/schemas/result").json()
    assert json.loads(reading_schema("checks")) == client.get("/schemas/checks").json()
    content = client.get("/openapi.json").json()["paths"]["/reports"]["post"]["requestBody"]["content"]
    assert content.keys() == {"application/octet-stream", "multipart/form-data"}


@given(st.one_of(st.binary(max_size=300), damaged().map(lambda text: text.encode("utf-8", "surrogatepass"))))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_content_ends_a_request_without_an_answer(client: TestClient, data: bytes) -> None:
    """
    Whatever is sent, the answer is the library's own result, by the shipped schemas.
    """
    response = client.post("/reports", content=data)
    assert response.status_code in {200, 413, 415, 422}
    assert_well_formed(response.json())
    assert json.loads(govgrammar.parse(data, limits=SMALL.limits).to_json()) == response.json()["result"]


def test_halves_of_characters_travel_as_escapes(client: TestClient) -> None:
    """
    A page can name half of a character, which UTF-8 cannot write: the answer is ASCII then, and says the same.
    """
    data = REPORT.decode("utf-8").replace("总体", "\ud800总体", 1).encode("utf-16-le", "surrogatepass")
    response = client.post("/reports", content=b"\xff\xfe" + data, params={"encoding": "utf-16"})
    expected = govgrammar.parse(b"\xff\xfe" + data, encoding="utf-16", limits=SMALL.limits)
    assert json.loads(expected.to_json()) == response.json()["result"]
    assert response.json() == json.loads(reading.json_bytes(response.json()))
    assert reading.json_bytes({"a": "\ud800"}) == b'{"a": "\\ud800"}'


@pytest.mark.parametrize(
    ("work", "status", "code"),
    [(poison.never_ends, 504, "took-too-long"), (poison.dies, 500, "worker-ended")],
)
def test_a_document_that_ends_its_process_ends_nothing_else(
    monkeypatch: pytest.MonkeyPatch, work: Any, status: int, code: str
) -> None:
    """
    A document that takes too long or takes its process with it is answered, and the next one is read.
    """
    with TestClient(create_app(Settings(seconds=5.0, workers=1))) as own:
        with monkeypatch.context() as patched:
            patched.setattr(reading, "read_document", work)
            assert (status, code) == error_of(own.post("/reports", content=REPORT))
        assert own.get("/health").status_code == 200
        assert own.post("/reports", content=REPORT).status_code == 200


def test_a_worker_that_is_killed_while_it_waits_is_replaced(client: TestClient) -> None:
    """
    What the system does to an idle process, the next request does not notice.
    """
    assert client.post("/reports", content=REPORT).status_code == 200
    for child in psutil.Process().children(recursive=True):
        if "spawn_main" in " ".join(child.cmdline()):
            child.kill()
    time.sleep(1.0)
    assert client.post("/reports", content=REPORT).status_code == 200


def test_a_bug_ends_one_request(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    An exception that nobody expected is a 500 without its details, and the worker goes on.
    """
    with monkeypatch.context() as patched:
        patched.setattr(reading, "read_document", poison.fails)
        response = client.post("/reports", content=REPORT)
    assert response.status_code == 500
    assert "options" not in response.text
    assert client.post("/reports", content=REPORT).status_code == 200


def test_a_kind_that_is_not_installed_is_named(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Where an extra is missing, the answer says what to install, in the client's language.
    """
    monkeypatch.setattr(reading, "read_document", poison.lacks_an_extra)
    response = client.post("/reports", content=PAGE, headers={"Accept-Language": "en"})
    assert error_of(response) == (501, "missing-extra")
    assert "govgrammar[html]" in response.json()["error"]["text"]


def test_who_comes_when_all_places_are_taken_is_sent_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    One process and one place to wait: the third of three at once gets 503 and is told when to come back.
    """
    monkeypatch.setattr(reading, "read_document", poison.waits)
    with serving(Settings(workers=1, waiting=1)) as own, ThreadPoolExecutor(3) as threads:
        answers = list(threads.map(lambda _: own.post("/reports", content=REPORT), range(3)))
    assert sorted(answer.status_code for answer in answers) == [200, 200, 503]
    (busy,) = [answer for answer in answers if answer.status_code == 503]
    assert error_of(busy) == (503, "busy")
    assert str(BUSY.retry) == busy.headers["Retry-After"]


def test_over_a_socket_many_at_once_get_their_own_report(over_socket: httpx2.Client) -> None:
    """
    Forty requests from eight threads: each answer belongs to its own document.
    """
    names = [f"{first}{second}县水利局" for first in "东西南北" for second in "山水林田湖草沙河江海"]
    text = REPORT.decode("utf-8")
    organ = govgrammar.parse(REPORT).report
    assert organ is not None
    assert organ.organ is not None

    def ask(name: str) -> str | None:
        response = over_socket.post("/reports", content=text.replace(str(organ.organ), name).encode("utf-8"))
        found: str | None = response.json()["result"]["reports"][0]["organ"]
        return found

    with ThreadPoolExecutor(8) as threads:
        assert names == list(threads.map(ask, names))


@pytest.mark.parametrize("size", [MOST + 1, 40 * MOST])
def test_a_body_of_no_declared_length_is_cut_off(over_socket: httpx2.Client, size: int) -> None:
    """
    A chunked body declares nothing: it is counted as it comes, and refused where it is too long.
    """
    pieces = (b"1" * 10_000 for _ in range(-(-size // 10_000)))
    assert error_of(over_socket.post("/reports", content=pieces)) == (413, "too-large")
    assert over_socket.post("/reports", content=REPORT).status_code == 200


def test_a_client_that_sends_slowly_is_given_up() -> None:
    """
    A body that does not arrive in time is a 408, whether its length is declared or not.
    """

    def slowly() -> Iterator[bytes]:
        yield b"1"
        time.sleep(1.5)
        yield b"2"

    with serving(Settings(body_seconds=0.5, workers=1)) as own:
        assert error_of(own.post("/reports", content=slowly())) == (408, "too-slow")


def test_a_client_that_leaves_is_no_error(over_socket: httpx2.Client) -> None:
    """
    A connection that closes in the middle of a body leaves the service as it was.
    """
    host, port = over_socket.base_url.host, over_socket.base_url.port
    with socket.create_connection((host, port or 80)) as connection:
        connection.sendall(b"POST /reports HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n1")
    assert over_socket.get("/health").json()["status"] == "ok"
    assert over_socket.post("/reports", content=PAGE).status_code == 200


def test_the_example_installs_what_its_tests_use() -> None:
    """
    `requirements.txt` and the extra `dev` agree, so that what is tested is what the example installs.
    """
    lines = (ROOT / "examples" / "service" / "requirements.txt").read_text(encoding="utf-8").splitlines()
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert lines[0].startswith("govgrammar[")
    assert [line for line in lines[1:] if f'"{line}"' not in project] == []


@pytest.mark.parametrize("folder", ["", "service"])
def test_both_pages_give_the_same_commands_and_lead_somewhere(folder: str) -> None:
    """
    Who reads Chinese is told to type the same as who reads English; links and files that are named are there.
    """
    pages = [
        (ROOT / "examples" / folder / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh-CN.md")
    ]
    commands = [re.findall(r"```sh\n(.*?)```", page, re.DOTALL) for page in pages]
    assert commands[0] == commands[1] != []
    assert [
        path for path in re.findall(r"@?((?:corpus|examples)/\S+\.\w+)", commands[0][0]) if not (ROOT / path).exists()
    ] == []
    links = [link for page in pages for link in re.findall(r"\]\((?!https?:)([^)#]+)", page)]
    assert [link for link in links if not (ROOT / "examples" / folder / link).exists()] == []


def test_every_status_is_explained() -> None:
    """
    Each status that the service gives stands in both pages.
    """
    given = {kind.status for kind in vars(problems).values() if isinstance(kind, problems.Kind)} | {200, 415, 422}
    for name in ("README.md", "README.zh-CN.md"):
        page = (ROOT / "examples" / "service" / name).read_text(encoding="utf-8")
        assert given == set(map(int, re.findall(r"^\| (\d{3}) \|", page, re.MULTILINE)))
