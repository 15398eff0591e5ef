"""Merging two people's lines: pure, so every claim is a property."""

from hypothesis import given
from hypothesis import strategies as st

from meetings.merging import END, compare, has_marks, merge

LINE = st.sampled_from(["", "Laporan", "Sepakat", "Kendala: dana", "Solusi: APBD", "Lain-lain"])
TEXT = st.lists(LINE, max_size=8).map("\n".join)


def both(base: str, theirs: str, mine: str) -> str:
    return merge(base, theirs, mine, their_name="Ani Contoh", my_name="Budi Contoh").text


def test_lines_added_at_one_place_follow_each_other() -> None:
    assert both("", "tulisan Ani", "tulisan Budi") == "tulisan Ani\ntulisan Budi"
    assert both("awal\n", "awal\nAni", "awal\nBudi") == "awal\nAni\nBudi"


def test_a_line_changed_while_another_adds_around_it_stays_one_line() -> None:
    assert both("satu", "nol\nsatu\ndua", "satu setengah") == "nol\nsatu setengah\ndua"
    assert both("satu", "satu setengah", "satu\ndua") == "satu setengah\ndua"


def test_two_changes_of_one_line_stand_between_marks_that_name_the_writers() -> None:
    merged = merge("dana cukup", "dana kurang", "dana lebih", their_name="Ani Contoh", my_name="Budi Contoh")
    assert merged.conflict
    assert merged.text.split("\n") == [
        "[Dua tulisan: Ani Contoh]",
        "dana kurang",
        "[Dua tulisan: Budi Contoh]",
        "dana lebih",
        END,
    ]
    assert has_marks(merged.text)
    assert not has_marks("Pembahasan [sic] biasa")


@given(TEXT, TEXT)
def test_one_writer_alone_is_taken_over_to_the_letter(base: str, mine: str) -> None:
    assert both(base, base, mine) == mine
    assert both(base, mine, base) == mine
    assert both(base, mine, mine) == mine


@given(TEXT, TEXT, TEXT)
def test_no_line_either_wrote_is_missing(base: str, theirs: str, mine: str) -> None:
    before, whole = set(base.split("\n")), set(both(base, theirs, mine).split("\n"))
    assert (set(theirs.split("\n")) | set(mine.split("\n"))) - before <= whole | {""}


@given(TEXT, TEXT)
def test_a_comparison_tells_both_texts(before: str, after: str) -> None:
    pieces = compare(before, after)
    assert "".join(p.text for p in pieces if p.kind != "new") == before
    assert "".join(p.text for p in pieces if p.kind != "gone") == after


def test_a_comparison_shows_the_word_that_changed() -> None:
    pieces = compare("Rapat sepakat segera.", "Rapat sepakat besok.")
    assert [(p.kind, p.text) for p in pieces if p.kind != "same"] == [("gone", "segera"), ("new", "besok")]
