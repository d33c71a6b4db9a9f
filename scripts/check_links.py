"""Ask for the address of every source, politely, and print those that no longer answer.

A site that refuses programs (401, 403, 429 and the like) may still answer people, and is only counted.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from urllib.parse import urlsplit

import requests

from regentrials.errors import RegenTrialsError
from regentrials.package import Row, opened
from regentrials.registries.http import agent
from regentrials.registries.progress import progress

ROOT = Path(__file__).parents[1]
ARCHIVES = re.compile(r"https?://(?:web\.archive\.org|archive\.(?:org|ph|today|is))/\S+")
REFUSALS = (401, 402, 403, 405, 406, 418, 429, 451, 999)
HOSTS_AT_ONCE = 8


def state(session: requests.Session, url: str, timeout: float) -> str:
    """What an address answers: "" for well, "refused", or why it is dead."""
    reason = ""
    for _ in range(2):
        try:
            # Many servers reject HEAD; the body is not read.
            with session.get(url, stream=True, timeout=timeout) as response:
                status, reason = response.status_code, f"{response.status_code} {response.reason}".strip()
        except (requests.RequestException, UnicodeError) as error:
            reason = type(error).__name__
            continue
        if status in REFUSALS:
            return "refused"
        if status < 400:
            return ""
        if status < 500:
            break
    return reason


def archived(source: Row) -> str:
    """The address of an archived copy that the row records, or ""."""
    found = ARCHIVES.search(f"{source['canonical_url']} {source['notes']}")
    return found[0].rstrip(".,;)") if found else ""


def by_host(sources: list[Row]) -> list[list[Row]]:
    """The sources grouped by host, so that each host is asked by one thread."""
    groups: dict[str, list[Row]] = {}
    for source in sources:
        groups.setdefault(urlsplit(source["url"]).netloc, []).append(source)
    return sorted(groups.values(), key=len, reverse=True)


def _check_host(sources: list[Row], pause: float, timeout: float) -> list[tuple[Row, str]]:
    found = []
    with requests.Session() as session:
        session.headers["User-Agent"] = agent()
        for number, source in enumerate(sources):
            time.sleep(pause if number else 0)
            found.append((source, state(session, source["url"], timeout)))
    return found


def check(sources: list[Row], pause: float, timeout: float) -> list[tuple[Row, str]]:
    """Each source with its state, in the order of the ids."""
    with ThreadPoolExecutor(HOSTS_AT_ONCE) as pool:
        running = [pool.submit(_check_host, group, pause, timeout) for group in by_host(sources)]
        done = (pair for future in as_completed(running) for pair in future.result())
        return sorted(progress(done, len(sources), "addresses"), key=lambda pair: pair[0]["source_id"])


def table(checked: list[tuple[Row, str]]) -> Iterator[str]:
    """The dead sources as lines, and a count of all."""
    dead = [(source, found) for source, found in checked if found not in ("", "refused")]
    for source, found in dead:
        copy = archived(source)
        yield f"{found:<24} {source['source_id']:<40} {source['url']}{f'  archived: {copy}' if copy else ''}"
    refused = sum(found == "refused" for _, found in checked)
    yield f"{len(checked)} addresses, {len(dead)} dead, {refused} refuse programs"


def main() -> int:
    """Check the sources; exit status 1 if any is dead."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dir", nargs="?", default=ROOT, type=Path, help="a data package's folder (default: this one)")
    parser.add_argument("--pause", default=1.0, type=float, help="seconds between requests to one host")
    parser.add_argument("--timeout", default=30.0, type=float, help="seconds to wait for an answer")
    arguments = parser.parse_args()
    try:
        sources = [row for _, row in opened(arguments.dir).resource("sources").rows()]
        checked = check(sources, arguments.pause, arguments.timeout)
    except RegenTrialsError as error:
        print(error, file=sys.stderr)
        return 2
    print(*table(checked), sep="\n")
    return 1 if any(found not in ("", "refused") for _, found in checked) else 0


if __name__ == "__main__":
    sys.exit(main())
