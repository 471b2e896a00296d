"""S-05: a walk over every address of the resolver in every role (the table stands in `url_matrix`)."""

import re
from copy import deepcopy
from fnmatch import fnmatchcase

import pytest
from django.db import connection
from django.urls import URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern, RoutePattern

from . import url_matrix
from .url_world import ACTORS, BAIT, MAY_SEE, build_world, clients

WRITE = re.compile(r"\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM) \"?(\w+)", re.IGNORECASE)


def routes(resolver=None, prefix=""):
    """Every address pattern as text, in the order in which Django tries them."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + text_of(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, route)
        else:
            yield route


def text_of(pattern):
    if isinstance(pattern, LocalePrefixPattern):
        return "en/"
    return pattern._route if isinstance(pattern, RoutePattern) else pattern._regex.removeprefix("^").removesuffix("$")


def visits():
    """Every address pattern once, and the pages of the site that have a row of their own."""
    return list(dict.fromkeys([*routes(), *url_matrix.EXAMPLES]))


def row_of(route):
    return next((index for index, (shape, _) in enumerate(url_matrix.ROWS) if fnmatchcase(route, shape)), None)


def address(route, world):
    """An address that fits the route, made of the world's own objects."""
    if route in url_matrix.EXAMPLES:
        return "/" + url_matrix.EXAMPLES[route](world)

    def sample(match):
        name = match.group(1).rpartition(":")[2]
        for key, value in url_matrix.SAMPLES.items():
            shape, wanted = key if isinstance(key, tuple) else ("*", key)
            if wanted == name and fnmatchcase(route, shape):
                return str(value(world))
        raise LookupError(f"SAMPLES has no {name} for {route}")

    return "/" + re.sub(r"<([^>]+)>", sample, route)


def query_of(route, world):
    asked = (ask(world) for shape, ask in url_matrix.QUERIES.items() if fnmatchcase(route, shape))
    return next(asked, {"q": BAIT})


class Writes:
    """Names of tables that somebody writes to; an execute_wrapper."""

    def __init__(self):
        self.tables = set()

    def __call__(self, execute, sql, params, many, context):
        if (match := WRITE.match(sql)) and match.group(1) not in url_matrix.WRITTEN_ON_GET:
            self.tables.add(match.group(1))
        return execute(sql, params, many, context)


def outcome(response):
    if response.status_code == 200:
        return "o"
    if response.status_code >= 500:
        return "5"
    return "l" if "/accounts/login/" in response.headers.get("Location", "") else "-"


def body_of(response):
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode("utf-8", "replace").lower()


def visit(client, url, query):
    """One GET; the cookies stay as they were, whatever the answer does to them."""
    cookies = deepcopy(client.cookies)
    writes = Writes()
    with connection.execute_wrapper(writes):
        response = client.get(url, query)
        body = body_of(response)
    client.cookies = cookies
    return outcome(response), body, writes.tables


@pytest.mark.any_database
def test_every_address_answers_each_role_as_the_table_says(site):
    world = build_world(site)
    visitors = clients(world)
    problems, met = [], set()
    for route in visits():
        if route in url_matrix.SKIPPED or (row := row_of(route)) is None:
            continue
        expected = url_matrix.ROWS[row][1].split()
        url, query, seen = address(route, world), query_of(route, world), []
        for actor, promised in zip(ACTORS, expected, strict=True):
            if promised == ".":
                seen.append(promised)
                continue
            mark, body, written = visit(visitors[actor], url, query)
            seen.append(mark)
            for word, allowed in MAY_SEE.items():
                if word in body:
                    met.add(word)
                    if actor not in allowed:
                        problems.append(f"{route}: {actor} sees {word}")
            if written:
                problems.append(f"{route}: GET by {actor} writes to {sorted(written)}")
        if seen != expected:
            problems.append(f'("{route}", "{" ".join(seen)}"),  # the table says {" ".join(expected)}')
    assert not problems, "\n" + "\n".join(problems)
    assert met == set(MAY_SEE), "a planted word that nobody meets proves nothing"


def test_every_address_has_a_row_and_every_row_an_address():
    every = visits()
    used = {row_of(route) for route in every}
    assert [route for route in every if row_of(route) is None and route not in url_matrix.SKIPPED] == []
    assert [shape for index, (shape, _) in enumerate(url_matrix.ROWS) if index not in used] == []
    assert [route for route in url_matrix.SKIPPED if route not in every] == []
