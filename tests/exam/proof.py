"""What the clients' own log says against what the database holds."""

import json
from collections import Counter, defaultdict
from statistics import quantiles

from assessments.models import Attempt


def read(path):
    """The lines of a log; one cut off by the end of its process is left out."""
    lines = []
    with open(path, encoding="utf-8") as file:
        for line in file:
            if line.endswith("\n"):
                lines.append(json.loads(line))
    return lines


def acknowledged(lines):
    """{who: {position: (sequence, choice)}}: the newest answer of each question that the server said it kept."""
    kept = defaultdict(dict)
    for line in lines:
        if line["what"] == "save" and line["ok"]:
            known = kept[line["who"]].get(line["position"], (0, ""))
            kept[line["who"]][line["position"]] = max(known, (line["sequence"], line["choice"]))
    return kept


def lost(lines, users):
    """A sentence for each acknowledged answer that the database does not hold; `users` are the people in order."""
    kept, faults = acknowledged(lines), []
    attempts = {a.enrolment.user_id: a for a in Attempt.objects.select_related("enrolment").prefetch_related("items")}
    for who, answers in kept.items():
        attempt = attempts.get(users[who])
        items = {item.position: item for item in attempt.items.all()} if attempt else {}
        for position, (sequence, choice) in answers.items():
            item = items.get(position)
            if item is None or item.sequence < sequence:
                faults.append(f"person {who}, question {position}: answer {sequence} was acknowledged and is lost")
            elif item.sequence == sequence and item.response != {"": [choice]}:
                faults.append(f"person {who}, question {position}: {choice} was acknowledged, {item.response} stands")
    return faults


def wrong_results(lines, users, positions, right="a"):
    """A sentence for each person whose result differs from the answers in the log, or who has not exactly one."""
    kept, faults = acknowledged(lines), []
    for who, user in enumerate(users):
        found = list(Attempt.objects.filter(enrolment__user=user).values_list("submitted_at", "percent"))
        expected = 100 * sum(choice == right for _n, choice in kept[who].values()) / positions
        if len(found) != 1 or found[0][0] is None:
            faults.append(f"person {who}: {len(found)} attempts, submitted: {[bool(row[0]) for row in found]}")
        elif abs(float(found[0][1]) - expected) > 0.01:
            faults.append(f"person {who}: {found[0][1]} % stands, the log makes {expected:.2f} %")
    return faults


def latencies(lines):
    """Rows of (what, how many, median, 95th percentile, slowest), milliseconds, of acknowledged requests."""
    times = defaultdict(list)
    for line in lines:
        if line["ok"]:
            times[line["what"]].append(line["ms"])
    rows = []
    for what, found in times.items():
        cuts = quantiles(found, n=20) if len(found) > 1 else found * 19
        rows.append((what, len(found), cuts[9], cuts[18], max(found)))
    return rows


def errors(lines):
    """How often each status came that was not wanted."""
    return Counter(f"{line['what']} {line['status']}" for line in lines if not line["ok"])
