"""`make load-exam` and `make fault-exam`: many people in one exam, and the same with a server that is killed.

The people are a process of their own (`crowd`), the site is the one that `make run` starts, the proof compares the
people's log with the database. --write puts the figures into docs/measured/. Exits 1 when an acknowledged answer is
lost, a result is wrong, or, under load without kills, any request failed.
"""

# ruff: noqa: E402  (models can be imported only after django.setup)

import argparse
import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

from tests.bench import report
from tests.exam import proof, room
from tests.exam.site import Site

FOLDER = Path(settings.VAR_DIR)


def options():
    parser = argparse.ArgumentParser(prog="make load-exam ARGS=... | make fault-exam ARGS=...")
    parser.add_argument("what", choices=["load", "fault"])
    parser.add_argument("--people", type=int, default=130)
    parser.add_argument("--items", type=int, default=50)
    parser.add_argument("--seconds", type=int, default=180, help="how long people answer at most before they submit")
    parser.add_argument("--every", type=float, default=10, help="seconds between two answers of a person")
    parser.add_argument("--within", type=float, default=60, help="seconds within which all submit")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--too-early", action="store_true", help="a site that answers before it writes: must be caught")
    parser.add_argument("--write", action="store_true", help="write docs/measured/<load|fault>-exam.md")
    return parser.parse_args()


def prepare(chosen):
    for command in ("migrate", "createcachetable"):
        call_command(command, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    users, start_path = room.furnish(chosen.people, chosen.items)
    cookies = [room.session_of(user) for user in users]
    return [user.pk for user in users], start_path, cookies


def crowd(chosen, port, start_path, cookies):
    """The people, begun; they write FOLDER/crowd.jsonl."""
    plan = {
        "port": port,
        "start_path": start_path,
        "cookies": cookies,
        "code": room.CODE,
        "positions": chosen.items,
        "every": chosen.every,
        "seconds": chosen.seconds,
        "submit_within": chosen.within,
        "enough": str(FOLDER / "enough"),
        "seed": chosen.seed,
    }
    (FOLDER / "plan.json").write_text(json.dumps(plan))
    command = [sys.executable, "-m", "tests.exam.crowd", str(FOLDER / "plan.json"), str(FOLDER / "crowd.jsonl")]
    return subprocess.Popen(command)


def look(users):
    """The sentences about lost answers, read over a connection of its own."""
    found = proof.lost(proof.read(FOLDER / "crowd.jsonl"), users)
    connections.close_all()
    return found


def kill_often(site, people, chosen, users):
    """Kills the site at random moments and starts it again; returns (kills, what was found lost after each)."""
    moments, faults, kills = random.Random(chosen.seed), [], 0
    while kills < chosen.kills and people.poll() is None:
        time.sleep(moments.uniform(0.5, 4))
        site.kill()
        kills += 1
        faults += look(users)
        if faults:
            break
        site.start()
    return kills, faults


def main():
    chosen = options()
    users, start_path, cookies = prepare(chosen)
    connections.close_all()
    site = Site(chosen.too_early)
    site.start()
    people = crowd(chosen, site.port, start_path, cookies)
    kills, faults = kill_often(site, people, chosen, users) if chosen.what == "fault" else (0, [])
    if chosen.what == "fault":
        (FOLDER / "enough").touch()
    if faults:
        people.kill()
    people.wait()
    lines = proof.read(FOLDER / "crowd.jsonl")
    if not faults:
        faults = proof.lost(lines, users) + proof.wrong_results(lines, users, chosen.items)
    failed = proof.errors(lines)
    if site.process.poll() is None:
        site.stop()
    if chosen.what == "fault" and not faults and kills < chosen.kills:
        faults.append(f"{kills} kills of {chosen.kills}: the people were done earlier, let them answer longer")
    if chosen.what == "load":
        faults += [f"{count} times {error}" for error, count in failed.items()]
    text = told(chosen, lines, kills, failed, faults)
    print(text)
    if chosen.write:
        place = connection.vendor.replace("postgresql", "postgres")
        report.write(f"{chosen.what}-exam-{place}", text)
    return 1 if faults else 0


def told(chosen, lines, kills, failed, faults):
    saved = sum(line["what"] == "save" and line["ok"] for line in lines)
    database = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[connection.vendor]
    text = [
        f"{chosen.people} people, {chosen.items} questions, an answer every {chosen.every:g} s for {chosen.seconds} s, "
        f"all submit within {chosen.within:g} s; {database}, {os.cpu_count()} cores shared with the clients, "
        f"seed {chosen.seed}.",
        "",
        f"Acknowledged answers: {saved}. Kills (SIGKILL to every process of the site): {kills}.",
        f"Requests that failed and were sent again: {sum(failed.values())}"
        + (f" ({', '.join(f'{n} {name}' for name, n in sorted(failed.items()))})." if failed else "."),
        "",
        "| request | how many | median ms | 95 % within ms | slowest ms |",
        "|---|---|---|---|---|",
        *(
            f"| {what} | {n} | {middle:.0f} | {most:.0f} | {worst:.0f} |"
            for what, n, middle, most, worst in proof.latencies(lines)
        ),
        "",
        *(faults or ["Every acknowledged answer stands, and every result is what the people's own log makes of it."]),
    ]
    return "\n".join(text)


sys.exit(main())
