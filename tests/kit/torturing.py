"""Crawls of a torture server: what is planned, what the recorder kept of it and what the spider got.

A plan is `{"settings": {…}, "crawls": {NAME: {"settings": {…}, "groups": [[REQUEST, …], …]}}}`, where a request holds
the arguments of Scrapy's. `tests.torture_crawl` runs all crawls at once, the requests of a group one after the other.
"""

import datetime as dt
import json
from pathlib import Path
from typing import Any

from tests.kit.started import start
from tests.torture import TortureServer

CLOCK_START = dt.datetime(2017, 2, 14, 8, 11, tzinfo=dt.UTC)  # of the crawls


def url_of(server: TortureServer, path: str, mode: str = "http") -> str:
    """Return a path's address; behind a proxy the host is one that no resolver knows."""
    behind = {"proxy": "http://torture.test", "connect": "https://torture.test"}
    return f"{behind[mode]}/{path}" if mode in behind else server.url(path)


def ask(server: TortureServer, path: str, *, mode: str = "http", **meta: object) -> dict[str, Any]:
    """Plan a request."""
    if mode in ("proxy", "connect"):
        meta["proxy"] = f"http://{server.address}:{server.port}"
    return {"url": url_of(server, path, mode), "meta": meta}


def run(plan: dict[str, Any], folder: Path, **environment: str) -> dict[str, Any]:
    """Run a plan in a process of its own; return of each crawl `exchanges`, `outcomes`, `stats` and `reason`.

    With `"largest_file": BYTES` in the plan, no temporary file grows past it.
    """
    plan_file, result_file = folder / "plan.json", folder / "result.json"
    plan_file.write_text(json.dumps(plan))
    files = str(plan_file), str(result_file)
    with start(folder, *files, module="tests.torture_crawl", environment=environment) as crawling:
        if crawling.wait(120):
            raise RuntimeError(crawling.err)
    result: dict[str, Any] = json.loads(result_file.read_text())
    data = result_file.with_suffix(".bytes").read_bytes()
    for crawl in result.values():
        for exchange in crawl["exchanges"]:
            for part in ("request", "response"):
                start_at, end = exchange[part]
                exchange[part] = data[start_at:end]
    return result
