"""No person of the articles the demo retells occurs in the repository; here their names are hashes."""

import hashlib
import re
import subprocess
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WORD = re.compile(r"[A-Za-z]{3,}")
# First 16 hex digits of SHA-256 of each name part, lower case.
NAMES = {
    "05e26f33d4034d78",
    "0cd38465086ac2f0",
    "0d44c6bd1e0020eb",
    "2194f6d380b8d74e",
    "34572c2bf5b2c828",
    "43ca7a1132bc8c06",
    "5fdfc5e6d87275f9",
    "647a14ee0184a909",
    "734169cc80d60fc2",
    "752b42cc3571aae4",
    "822c305c72833071",
    "8c295d087f47a378",
    "936fccfc8fe9a540",
    "959fd7f2b0f79423",
    "a8e28058e5ab70e4",
    "b879230fe369d496",
    "c0c937f1ede61f17",
    "c423cf544ed34d18",
    "c570a759d2f3fa71",
    "c6b0d9c35d4828ba",
    "d5c1f8b32df30223",
    "d76d29a633190eda",
    "f148dbbed5cbf148",
    "f557e0d3cabb6d8c",
    "f850d59299f741d6",
    "fc9ae64b15fdf05f",
}


def digest(word: str) -> str:
    return hashlib.sha256(word.casefold().encode()).hexdigest()[:16]


def words(text: str) -> set[str]:
    return {word.casefold() for word in WORD.findall(text)}


def text_of(path: Path) -> str:
    """What a file says; of a workbook, what its parts say (a theme lists fonts, one named like a person)."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as book:
            parts = [name for name in book.namelist() if "/theme/" not in name]
            return " ".join(book.read(name).decode(errors="ignore") for name in parts)
    return path.read_text(encoding="utf-8", errors="ignore")


def git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True).stdout


def names_in(text: str) -> set[str]:
    return {word for word in words(text) if digest(word) in NAMES}


def test_no_persons_name_of_an_article_occurs() -> None:
    files = [ROOT / name for name in git("ls-files").splitlines() if not name.endswith((".lock", ".png"))]
    assert len(files) > 300
    told = {path.relative_to(ROOT): names_in(text_of(path)) for path in files if path.is_file()}
    assert not {path: names for path, names in told.items() if names}


def test_no_persons_name_of_an_article_occurs_in_the_history() -> None:
    assert not names_in(git("log", "--format=%an %B"))


def test_the_hashes_would_find_a_name(tmp_path: Path) -> None:
    """All names of people in the five articles, but one that is a common word (a column of workbooks)."""
    assert len(NAMES) == 26
    assert digest("Budi") not in NAMES
    with zipfile.ZipFile(tmp_path / "buku.xlsx", "w") as book:
        book.writestr("xl/sharedStrings.xml", "<t>Budi Contoh</t>")
    assert words(text_of(tmp_path / "buku.xlsx")) >= {"budi", "contoh"}
