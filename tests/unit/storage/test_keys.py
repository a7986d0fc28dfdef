"""Keys: wrapped, derived, and never shown."""

import logging
import traceback

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxo_core.problems import Code
from cxo_desktop.storage import recovery
from cxo_desktop.storage.keys import VaultKey, WrongKey, unwrap, wrap
from cxo_desktop.storage.passphrase import Cost, PassphraseWrap
from helpers.problems_raised import raises

SECRET = bytes(range(32))


def test_a_key_shows_itself_neither_in_repr_nor_in_a_traceback(caplog: pytest.LogCaptureFixture) -> None:
    key = VaultKey(SECRET)
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("cxo").info("opened with %s", key)
    try:
        raise RuntimeError(key)
    except RuntimeError:
        said = traceback.format_exc() + repr(key) + f"{key}" + caplog.text
    assert SECRET.hex() not in said
    assert "\\x01\\x02" not in said


def test_every_purpose_has_its_own_subkey() -> None:
    key = VaultKey(SECRET)
    subkeys = {key.subkey(purpose) for purpose in ("database", "wrapping", "check")}
    assert len(subkeys) == 3
    assert SECRET not in subkeys
    assert VaultKey(SECRET).subkey("database") == key.subkey("database")


def test_the_name_of_a_key_is_that_of_no_other() -> None:
    assert VaultKey(SECRET).is_named(VaultKey(SECRET).check())
    assert not VaultKey.fresh().is_named(VaultKey(SECRET).check())


@given(st.binary(max_size=80), st.integers(0, 10_000))
def test_a_wrapped_secret_notices_every_flipped_bit(secret: bytes, where: int) -> None:
    sealed = wrap(secret, under=SECRET, about=b"test")
    assert unwrap(sealed, under=SECRET, about=b"test") == secret
    bit = where % (len(sealed) * 8)
    changed = bytearray(sealed)
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(WrongKey):
        unwrap(bytes(changed), under=SECRET, about=b"test")


def test_a_secret_wrapped_for_one_purpose_opens_for_no_other() -> None:
    sealed = wrap(SECRET, under=SECRET, about=b"walk-1")
    with pytest.raises(WrongKey):
        unwrap(sealed, under=SECRET, about=b"walk-2")


def test_a_passphrase_opens_what_it_wrapped_however_the_keyboard_composed_it() -> None:
    wrapped = PassphraseWrap.around(SECRET, "Ångström straße", about=b"a")
    again = PassphraseWrap.from_json(wrapped.to_json())
    assert again.open("A\u030angstro\u0308m straße", about=b"a") == SECRET
    with raises(Code.PASSPHRASE_WRONG):
        again.open("ångström straße", about=b"a")
    with raises(Code.PASSPHRASE_WRONG):
        again.open("Ångström straße", about=b"b")


def test_a_short_passphrase_is_refused_before_it_protects_anything() -> None:
    with raises(Code.PASSPHRASE_TOO_SHORT):
        PassphraseWrap.around(SECRET, "1234567", about=b"a")


def test_the_cost_is_the_second_one_rfc_9106_recommends() -> None:
    assert Cost() == Cost(passes=3, memory_kib=65_536, lanes=4)


def test_a_forged_header_cannot_ask_for_more_memory_than_a_laptop_has() -> None:
    forged = PassphraseWrap(Cost(3, 1 << 30, 4), b"s" * 16, b"w" * 60).to_json()
    with pytest.raises(ValueError, match="wrapped key"):
        PassphraseWrap.from_json(forged)


def test_a_recovery_key_is_read_from_paper_with_its_usual_mistakes() -> None:
    printed = recovery.fresh()
    sealed = recovery.wrap_with(SECRET, printed, about=b"v")
    typed = printed.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert recovery.unwrap_with(sealed, typed, about=b"v") == SECRET
    assert [len(group) for group in printed.split("-")] == [4] * 7


@given(st.integers(0, 27), st.sampled_from(recovery.ALPHABET))
def test_a_recovery_key_with_one_letter_wrong_opens_nothing(place: int, letter: str) -> None:
    printed = recovery.fresh().replace("-", "")
    sealed = recovery.wrap_with(SECRET, printed, about=b"v")
    typed = printed[:place] + letter + printed[place + 1 :]
    if typed == printed:
        return
    with raises(Code.RECOVERY_KEY_WRONG):
        recovery.unwrap_with(sealed, typed, about=b"v")


def test_something_that_is_no_recovery_key_at_all_is_refused() -> None:
    sealed = recovery.wrap_with(SECRET, recovery.fresh(), about=b"v")
    for typed in ("", "ABCD", "政务大厅", recovery.fresh()):
        with raises(Code.RECOVERY_KEY_WRONG):
            recovery.unwrap_with(sealed, typed, about=b"v")
