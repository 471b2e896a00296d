"""What was sealed comes back byte for byte; any change, cut, swap or other key is refused."""

import io

import pytest

from lms.core.sealed import CHUNK, TAG_SIZE, Sealer, Unsealable, Unsealer

KEY = bytes(range(32))
HEADER = 40
WHOLE = CHUNK + TAG_SIZE


def sealed(path, content):
    with path.open("wb") as file:
        sealer = Sealer(file, KEY)
        for start in range(0, len(content), 300_000):
            sealer.write(content[start : start + 300_000])
        sealer.finish()
    return path.read_bytes()


def opened(data, key=KEY):
    return Unsealer(io.BytesIO(data), key).readall()


@pytest.fixture
def three_chunks(tmp_path):
    content = b"a" * CHUNK + b"b" * CHUNK + b"c" * 10
    return sealed(tmp_path / "sealed", content)


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_round_trip(tmp_path, size):
    content = (bytes(range(251)) * (size // 251 + 1))[:size]
    data = sealed(tmp_path / "sealed", content)
    chunks = max(1, -(-size // CHUNK))
    assert len(data) == HEADER + size + chunks * TAG_SIZE
    assert opened(data) == content


def test_the_same_content_never_seals_to_the_same_bytes(tmp_path):
    assert sealed(tmp_path / "one", b"same")[HEADER:] != sealed(tmp_path / "two", b"same")[HEADER:]


@pytest.mark.parametrize("place", [HEADER, HEADER + WHOLE - 1, HEADER + WHOLE + 5, -1, -20])
def test_one_changed_bit_is_refused(three_chunks, place):
    changed = bytearray(three_chunks)
    changed[place] ^= 1
    with pytest.raises(Unsealable, match="damaged"):
        opened(bytes(changed))


@pytest.mark.parametrize("length", [HEADER, HEADER + WHOLE, HEADER + 2 * WHOLE, HEADER + 2 * WHOLE + 3, HEADER + 100])
def test_a_cut_file_is_refused(three_chunks, length):
    with pytest.raises(Unsealable, match="damaged"):
        opened(three_chunks[:length])


def test_missing_swapped_repeated_or_added_chunks_are_refused(three_chunks):
    header, first, second, last = (
        three_chunks[:HEADER],
        three_chunks[HEADER : HEADER + WHOLE],
        three_chunks[HEADER + WHOLE : HEADER + 2 * WHOLE],
        three_chunks[HEADER + 2 * WHOLE :],
    )
    assert opened(header + first + second + last)[-10:] == b"c" * 10
    for body in (first + last, second + first + last, first + first + last, first + second + last + b"x"):
        with pytest.raises(Unsealable, match="damaged"):
            opened(header + body)


def test_another_key_and_another_file_are_told_apart(three_chunks):
    with pytest.raises(Unsealable, match="another key"):
        opened(three_chunks, key=bytes(32))
    with pytest.raises(Unsealable, match="not a backup"):
        opened(b"%PDF-1.7 " + three_chunks)
    with pytest.raises(Unsealable, match="not a backup"):
        opened(b"")
