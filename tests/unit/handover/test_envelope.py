"""Messages of the hand-over: who has the key reads them, and nobody else says anything."""

import base64
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cxo_desktop.handover.envelope import NONCE_BYTES, Envelope

KEY = bytes(range(32))
SAID = st.dictionaries(st.text(max_size=8), st.one_of(st.integers(), st.text(max_size=20)), max_size=4)


@given(said=SAID, content=st.binary(max_size=200))
def test_what_the_phone_seals_the_laptop_reads(said: dict[str, Any], content: bytes) -> None:
    opened = Envelope(KEY).open_question(Envelope(KEY).seal_question(said, content))
    assert opened is not None
    assert (opened.said, opened.content) == (said, content)


@given(body=st.binary(max_size=300))
def test_whatever_else_is_sent_means_nothing(body: bytes) -> None:
    assert Envelope(KEY).open_question(body) is None


@given(at=st.integers(min_value=0), bit=st.integers(min_value=0, max_value=7))
def test_one_changed_bit_is_enough_to_mean_nothing(at: int, bit: int) -> None:
    sealed = bytearray(Envelope(KEY).seal_question({"say": "hello"}, b"content"))
    sealed[at % len(sealed)] ^= 1 << bit
    assert Envelope(KEY).open_question(bytes(sealed)) is None


def test_another_key_opens_nothing() -> None:
    assert Envelope(Envelope.new_key()).open_question(Envelope(KEY).seal_question({})) is None


def test_an_answer_fits_its_own_question_only() -> None:
    envelope = Envelope(KEY)
    sealed = envelope.seal_answer({"state": "kept"}, b"1" * NONCE_BYTES)
    answer = envelope.open_answer(sealed, b"1" * NONCE_BYTES)
    assert answer is not None
    assert answer.said == {"state": "kept"}
    assert envelope.open_answer(sealed, b"2" * NONCE_BYTES) is None


def test_what_the_laptop_said_cannot_come_back_as_if_the_phone_had_said_it() -> None:
    envelope = Envelope(KEY)
    assert envelope.open_question(envelope.seal_answer({"say": "hello"}, b"1" * NONCE_BYTES)) is None


def test_what_is_sealed_shows_nothing_of_what_it_says() -> None:
    sealed = Envelope(KEY).seal_question({"name": "营业执照.jpg"}, b"a photo")
    assert "营业执照".encode() not in sealed
    assert b"a photo" not in sealed


def test_the_fragment_is_the_key_and_fits_into_an_address() -> None:
    fragment = Envelope.fragment(KEY)
    assert len(fragment) == 43
    assert base64.urlsafe_b64decode(fragment + "=") == KEY


def test_a_header_that_lies_about_its_length_or_is_no_object_means_nothing() -> None:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    for clear in (b"\xff\xff\xff\xff{}", b"\0\0\0\x02[]", b"\0\0\0\x02{,", b"\0\0\0\x01"):
        nonce = bytes(NONCE_BYTES)
        sealed = ChaCha20Poly1305(KEY).encrypt(nonce, clear, b"cxo-handover-1 phone")
        assert Envelope(KEY).open_question(nonce + sealed) is None
