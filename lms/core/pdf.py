"""HTML to PDF in a child process with no address to reach, little memory and little time (S-13).

The only module that imports WeasyPrint, and only inside the child. The child reads the few files it is told when it
starts and serves them to WeasyPrint under `BASE`; every other address, `data:` included, fails the job. It gets
neither the environment of the site nor its database. It stays warm for as long as jobs come, and is replaced after a
number of jobs, after a job that takes too long, and whenever it dies.
"""

import base64
import contextlib
import gc
import json
import os
import re
import resource
import socket
import subprocess
import sys
import threading
import time
from multiprocessing.connection import Connection
from pathlib import Path

BASE = "https://files.invalid/"
ROOT = Path(__file__).resolve().parent.parent.parent
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "XDG_CACHE_HOME", "PYTHONPATH", "VIRTUAL_ENV",
        "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "FONTCONFIG_FILE", "FONTCONFIG_PATH")  # fmt: skip
PICTURE = re.compile(r"[a-z0-9-]+\.(?:png|jpg)")
TYPES = {".css": "text/css", ".ttf": "font/ttf", ".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg"}
MEMORY = 1536 * 1024 * 1024
OPEN_FILES = 64
# Seconds without a job after which the child ends by itself; the parent gives it no job after half of them.
IDLE = 60


class PdfError(Exception):
    """No PDF was made."""


class TooSlow(PdfError):
    """The job took longer than it may; its process was killed."""


class Died(PdfError):
    """The process died on the job, for instance of a limit."""


class ForbiddenAddress(PdfError):
    """The document asked for something that is not among the renderer's files."""


class ForeignFont(PdfError):
    """A letter was printed in a font that is not the document's own."""


class NotRendered(PdfError):
    """WeasyPrint failed; the message is the kind of its exception."""


ERRORS = {error.__name__: error for error in (ForbiddenAddress, ForeignFont, NotRendered)}


class Renderer:
    """Makes PDF/UA files from HTML with one stylesheet.

    `files` are the only ones the HTML and the CSS can name, by their bare names; the first is the stylesheet.
    `fonts` are the families that may be embedded. One job at a time; safe to share between threads.
    """

    def __init__(self, files, fonts, seconds=20, jobs_per_process=200):
        self.config = {"files": [str(path) for path in files], "fonts": sorted(fonts)}
        self.seconds = seconds
        self.jobs_per_process = jobs_per_process
        self.lock = threading.Lock()
        self.process = self.pipe = self.owner = None
        self.jobs, self.used_at = 0, 0.0

    def render(self, html: str, pictures: dict[str, bytes] | None = None) -> bytes:
        """The PDF of one document. Raises a `PdfError`; the next job is not affected by it.

        `pictures` are further files for this job alone: PNG or JPEG by a bare name such as "map-1.jpg".
        """
        carried = {name: base64.b64encode(content).decode() for name, content in (pictures or {}).items()}
        if not all(map(PICTURE.fullmatch, carried)):
            raise ValueError("a picture has a bare name in small letters")
        with self.lock:
            self._be_ready()
            self.jobs += 1
            try:
                return self._ask(json.dumps({"html": html, "pictures": carried}).encode())
            finally:
                self.used_at = time.monotonic()

    def close(self):
        """End the child. The next job starts another."""
        with self.lock:
            self._stop()

    def _be_ready(self):
        if self.owner != os.getpid():  # a fork: the child belongs to the parent
            self.process = self.pipe = None
        if self.process and self._is_worn_out():
            self._stop()
        if not self.process:
            self._start()

    def _is_worn_out(self):
        idle = self.jobs and time.monotonic() - self.used_at > IDLE / 2
        return idle or self.jobs >= self.jobs_per_process or self.process.poll() is not None

    def _start(self):
        ours, theirs = socket.socketpair()
        environment = {name: os.environ[name] for name in KEPT if name in os.environ}
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "lms.core.pdf"],
                cwd=ROOT,
                env=environment,
                stdin=theirs,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        self.pipe, self.owner, self.jobs = Connection(ours.detach()), os.getpid(), 0
        self._ask(json.dumps(self.config).encode())

    def _ask(self, message):
        """Send one message and wait for the answer; whatever goes wrong on the way ends the child."""
        try:
            self.pipe.send_bytes(message)
            if not self.pipe.poll(self.seconds):
                raise TooSlow(f"more than {self.seconds} s")
            answer = self.pipe.recv_bytes()
        except TooSlow:
            self._stop()
            raise
        except (EOFError, OSError):
            self._stop()
            raise Died from None
        if answer[:1] == b"+":
            return answer[1:]
        kind, _, detail = answer[1:].decode().partition(" ")
        raise ERRORS.get(kind, NotRendered)(detail)

    def _stop(self):
        if self.process:
            self.pipe.close()
            self.process.kill()
            self.process.wait()
            self.process = self.pipe = None


# --- In the child ---------------------------------------------------------------------------------


class Job:
    """WeasyPrint with everything it needs, read once."""

    def __init__(self, config):
        # Inside the child alone: it costs 200 ms and 40 MB that a web process does not need.
        import weasyprint
        from weasyprint.text.fonts import FontConfiguration
        from weasyprint.urls import FatalURLFetchingError  # a BaseException

        self.weasyprint, self.refusal = weasyprint, FatalURLFetchingError
        tag_languages()
        self.fonts = set(config["fonts"])
        self.fetcher = closed_fetcher({BASE + Path(name).name: Path(name) for name in config["files"]})
        self.font_config = FontConfiguration()
        stylesheet = BASE + Path(config["files"][0]).name
        self.css = weasyprint.CSS(url=stylesheet, url_fetcher=self.fetcher, font_config=self.font_config)
        self.render("<html lang=en><title>-</title><p>-", {})  # warm up before limits are set

    def render(self, html, pictures):
        """The PDF, or a `PdfError`."""
        self.fetcher.refused.clear()
        self.fetcher.pictures = {BASE + name: base64.b64decode(content) for name, content in pictures.items()}
        try:
            source = self.weasyprint.HTML(string=html, base_url=BASE, url_fetcher=self.fetcher)
            document = source.render(stylesheets=[self.css], font_config=self.font_config, pdf_variant="pdf/ua-1")
            pdf = document.write_pdf(pdf_variant="pdf/ua-1")
        except MemoryError:
            os._exit(1)
        except (Exception, self.refusal) as error:
            failure = error
        else:
            failure = None
        # Inside an SVG a refusal is swallowed: the list knows better.
        if self.fetcher.refused:
            raise ForbiddenAddress(f"{len(self.fetcher.refused)} requests")
        if failure:
            raise NotRendered(type(failure).__name__)
        if foreign := {font.family for font in document.fonts.values()} - self.fonts:
            raise ForeignFont(", ".join(sorted(foreign)))
        return pdf


def tag_languages():
    """Make WeasyPrint keep `lang` on every element of the PDF's structure; by itself it keeps the document's alone."""
    import pydyf
    from weasyprint.pdf import tags

    build = tags._build_box_tree

    def build_with_language(box, *arguments):
        language = box.element is not None and box.element.attrib.get("lang")
        for element in build(box, *arguments):
            if language and "Lang" not in element:
                element["Lang"] = pydyf.String(language)
            yield element

    tags._build_box_tree = build_with_language


def closed_fetcher(files):
    """A fetcher that serves `files` (address -> path), read now, and keeps a list of everything else it was asked."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class Closed(URLFetcher):
        refused = []
        pictures = {}
        bodies = {url: path.read_bytes() for url, path in files.items()}

        def fetch(self, url, headers=None):
            body = self.bodies.get(url) or self.pictures.get(url)
            if body is None:
                self.refused.append(url)
                raise FatalURLFetchingError("refused")
            return URLFetcherResponse(url, body, {"Content-Type": TYPES[Path(url).suffix]})

    return Closed()


def limit():
    """No file can be written, few opened; memory is bounded. Time is bounded by the parent."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(ValueError, OSError):  # macOS does not bound it
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def serve(pipe):
    """Answer jobs until the other end is closed or no job has come for a while."""
    job = Job(json.loads(pipe.recv_bytes()))
    gc.freeze()  # what stays for good need not be walked in every job
    limit()
    pipe.send_bytes(b"+")
    while pipe.poll(IDLE):
        asked = json.loads(pipe.recv_bytes())
        try:
            answer = b"+" + job.render(asked["html"], asked["pictures"])
        except PdfError as error:
            answer = f"-{type(error).__name__} {error}".encode()
        pipe.send_bytes(answer)


if __name__ == "__main__":
    with contextlib.suppress(EOFError, KeyboardInterrupt):
        serve(Connection(os.dup(0)))
