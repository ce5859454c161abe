"""Measures one database, named by the environment, and writes what it found as JSON."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amends.site.settings")
django.setup()

from bench.corpus import Corpus  # noqa: E402
from bench.creating import created  # noqa: E402
from bench.figures import load_average, loop_seconds  # noqa: E402
from bench.load import load, tidy  # noqa: E402
from bench.measure import machine, measured  # noqa: E402
from bench.pages import pages  # noqa: E402
from bench.queries import desk, named  # noqa: E402


def main(arguments: list[str]) -> None:
    """Loads where asked, measures every named query and the API, and writes the JSON."""
    asked = _asked(arguments)
    corpus = Corpus(asked.corpus)
    found: dict[str, Any] = {"machine": machine(), "corpus": corpus.name, "requests": asked.requests}
    if asked.cases:
        found["import"] = load(asked.cases, corpus)
    tidy()
    seat = desk()
    queries = {name: query for name, query in named(seat, corpus).items() if asked.only in name}
    found["queries"] = {}
    for name, query in queries.items():
        found["queries"][name] = measured(seat, query, asked.requests)
        print(f"{name:<36}{found['queries'][name]['p50']:>9} {found['queries'][name]['p95']:>9}", flush=True)
    if asked.pages:
        found["pages"] = pages(seat, corpus, asked.requests, asked.only)
    if asked.seconds:
        found["create"] = created(corpus, asked.seconds, asked.interface)
    found["load_average_after"] = load_average()
    found["loop_seconds_after"] = loop_seconds()
    Path(asked.result).write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _asked(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.run")
    parser.add_argument("--cases", type=int, default=0, help="load so many first; 0 measures what is there")
    parser.add_argument("--requests", type=int, default=1_000)
    parser.add_argument(
        "--seconds", type=float, default=8, help="how long to create through the API; 0 leaves it out"
    )
    parser.add_argument("--interface", default="asgi", choices=["asgi", "wsgi"])
    parser.add_argument(
        "--pages", action=argparse.BooleanOptionalAction, default=True, help="whole pages too"
    )
    parser.add_argument("--only", default="", help="only queries with this in their name")
    parser.add_argument("--corpus", default="", help="the folder that has desk/corpus.py")
    parser.add_argument("--result", required=True)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
