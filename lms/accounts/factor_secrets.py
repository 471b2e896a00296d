"""Secrets of second factors, encrypted at rest with a key that is not in the database (S-02).

The key file holds one secret a line. The first encrypts; the others still decrypt, so that a key can be replaced:
put a new line on top, keep the old one below. Without the file, people with an authenticator app cannot sign in.
"""

import base64
import os
import secrets
from functools import lru_cache

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def encrypt(text: str) -> str:
    return cipher(settings.FACTOR_KEY_FILE).encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """Raises cryptography.fernet.InvalidToken when none of the keys fits."""
    return cipher(settings.FACTOR_KEY_FILE).decrypt(token.encode()).decode()


@lru_cache
def cipher(path):
    if not path.exists():
        make_key_file(path)
    lines = path.read_text().split()
    return MultiFernet([Fernet(derived(line)) for line in lines])


def derived(line):
    key = HKDF(SHA256(), 32, b"", b"lms second factor secrets").derive(line.encode())
    return base64.urlsafe_b64encode(key)


def make_key_file(path):
    """Write a new key; if another process was quicker, its key stays."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with open(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(48) + "\n")
    try:
        os.link(part, path)
    except FileExistsError:
        pass
    finally:
        part.unlink()
