"""Ask registries politely, and accept only whole answers of the kind asked for."""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import InvalidHeader, MaxRetryError
from urllib3.response import BaseHTTPResponse
from urllib3.util.retry import Retry

from regentrials.errors import RegenTrialsError
from regentrials.registries.record import GarbledError, RefusedError, UnreachableError, VanishedError
from regentrials.registries.snapshots import Kept, Snapshots

T = TypeVar("T")

ADDRESSES = {
    "CTGOV": "https://clinicaltrials.gov/api/v2",
    "CTIS": "https://euclinicaltrials.eu/ctis-public-api",
    "ISRCTN": "https://www.isrctn.com/api",
    "EUCTR": "https://www.clinicaltrialsregister.eu/ctr-search",
}
BUSY = (403, 429, 500, 502, 503, 504)
TRIES = 4
# A registry that asks for a longer pause than this is asked again in another run.
LONGEST_PAUSE = 120.0


def address(registry: str) -> str:
    """A registry's base address: the setting REGENTRIALS_<registry>_URL, or the public one.

    Raises:
        RegenTrialsError: the setting is no address.
    """
    setting = f"REGENTRIALS_{registry}_URL"
    given = os.environ.get(setting) or ADDRESSES[registry]
    if not re.match(r"https?://[^/\s]", given):
        raise RegenTrialsError(f"{setting} is {given!r}; give an address that begins with https:// or http://")
    return given.rstrip("/")


def _number(setting: str, default: float) -> float:
    text = os.environ.get(setting) or str(default)
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    # The second half is false for nan and infinity.
    if not 0 <= value < float("inf"):
        raise RegenTrialsError(f"{setting} is {text!r}; give a number from 0 up")
    return value


def agent() -> str:
    """What requests are signed with: name, version and the setting REGENTRIALS_CONTACT."""
    from regentrials import __version__

    contact = os.environ.get("REGENTRIALS_CONTACT", "").strip()
    if not contact.isprintable() or not contact.isascii():
        raise RegenTrialsError("REGENTRIALS_CONTACT must be one line of ASCII, such as a page or mail address")
    return f"regentrials/{__version__}" + (f" (+{contact})" if contact else "")


@dataclass(frozen=True)
class Request:
    """What is asked: an address with parameters, or with a JSON body to post."""

    url: str
    params: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, Any] | None = None

    def __str__(self) -> str:
        method = "GET" if self.body is None else "POST"
        prepared = requests.Request("GET", self.url, params=dict(self.params)).prepare()
        return f"{method} {prepared.url}" + ("" if self.body is None else f" {json.dumps(self.body, sort_keys=True)}")


@dataclass(frozen=True)
class Answer(Generic[T]):
    """What came back: the parsed value, and the address that gave it after redirects."""

    value: T
    url: str


class PoliteRetry(Retry):
    """Back off before every further try, and give up where the registry asks for a very long pause."""

    def get_retry_after(self, response: BaseHTTPResponse) -> float | None:
        # A pause that can't be read is none: what the registry answered is still told.
        with suppress(InvalidHeader):
            return super().get_retry_after(response)
        return None

    def get_backoff_time(self) -> float:
        return float(min(LONGEST_PAUSE, self.backoff_factor * 2 ** (len(self.history) - 1)))

    def increment(
        self,
        method: str | None = None,
        url: str | None = None,
        response: BaseHTTPResponse | None = None,
        error: Exception | None = None,
        _pool: Any = None,
        _stacktrace: TracebackType | None = None,
    ) -> Self:
        pause = self.get_retry_after(response) if response is not None else None
        if pause is not None and pause > LONGEST_PAUSE:
            raise MaxRetryError(_pool, str(url))
        return super().increment(method, url, response, error, _pool, _stacktrace)


class Client:
    """One run's connection to the registries.

    Args:
        snapshots: where raw answers are kept and read back.

    Raises:
        RegenTrialsError: a setting is not usable.
    """

    def __init__(self, snapshots: Snapshots) -> None:
        self.snapshots = snapshots
        self.unreached = 0
        rate = _number("REGENTRIALS_RATE", 1)
        self._pause = 1 / rate if rate else 0.0
        self._timeout = _number("REGENTRIALS_TIMEOUT", 60) or 60
        self._next = 0.0
        self._session = requests.Session()
        self._session.headers["User-Agent"] = agent()
        retry = PoliteRetry(
            total=TRIES - 1,
            backoff_factor=self._pause,
            status_forcelist=BUSY,
            allowed_methods=None,
            raise_on_status=False,
        )
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, HTTPAdapter(max_retries=retry))

    def ask(self, request: Request, parse: Callable[[str], T], fresh: bool = False) -> Answer[T]:
        """The registry's answer.

        Args:
            request: what to ask.
            parse: text -> value; raises GarbledError for a text that is not an answer of the expected kind.
            fresh: ask even if today's answer is kept.

        Raises:
            VanishedError: there is no such record.
            RefusedError: the registry rejects the request.
            UnreachableError: no usable answer came in several tries.
        """
        kept = None if fresh else self.snapshots.read(str(request))
        if kept is not None:
            # A file that somebody has touched is as good as none.
            with suppress(GarbledError):
                return Answer(parse(kept.text), kept.url)
        try:
            return self._ask(request, parse)
        except UnreachableError:
            self.unreached += 1
            raise

    def _ask(self, request: Request, parse: Callable[[str], T]) -> Answer[T]:
        reason = ""
        for attempt in range(TRIES):
            time.sleep(self._pause * (2**attempt - 1))
            try:
                kept = self._send(request)
                value = parse(kept.text)
            except GarbledError as error:
                reason = str(error)
                continue
            except requests.exceptions.ChunkedEncodingError as error:
                reason = f"cut off: {_cause(error)}"
                continue
            except requests.RequestException as error:
                raise UnreachableError(f"{request.url} does not answer ({_cause(error)})") from None
            self.snapshots.keep(str(request), kept)
            return Answer(value, kept.url)
        raise UnreachableError(f"{request.url} gives no whole answer ({_first_line(reason)})")

    def _send(self, request: Request) -> Kept:
        time.sleep(max(0.0, self._next - time.monotonic()))
        method = "GET" if request.body is None else "POST"
        try:
            response = self._session.request(
                method, request.url, params=dict(request.params), json=request.body, timeout=(10, self._timeout)
            )
        finally:
            self._next = time.monotonic() + self._pause
        _refuse_errors(request, response)
        try:
            return Kept(response.url, response.content.decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise GarbledError("the answer is not UTF-8") from None


def _refuse_errors(request: Request, response: requests.Response) -> None:
    if response.status_code < 300:
        return
    status = response.status_code
    error = VanishedError if status in (404, 410) else UnreachableError if status in BUSY else RefusedError
    said = "" if "html" in response.headers.get("Content-Type", "") else f": {_first_line(response.text)}"
    raise error(f"{request.url} answers {response.status_code} {response.reason}{said}")


def _cause(error: requests.RequestException) -> str:
    """Why a registry was not reached: what the operating system said, without the objects around it."""
    inner: BaseException = error
    while True:
        held = [getattr(inner, "reason", None), *reversed(inner.args)]
        deeper = next((item for item in held if isinstance(item, BaseException)), None)
        if deeper is None:
            return _first_line(str(inner).rpartition(": ")[2])
        inner = deeper


def _first_line(text: str) -> str:
    return " ".join(text.split())[:200]


def json_object(text: str) -> dict[str, Any]:
    """The JSON object in a text.

    Raises:
        GarbledError: it is a page of excuses, or cut short.
    """
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        kind = "a web page" if text.lstrip()[:1] == "<" else "broken JSON"
        raise GarbledError(f"{kind} instead of JSON: {_first_line(text)[:80]}") from None
    if not isinstance(value, dict):
        raise GarbledError(f"JSON, but no object: {_first_line(text)[:80]}")
    return value
