"""Verification codes: short, unambiguous when read aloud or copied by hand."""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford base 32: no I, L, O, U
LENGTH = 8
CONFUSED = str.maketrans("ILO", "110")


def new_code() -> str:
    """A random code such as `K7QX-94TR`: 40 bits from the operating system."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return f"{letters[:4]}-{letters[4:]}"


def normalise_code(typed: str) -> str:
    """The code a person meant: case, spaces, hyphens and I/L/O forgiven. Empty when it cannot be one."""
    letters = letters_of(typed)
    return f"{letters[:4]}-{letters[4:]}" if len(letters) == LENGTH else ""


def letters_of(typed: str) -> str:
    """The signs of the alphabet a person meant, forgiving as above; empty when another sign is among them."""
    letters = "".join(sign for sign in typed[:40].upper() if sign.isalnum()).translate(CONFUSED)
    return "" if set(letters) - set(ALPHABET) else letters
