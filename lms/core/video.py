"""Videos of other hosts: which hosts an author may name, and the address of their player.

Nothing is asked of the host while a page is made or read; the player loads after the reader's click (S-12).
"""

import re
from typing import NamedTuple


class Player(NamedTuple):
    name: str
    host: str
    address: str


HOSTS = [
    (
        re.compile(r"https://(?:(?:www\.|m\.)?youtube\.com/watch\?v=|youtu\.be/)(?P<id>[\w-]{11})(?:[&?][^\s]*)?"),
        "YouTube",
        "https://www.youtube-nocookie.com",
        "/embed/{id}",
    ),
    (
        re.compile(r"https://(?:www\.)?vimeo\.com/(?P<id>\d{6,12})"),
        "Vimeo",
        "https://player.vimeo.com",
        "/video/{id}?dnt=1",
    ),
]


def player(url):
    """The player for the page address `url` of a video, or None when we do not know its host."""
    for pattern, name, host, path in HOSTS:
        if match := pattern.fullmatch(url or ""):
            return Player(name, host, host + path.format(id=match["id"]))
    return None
