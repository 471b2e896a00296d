"""How often a wrong password may be tried: tight per account and browser, wide per address (S-03).

A hall of 130 people shares one address, so an address alone never says that somebody is guessing; an account does.
Only failures count: a success gives its try back.
"""

import logging

from lms.core import ratelimit
from lms.core.address import client_address

from . import devices

logger = logging.getLogger("lms.doors")

ACCOUNT = 10, 15 * 60
ADDRESS = 600, 10 * 60


def account_key(account):
    return f"login account {account.lower()}"


def keys(request, account):
    """Key and limit of each count that a try belongs to."""
    device = devices.known(request, account)
    own = f"login device {device} {account.lower()}" if device else account_key(account)
    return [(own, ACCOUNT), (f"login address {client_address(request)}", ADDRESS)]


def allow(request, account) -> bool:
    """Count a try before the password is looked at."""
    answers = [ratelimit.allow(key, *limit) for key, limit in keys(request, account)]
    if not all(answers):
        logger.warning("Too many tries to sign in, last from %s", client_address(request))
    return all(answers)


def succeeded(request, account):
    for key, _limit in keys(request, account):
        ratelimit.give_back(key)


def forget(account):
    """After a password reset by the owner."""
    ratelimit.forget(account_key(account))
