"""Passwords made of what anybody would try here: the portal's words, offices, roles and a year."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# The documented list of OWASP ASVS 6.1.2. Longest first, so that a word inside another takes nothing away.
LOCAL_WORDS = tuple(
    sorted(
        (
            "gugustugas", "gugus", "tugas", "tppo", "portal", "sekretariat", "sekda", "bupati", "walikota",
            "gubernur", "dinsos", "dinkes", "dinas", "sosial", "kesehatan", "polres", "polda", "polri",
            "kejaksaan", "pengadilan", "imigrasi", "disnaker", "bappeda", "kesbangpol", "uptd", "dp3ap2kb",
            "penghubung", "penangan", "pengawas", "pimpinan", "koordinator", "admin", "administrator",
            "operator", "kantor", "kabupaten", "kota", "provinsi", "kecamatan", "kediri", "tangerang",
            "bintan", "jakarta", "indonesia", "rahasia", "katasandi", "sandi", "masuk", "selamat", "datang",
            "password", "passw0rd", "qwerty", "qwertyuiop", "asdfghjkl", "merdeka", "pancasila",
            "bismillah", "alhamdulillah", "sayang", "garuda",
        ),
        key=len,
        reverse=True,
    )
)  # fmt: skip
ENOUGH_LETTERS = 6
"""Letters that must be left once local words, digits and signs are taken out."""


class LocalWordsValidator:
    """Refuse a password that is only such words with digits and signs between (OWASP ASVS 6.2.11).

    One such word in a longer phrase does no harm: what is left decides.
    """

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError when a local word stands in it and fewer than six other letters."""
        left = password.lower()
        for word in LOCAL_WORDS:
            left = left.replace(word, "")
        if left != password.lower() and sum(sign.isalpha() for sign in left) < ENOUGH_LETTERS:
            raise ValidationError(self.get_help_text(), code="password_local_words")

    def get_help_text(self) -> str:
        return _(
            "Kata sandi ini mudah ditebak: isinya kata yang lazim di kantor, ditambah angka atau tanda. "
            "Pakai beberapa kata yang tidak berkaitan, contoh: payung kopi lereng biru."
        )
