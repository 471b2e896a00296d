"""The clients of an exam: `python -m tests.exam.crowd PLAN LOG`, a process of its own that knows nothing of the site.

Each person starts, opens the page, saves an answer every few seconds, asks for the state in between, and submits.
Whatever the server acknowledged is written to LOG, a line of JSON each, before the next request; the proof reads that.
A request that fails is sent again, as the page would do, until it is acknowledged or the plan gives up.
"""

import http.client
import json
import os
import random
import sys
import threading
import time
from urllib.parse import urlencode

TOKEN = "t" * 32
GIVES_UP = 180


class Log:
    def __init__(self, path):
        self.file = open(path, "a", buffering=1, encoding="utf-8")  # noqa: SIM115  (lives as long as the process)
        self.lock = threading.Lock()

    def write(self, **line):
        with self.lock:
            self.file.write(json.dumps(line) + "\n")


class Person(threading.Thread):
    """One learner. `plan`: port, start_path, code, positions, every, seconds, submit_within; `enough`: a file that ends
    the answering before the seconds are over."""

    def __init__(self, number, cookie, plan, log, begun):
        super().__init__(daemon=True)
        self.number, self.cookie, self.plan, self.log, self.begun = number, cookie, plan, log, begun
        self.chance = random.Random(f"{plan['seed']} {number}")
        self.sequences = {}

    def run(self):
        plan, chance = self.plan, self.chance
        time.sleep(chance.uniform(0, plan["every"]))
        begin = {"code": plan["code"], "ready": 1}
        self.attempt = self.insist("start", plan["start_path"], begin, want=302)["location"]
        if "/attempts/" not in self.attempt:
            raise SystemExit(f"the exam did not begin: {self.attempt}")
        self.insist("open", self.attempt)
        while time.monotonic() < self.begun + plan["seconds"] and not os.path.exists(plan["enough"]):
            waited = time.monotonic()
            self.answer()
            if chance.random() < 0.5:
                self.insist("state", self.attempt + "state/")
            time.sleep(max(0, plan["every"] - (time.monotonic() - waited)))
        time.sleep(chance.uniform(0, plan["submit_within"]))
        self.insist("submit", self.attempt + "submit/", {"anyway": "1"})
        self.insist("result", self.attempt + "result/")

    def answer(self):
        position = self.chance.randint(1, self.plan["positions"])
        sequence = self.sequences[position] = self.sequences.get(position, 0) + 1
        choice = self.chance.choice("abc")
        self.insist(
            "save",
            self.attempt + "save/",
            {"position": position, "sequence": sequence, "answer": choice},
            note={"position": position, "sequence": sequence, "choice": choice},
        )

    def insist(self, what, path, form=None, want=200, note=None):
        first = time.monotonic()
        while True:
            begun = time.monotonic()
            try:
                status, location = self.request(path, form)
            except (OSError, http.client.HTTPException) as error:
                status, location = type(error).__name__, ""
            line = {"who": self.number, "what": what, "status": status, "at": time.time()}
            line["ms"] = round((time.monotonic() - begun) * 1000, 1)
            self.log.write(**line, ok=status == want, **(note or {}))
            if status == want:
                return {"location": location}
            if time.monotonic() - first > GIVES_UP:
                raise SystemExit(f"{what} was never acknowledged: {status}")
            time.sleep(self.chance.uniform(0.2, 1))

    def request(self, path, form=None):
        """(status, address led to). Raises OSError or HTTPException when the server is gone."""
        link = http.client.HTTPConnection("127.0.0.1", self.plan["port"], timeout=60)
        headers = {"Host": "localhost", "Cookie": f"{self.cookie}; csrftoken={TOKEN}", "Accept": "application/json"}
        body = None
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode({**form, "csrfmiddlewaretoken": TOKEN})
        try:
            link.request("GET" if body is None else "POST", path, body, headers)
            response = link.getresponse()
            response.read()
            return response.status, response.headers.get("Location", "")
        finally:
            link.close()


def main(plan_path, log_path):
    with open(plan_path, encoding="utf-8") as file:
        plan = json.load(file)
    log, begun = Log(log_path), time.monotonic()
    people = [Person(number, cookie, plan, log, begun) for number, cookie in enumerate(plan["cookies"])]
    for person in people:
        person.start()
    for person in people:
        person.join()


if __name__ == "__main__":
    main(*sys.argv[1:])
