"""The table, the missed targets, and the file under docs/measured/."""

import platform
import subprocess
from datetime import date
from pathlib import Path

from django.db import connection

from .wire import LIMITS

ROOT = Path(__file__).resolve().parent.parent.parent


def report(bare, measured, sizes, targets, figures):
    """Returns (Markdown text, list of sentences about missed targets). `figures`: {name: (at most, measured)}."""
    lines = [
        "| page | CPU ms | times bare | queries | more than bare | KiB | KiB gzip |",
        "|---|---|---|---|---|---|---|",
        *(item.row(bare) for item in (bare, *measured)),
        "",
        "| on the wire | KiB | at most |",
        "|---|---|---|",
        *(f"| {name} | {size:.1f} | {LIMITS[name]} |" for name, size in sizes.items()),
    ]
    also, late = limits(figures)
    missed = [text for item in measured for text in judge(item, bare, targets.get(item.name))]
    missed += [f"{name}: {size:.1f} KiB, at most {LIMITS[name]}" for name, size in sizes.items() if size > LIMITS[name]]
    return "\n".join([*lines, "", also]), missed + late


def limits(figures):
    """As `report`, of figures alone."""
    rows = [f"| {name} | {found:.1f} | {most} |" for name, (most, found) in figures.items()]
    missed = [f"{name}: {found:.1f}, at most {most}" for name, (most, found) in figures.items() if found > most]
    return "\n".join(["| also | measured | at most |", "|---|---|---|", *rows]), missed


def judge(item, bare, target):
    if target is None:
        return
    if target.ratio and item.cpu > target.ratio * bare.cpu:
        yield f"{item.name}: {item.cpu / bare.cpu:.2f} times a bare page, at most {target.ratio}"
    if target.extra is not None and item.queries > bare.queries + target.extra:
        yield f"{item.name}: {item.queries - bare.queries} queries more than a bare page, at most {target.extra}"
    if target.queries is not None and item.queries > target.queries:
        yield f"{item.name}: {item.queries} queries, at most {target.queries}"


def write(name, text):
    """Writes docs/measured/<name>.md with date, commit, machine and database."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True)
    head = f"# {name}\n\n{date.today()}, commit {commit.stdout.strip()}, Python {platform.python_version()}, "
    path = ROOT / "docs/measured" / f"{name}.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(head + f"{platform.machine()}, {connection.display_name}.\n\n{text}\n", encoding="utf-8")
