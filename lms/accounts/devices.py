"""Browsers that somebody has signed in with before.

A signed cookie holds a random number and, for each of the last accounts, a digest that only the server can make. It
opens nothing: a known browser merely has tries of its own, so that strangers who guess at an account cannot lock its
owner out (S-03).
"""

import secrets

from django.conf import settings
from django.core import signing
from django.utils.crypto import salted_hmac

COOKIE = "device"
DAYS = 180
MOST_ACCOUNTS = 5


def mark(number, account):
    return salted_hmac("lms.accounts.devices", f"{number} {account.lower()}", algorithm="sha256").hexdigest()[:24]


def read(request):
    """The random number and the marks of the request's cookie; a new number and none if there is no valid one."""
    try:
        number, *marks = signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=DAYS * 86400)
    except (signing.BadSignature, ValueError):
        return secrets.token_hex(8), []
    return number, marks


def known(request, account):
    """The number of this browser if `account` has signed in with it before, else None."""
    number, marks = read(request)
    return number if mark(number, account) in marks else None


def remember(request, response, account):
    number, marks = read(request)
    own = mark(number, account)
    marks = [own, *(other for other in marks if other != own)][:MOST_ACCOUNTS]
    response.set_cookie(
        COOKIE,
        signing.dumps([number, *marks], salt=COOKIE),
        max_age=DAYS * 86400,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
