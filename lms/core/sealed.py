"""A sealed file: a stream encrypted and authenticated in chunks (AES-256-GCM), so that its size does not matter.

Layout: 16 letters of magic, 16 bytes salt, 8 bytes that tell a wrong key from a damaged file, then chunks of 1 MiB,
each with its 16-byte tag. The file's own key comes from the installation's key and the salt (HKDF-SHA-256). A chunk's
nonce is its number and a mark on the last one: chunks that are changed, swapped, repeated, dropped or cut off fail.
"""

import os
import secrets
from io import RawIOBase

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"LMS sealed file1"
SALT_SIZE, CHECK_SIZE, TAG_SIZE, KEY_SIZE = 16, 8, 16, 32
CHUNK = 1024 * 1024


class Unsealable(Exception):
    """The file is not ours, the key is another one, or the content was changed or cut; the message says which."""


def cipher_for(key, salt):
    derived = HKDF(SHA256(), KEY_SIZE + CHECK_SIZE, salt, b"lms sealed file").derive(key)
    return AESGCM(derived[:KEY_SIZE]), derived[KEY_SIZE:]


def nonce(number, last):
    return number.to_bytes(11, "big") + (b"\x01" if last else b"\x00")


class Sealer(RawIOBase):
    """A writable stream onto `file`. Only `close()` after the last byte makes the file whole."""

    def __init__(self, file, key):
        salt = secrets.token_bytes(SALT_SIZE)
        self.cipher, check = cipher_for(key, salt)
        self.file, self.number, self.waiting = file, 0, bytearray()
        file.write(MAGIC + salt + check)

    def writable(self):
        return True

    def write(self, data):
        self.waiting += data
        while len(self.waiting) > CHUNK:  # a full chunk waits: it may be the last
            self.seal(self.waiting[:CHUNK], last=False)
            del self.waiting[:CHUNK]
        return len(data)

    def seal(self, chunk, last):
        self.file.write(self.cipher.encrypt(nonce(self.number, last), bytes(chunk), None))
        self.number += 1

    def finish(self):
        self.seal(self.waiting, last=True)
        self.waiting.clear()
        self.file.flush()
        os.fsync(self.file.fileno())


class Unsealer(RawIOBase):
    """A readable stream of what was sealed into `file`. Raises Unsealable; yields nothing unauthenticated."""

    def __init__(self, file, key):
        header = file.read(len(MAGIC) + SALT_SIZE + CHECK_SIZE)
        salt = header[len(MAGIC) : -CHECK_SIZE]
        if header[: len(MAGIC)] != MAGIC or len(salt) != SALT_SIZE:
            raise Unsealable("This is not a backup of this system.")
        self.cipher, check = cipher_for(key, salt)
        if check != header[-CHECK_SIZE:]:
            raise Unsealable("The backup was made with another key.")
        self.file, self.number, self.opened = file, 0, bytearray()
        self.ahead = file.read(CHUNK + TAG_SIZE)
        self.ended = False

    def readable(self):
        return True

    def readinto(self, buffer):
        while not self.opened and not self.ended:
            self.open_next()
        count = min(len(buffer), len(self.opened))
        buffer[:count] = self.opened[:count]
        del self.opened[:count]
        return count

    def open_next(self):
        chunk, self.ahead = self.ahead, self.file.read(CHUNK + TAG_SIZE)
        self.ended = not self.ahead
        try:
            self.opened += self.cipher.decrypt(nonce(self.number, self.ended), chunk, None)
        except (InvalidTag, ValueError):
            raise Unsealable("The backup is damaged: it was changed or cut off.") from None
        self.number += 1
