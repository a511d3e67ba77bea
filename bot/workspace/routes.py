"""How the Web API, the response_urls and the files are reached over HTTP."""

from __future__ import annotations

import json
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.web import read_body
from bot.workspace.state import PICTURE, Json, Workspace
from bot.workspace.webapi import Failure, WebApi, same

MAX_BYTES = 5_000_000


async def _arguments(request: Request) -> Json:
    """Arguments from a JSON body or a form, whose values may hold JSON, and from the query."""
    data = await read_body(request, limit=MAX_BYTES)
    if data is None:
        raise Failure("request_too_large")
    body = data.decode("utf8", "replace")
    arguments: Json = dict(request.query_params)
    if request.headers.get("content-type", "").startswith("application/json"):
        given = json.loads(body or "{}")
        return arguments | given if isinstance(given, dict) else arguments
    for key, value in parse_qsl(body, keep_blank_values=True):
        arguments[key] = json.loads(value) if value[:1] in {"[", "{"} else value
    return arguments


def routes(api: WebApi, workspace: Workspace) -> list[Route]:
    """The API, the response_urls and the files."""

    async def method(request: Request) -> Response:
        try:
            arguments = await _arguments(request)
        except (Failure, ValueError):
            return JSONResponse({"ok": False, "error": "invalid_form_data"})
        if not api.allowed(request.headers, arguments):
            return JSONResponse({"ok": False, "error": "invalid_auth"})
        return JSONResponse(await run_in_threadpool(api.call, request.path_params["method"], arguments))

    async def hook(request: Request) -> Response:
        try:
            body = await _arguments(request)
        except (Failure, ValueError):
            return PlainTextResponse("invalid_payload", 400)
        status, text = await run_in_threadpool(api.respond, request.path_params["name"], body)
        return PlainTextResponse(text, status)

    async def file(request: Request) -> Response:
        found = workspace.file(request.path_params["file"])
        if found is None or not same(found[0]["url_private"].rpartition("/")[2], request.path_params["key"]):
            return PlainTextResponse("not found", 404)
        if request.method == "POST":
            data = await read_body(request, limit=MAX_BYTES)
            if data is None:
                return PlainTextResponse("too large", 413)
            kept = workspace.fill_file(request.path_params["file"], data)
            return PlainTextResponse("ok" if kept else "full", 200 if kept else 409)
        if found[0]["mimetype"] == PICTURE:  # the page cannot send a token for it; its address is a secret
            return Response(found[1], media_type=PICTURE)
        if not api.allowed(request.headers, {}):
            return PlainTextResponse("log in first", 403)
        return Response(found[1], media_type="text/plain; charset=utf-8")

    return [
        Route("/api/{method}", method, methods=["GET", "POST"]),
        Route("/hooks/{name}", hook, methods=["POST"]),
        Route("/files/{file}/{key}", file, methods=["GET", "POST"]),
    ]
