"""What the first view of a lesson costs on the wire: the page and every file it names, gzipped."""

import gzip
import re

from django.contrib.staticfiles import finders
from django.test import Client

LIMITS = {"lesson, first view": 120, "learner CSS": 14, "own JS": 25}


def lesson(data):
    """A dict of KiB by what is limited. Fonts are compressed already and count as they are."""
    client = Client()
    client.force_login(data.learner)
    html = client.get(data.lesson.get_url()).content
    names = set(re.findall(r'(?:href|src)="/static/([^"#?]+)"', html.decode()))
    sizes = {name: len(zipped(name)) for name in names}
    fonts = {font: size for name in names if name.endswith(".css") for font, size in fonts_of(name).items()}
    total = len(gzip.compress(html, 6)) + sum(sizes.values()) + sum(fonts.values())
    return {
        "lesson, first view": total / 1024,
        "learner CSS": sum(size for name, size in sizes.items() if name.endswith(".css")) / 1024,
        "own JS": sum(size for name, size in sizes.items() if name.endswith(".js")) / 1024,
    }


def read(name):
    with open(finders.find(name), "rb") as file:
        return file.read()


def zipped(name):
    return gzip.compress(read(name), 6)


def fonts_of(css):
    found = re.findall(r"url\([\"']?\.\./fonts/([^\"')]+)", read(css).decode())
    return {font: len(read(f"lms/fonts/{font}")) for font in found}
