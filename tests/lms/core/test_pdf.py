"""The PDF child reaches nothing, dies alone, and the next job does not notice."""

import base64
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from pypdf import PdfReader

from lms.core import pdf
from lms.core.pdf import Died, ForbiddenAddress, ForeignFont, Renderer, TooSlow

CANARY = "canary-7f3a91"


@pytest.fixture(scope="module")
def renderer(tmp_path_factory):
    from certificates.domain.fitting import FOLDER

    css = tmp_path_factory.mktemp("pdf") / "style.css"
    css.write_text(
        "@font-face { font-family: Own; src: url(literata-400.ttf) } body { font-family: Own } .forever { width: 1px }"
    )
    renderer = Renderer([css, FOLDER / "literata-400.ttf", FOLDER / "mark.svg"], {"Own"}, seconds=20)
    yield renderer
    renderer.close()


@pytest.fixture(scope="module")
def canary_server():
    """A server on this machine and a secret file; `hits` lists what was asked."""
    hits = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            hits.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(CANARY.encode())

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    server.hits = hits
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def page(body, head=""):
    return f'<!doctype html><html lang="kk"><head><title>Т</title>{head}</head><body>{body}</body></html>'


def text_of(content):
    return PdfReader(BytesIO(content)).pages[0].extract_text()


def test_named_files_are_served(renderer):
    content = renderer.render(page('<p>Қасымова Әсем</p><img src="mark.svg" alt="mark">'))
    assert "Қасымова Әсем" in text_of(content)
    assert content.startswith(b"%PDF-1.7")


PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYPj/HwADAgH/p9qcdAAAAABJRU5ErkJggg=="
)


def test_a_picture_belongs_to_its_job_alone(renderer):
    shown = page('<img src="map-1.png" alt="map">')
    pictures = PdfReader(BytesIO(renderer.render(shown, {"map-1.png": PNG}))).pages[0].images
    assert [(image.image.width, image.image.height) for image in pictures] == [(1, 1)]
    with pytest.raises(ForbiddenAddress):
        renderer.render(shown)


@pytest.mark.parametrize("name", ["../map.png", "style.css", "mark.svg", "a/b.png", "", "map.PNG"])
def test_a_picture_takes_no_other_name(renderer, name):
    with pytest.raises(ValueError):
        renderer.render(page("<p>x</p>"), {name: PNG})


VECTORS = [
    '<img src="{url}" alt="x">',
    '<object data="{url}">x</object>',
    '<embed src="{url}">',
    '<link rel="stylesheet" href="{url}">',
    '<link rel="attachment" href="{url}">',
    '<a rel="attachment" href="{url}">x</a>',
    "<style>@import url({url});</style>",
    "<style>@font-face {{ font-family: Evil; src: url({url}) }} p {{ font-family: Evil }}</style><p>x",
    '<p style="background: url({url})">x</p>',
    "<style>@page {{ background: url({url}) }}</style>",
    '<p style="list-style: url({url}) inside; display: list-item">x</p>',
    "<style>p::before {{ content: url({url}) }}</style><p>x",
    '<svg width="9" height="9"><image href="{url}" width="9" height="9"/></svg>',
    '<svg width="9" height="9"><image xlink:href="{url}" width="9" height="9"/></svg>',
    '<img src="data:image/svg+xml,&lt;svg xmlns=%22http://www.w3.org/2000/svg%22&gt;&lt;image href=%22{url}%22/&gt;">',
]
# WeasyPrint does not follow these; the day it does, they are refused like the others.
NOT_FOLLOWED = [
    '<svg width="9" height="9"><use href="{url}#x"/></svg>',
    '<svg width="9" height="9"><style>@import url({url});</style><rect/></svg>',
    '<iframe src="{url}"></iframe>',
    '<script src="{url}"></script>',
    '<meta http-equiv="refresh" content="0;url={url}">',
]


@pytest.fixture
def address(canary_server, tmp_path):
    """Addresses that a document must not reach."""
    secret = tmp_path / "secret.txt"
    secret.write_text(CANARY)
    return {
        "http": f"http://127.0.0.1:{canary_server.server_port}/{CANARY}",
        "file": secret.as_uri(),
        "other file of ours": "literata-600.ttf",
    }


@pytest.mark.parametrize("target", ["http", "file", "other file of ours"])
@pytest.mark.parametrize("vector", VECTORS)
def test_nothing_else_is_reached_and_the_job_fails(renderer, canary_server, address, vector, target):
    with pytest.raises(ForbiddenAddress):
        renderer.render(page(vector.format(url=address[target])))
    assert canary_server.hits == []
    assert "все" in text_of(renderer.render(page("<p>все</p>")))


@pytest.mark.parametrize("target", ["http", "file"])
@pytest.mark.parametrize("vector", NOT_FOLLOWED)
def test_what_is_not_followed_brings_nothing_in(renderer, canary_server, address, vector, target):
    with contextlib.suppress(ForbiddenAddress):
        content = renderer.render(page("<p>x</p>" + vector.format(url=address[target])))
        assert CANARY not in text_of(content)
    assert canary_server.hits == []


def test_a_letter_of_another_font_fails_the_job(renderer):
    with pytest.raises(ForeignFont):
        renderer.render(page("<p>✓</p>"))


def test_a_slow_job_is_killed_and_the_next_one_works(renderer):
    renderer.render(page("<p>warm</p>"))
    slow = page("<table>" * 60 + "<tr><td>x" * 60 + "</table>" + "<p>x " * 30_000)
    renderer.seconds, before = 1, renderer.process.pid
    try:
        with pytest.raises(TooSlow):
            renderer.render(slow)
    finally:
        renderer.seconds = 20
    with pytest.raises(ProcessLookupError):
        os.kill(before, 0)
    assert "next" in text_of(renderer.render(page("<p>next</p>")))


def test_a_killed_child_is_replaced(renderer):
    renderer.render(page("<p>warm</p>"))
    os.kill(renderer.process.pid, signal.SIGKILL)
    renderer.process.wait()
    assert "again" in text_of(renderer.render(page("<p>again</p>")))


def test_the_child_is_limited(renderer):
    renderer.render(page("<p>warm</p>"))
    limits = Path(f"/proc/{renderer.process.pid}/limits").read_text()
    soft = {line[:26].strip(): line[26:].split()[0] for line in limits.splitlines()[1:]}
    assert (soft["Max file size"], soft["Max open files"], soft["Max address space"]) == ("0", "64", str(pdf.MEMORY))


def test_the_child_has_no_secret_of_the_site(renderer, monkeypatch):
    monkeypatch.setenv("LMS_SECRET_KEY", CANARY)
    renderer.close()
    renderer.render(page("<p>x</p>"))
    process = Path(f"/proc/{renderer.process.pid}")
    environment = (process / "environ").read_text()
    assert CANARY not in environment
    assert "DJANGO_SETTINGS_MODULE" not in environment
    assert not any("sqlite" in os.readlink(path) for path in (process / "fd").iterdir())


def test_the_child_is_replaced_after_a_number_of_jobs(renderer):
    renderer.jobs_per_process = 3
    renderer.close()
    pids = []
    for _ in range(7):
        renderer.render(page("<p>x</p>"))
        pids.append(renderer.process.pid)
    renderer.jobs_per_process = 200
    assert [pids.count(pid) for pid in dict.fromkeys(pids)] == [3, 3, 1]


def test_a_child_that_waited_long_gets_no_job_and_ends_by_itself(renderer, monkeypatch):
    renderer.render(page("<p>warm</p>"))
    before = renderer.process
    renderer.used_at -= pdf.IDLE / 2 + 1
    assert "later" in text_of(renderer.render(page("<p>later</p>")))
    assert renderer.process.pid != before.pid

    script = (
        "import json, os\nfrom multiprocessing.connection import Connection\nfrom lms.core import pdf\npdf.IDLE = 0.5\n"
    )
    script += "pdf.serve(Connection(os.dup(0)))"
    ours, theirs = socket.socketpair()
    with theirs, Connection(ours.detach()) as pipe:
        child = subprocess.Popen([sys.executable, "-c", script], cwd=pdf.ROOT, stdin=theirs)
        pipe.send_bytes(json.dumps(renderer.config).encode())
        assert pipe.recv_bytes() == b"+"
        assert child.wait(30) == 0


def test_a_child_ends_with_its_parent(tmp_path):
    script = (
        "import os\nfrom pathlib import Path\nfrom lms.core.pdf import Renderer\n"
        "D = Path('templates/certificates/pdf')\n"
        "r = Renderer([D / 'certificate.css', *D.glob('*.ttf'), *D.glob('*.svg')], {'Literata NRC'})\n"
        "r.render('<html lang=kk><title>x</title><p>x')\nprint(r.process.pid, flush=True)\nos.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=pdf.ROOT, capture_output=True, text=True, timeout=60)
    child = int(done.stdout)
    assert done.returncode == -signal.SIGKILL
    for _ in range(200):
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            return
        threading.Event().wait(0.05)
    raise AssertionError("the child outlived its parent")


def test_a_dead_child_is_reported(renderer, monkeypatch):
    renderer.render(page("<p>warm</p>"))
    pipe = renderer.pipe

    class Killing:
        def __getattr__(self, name):
            return getattr(pipe, name)

        def send_bytes(self, message):
            os.kill(renderer.process.pid, signal.SIGKILL)
            renderer.process.wait()
            pipe.send_bytes(message)

    renderer.pipe = Killing()
    with pytest.raises(Died):
        renderer.render(page("<p>x</p>"))
    assert "fine" in text_of(renderer.render(page("<p>fine</p>")))
