"""No person of the articles the demo retells occurs in the repository; here their names are hashes."""

import hashlib
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WORD = re.compile(r"[A-Za-z]{3,}")
# First 16 hex digits of SHA-256 of each name part, lower case.
NAMES = {
    "05e26f33d4034d78",
    "0cd38465086ac2f0",
    "0d44c6bd1e0020eb",
    "34572c2bf5b2c828",
    "43ca7a1132bc8c06",
    "5fdfc5e6d87275f9",
    "647a14ee0184a909",
    "734169cc80d60fc2",
    "822c305c72833071",
    "a8e28058e5ab70e4",
    "b879230fe369d496",
    "c0c937f1ede61f17",
    "c423cf544ed34d18",
    "c570a759d2f3fa71",
    "c6b0d9c35d4828ba",
    "d5c1f8b32df30223",
    "d76d29a633190eda",
    "f557e0d3cabb6d8c",
    "f850d59299f741d6",
    "fc9ae64b15fdf05f",
}


def digest(word: str) -> str:
    return hashlib.sha256(word.casefold().encode()).hexdigest()[:16]


def words(path: Path) -> set[str]:
    return {word.casefold() for word in WORD.findall(path.read_text(encoding="utf-8", errors="ignore"))}


def test_no_persons_name_of_an_article_occurs() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    files = [ROOT / name for name in listed.stdout.splitlines() if not name.endswith((".lock", ".png"))]
    assert len(files) > 300
    found = {
        (path.relative_to(ROOT), word)
        for path in files
        if path.is_file()
        for word in words(path)
        if digest(word) in NAMES
    }
    assert not found


def test_the_hashes_would_find_a_name() -> None:
    assert len(NAMES) == 20
    assert digest("Budi") not in NAMES
