"""The service: `uvicorn --factory --app-dir examples service.app:create_app`.

`POST /reports` takes a file, as the body or as the field `file` of a form, and gives the report with what is wrong in it.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

from fastapi import FastAPI, Request, Response
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect

from govgrammar import __version__
from govgrammar.api import check_arguments
from govgrammar.form import load_form
from govgrammar.schema import shipped_checks_schema, shipped_schema
from service import reading
from service.problems import BAD_ARGUMENT, BAD_FORM, NO_FILE, TOO_LARGE, TOO_SLOW, ServiceError, language_of
from service.reading import json_bytes
from service.settings import Settings
from service.workers import Workers

_JSON: Final = "application/json"
_FORM: Final = "multipart/form-data"
_FIELDS: Final = 10
_CLIENT_LEFT: Final = 400
_NOT_READY: Final = 503
#: What the generated documentation says of a request: the framework cannot see it, since the body is read by hand.
_BODY: Final = {
    "requestBody": {
        "required": True,
        "content": {
            "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
            _FORM: {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}},
                }
            },
        },
    }
}
_ANSWERS: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "`result` as GET /schemas/result describes it, `checks` as GET /schemas/checks does"},
    400: {"description": "a wrong argument, or a form without a file"},
    413: {"description": "larger than this service takes"},
    415: {"description": "a kind of file that is not read; the messages say what to do with it"},
    422: {"description": "no report in the file; the messages say what was found"},
    503: {"description": "too many files are waiting"},
    504: {"description": "reading took too long and was ended"},
}


def create_app(settings: Settings | None = None) -> FastAPI:
    """The service as an ASGI application."""
    chosen = settings or Settings()
    workers = Workers(chosen)

    @asynccontextmanager
    async def running(_app: FastAPI) -> AsyncIterator[None]:
        await workers.start()
        try:
            yield
        finally:
            await workers.stop()

    app = FastAPI(title="govgrammar", version=__version__, lifespan=running)
    _add_reports(app, chosen, workers)
    _add_about(app, chosen, workers)
    _add_problems(app, chosen)
    return app


def _add_reports(app: FastAPI, chosen: Settings, workers: Workers) -> None:
    @app.post("/reports", openapi_extra=_BODY, responses=_ANSWERS)
    async def reports(request: Request, kind: str | None = None, encoding: str | None = None) -> Response:
        """Read a report and check it.  `kind` and `encoding` are detected where they are not given."""
        _check(kind, encoding)
        name, data = await _received(request, chosen)
        lang = language_of(request.headers.get("accept-language"), chosen.language)
        options = {"name": name, "kind": kind, "encoding": encoding, "lang": lang, "limits": chosen.limits}
        answer = await workers.run(reading.read_document, data, **options)
        return _json(answer.status, answer.body, lang)


def _add_about(app: FastAPI, chosen: Settings, workers: Workers) -> None:
    @app.get("/health", responses={_NOT_READY: {"description": "no process can read documents"}})
    async def health(request: Request) -> Response:
        """Whether documents are read, by which version of library and grammar."""
        lang = language_of(request.headers.get("accept-language"), chosen.language)
        data = {"status": "ok" if workers.active else "down", "version": __version__, "grammar": load_form().digest}
        return _json(200 if workers.active else _NOT_READY, json_bytes(data), lang)

    @app.get("/schemas/result")
    async def result_schema() -> Response:
        """The JSON Schema of `result`."""
        return Response(shipped_schema(), media_type=_JSON)

    @app.get("/schemas/checks")
    async def checks_schema() -> Response:
        """The JSON Schema of `checks`."""
        return Response(shipped_checks_schema(), media_type=_JSON)


def _add_problems(app: FastAPI, chosen: Settings) -> None:
    @app.exception_handler(ServiceError)
    async def problem(request: Request, error: ServiceError) -> Response:
        lang = language_of(request.headers.get("accept-language"), chosen.language)
        body = json_bytes({"language": lang, "error": {"code": error.kind.code, "text": error.message(lang)}})
        response = _json(error.kind.status, body, lang)
        if error.kind.retry is not None:
            response.headers["Retry-After"] = str(error.kind.retry)
        return response

    @app.exception_handler(ClientDisconnect)
    async def left(_request: Request, _error: ClientDisconnect) -> Response:
        return Response(status_code=_CLIENT_LEFT)  # nobody is there to read it


def _check(kind: str | None, encoding: str | None) -> None:
    try:
        check_arguments(kind, encoding)
    except ValueError as error:
        raise ServiceError(BAD_ARGUMENT, detail=error) from None


def _json(status: int, body: bytes, lang: str) -> Response:
    headers = {"Content-Language": lang, "Vary": "Accept-Language"}
    return Response(body, status_code=status, media_type=_JSON, headers=headers)


async def _received(request: Request, settings: Settings) -> tuple[str, bytes]:
    """Name and bytes of the file in a request, which is given up as soon as it is too long or too slow."""
    try:
        async with asyncio.timeout(settings.body_seconds):
            if request.headers.get("content-type", "").partition(";")[0].strip().lower() == _FORM:
                return await _uploaded(request, settings.bytes)
            return "body", b"".join([chunk async for chunk in _bounded(request, settings.bytes)])
    except TimeoutError:
        raise ServiceError(TOO_SLOW, seconds=settings.body_seconds) from None


async def _uploaded(request: Request, limit: int) -> tuple[str, bytes]:
    parser = MultiPartParser(request.headers, _bounded(request, limit), max_files=1, max_fields=_FIELDS)
    try:
        form = await parser.parse()
    except (MultiPartException, ValueError) as error:  # a ValueError where the form names an odd encoding of its names
        raise ServiceError(BAD_FORM, detail=error) from None
    try:
        upload = form.get("file")
        if not isinstance(upload, UploadFile):
            raise ServiceError(NO_FILE)
        return upload.filename or "file", await upload.read()
    finally:
        await form.close()


async def _bounded(request: Request, limit: int) -> AsyncGenerator[bytes, None]:
    """The body, piece by piece, whatever length its header declares."""
    declared = request.headers.get("content-length", "")
    size = int(declared) if declared.isdecimal() else 0
    if size > limit:
        raise ServiceError(TOO_LARGE, limit=limit)
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > limit:
            raise ServiceError(TOO_LARGE, limit=limit)
        yield chunk
