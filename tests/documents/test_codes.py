"""Verification codes: unambiguous, forgiving to type."""

from hypothesis import given
from hypothesis import strategies as st

from gugus.documents.codes import ALPHABET, new_code, normalise_code


def test_codes_are_short_and_differ() -> None:
    codes = {new_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(normalise_code(code) == code for code in codes)
    assert not set("ILOU") & set(ALPHABET)


@given(st.text(alphabet=ALPHABET, min_size=8, max_size=8), st.booleans())
def test_typing_habits_are_forgiven(letters: str, lower: bool) -> None:
    typed = f" {letters[:3]} {letters[3:]}-".replace("1", "l").replace("0", "O")
    assert normalise_code(typed.lower() if lower else typed) == f"{letters[:4]}-{letters[4:]}"


@given(st.text(max_size=60))
def test_anything_else_is_no_code(typed: str) -> None:
    code = normalise_code(typed)
    assert code == "" or (len(code) == 9 and code[4] == "-" and set(code) - {"-"} <= set(ALPHABET))
