"""Which archives stay: never none, never more than the rules say, and always the newest."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as some

from gugus.operations.backup.retention import Keep, file_name, free_path, kept, moment, prune

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
moments = some.sets(some.integers(0, 30000).map(lambda hours: NOW - timedelta(hours=hours)), max_size=60)
rules = some.builds(Keep, *[some.integers(0, 15)] * 3)


@given(moments, rules)
@example({NOW - timedelta(days=day) for day in range(5)}, Keep(1, 0, 0))
def test_the_newest_stays_and_no_rule_keeps_more_than_it_says(given_moments, keep):
    stay = kept(given_moments, keep)
    assert stay <= given_moments
    assert not given_moments or max(given_moments) in stay
    assert len(stay) <= max(1, sum(keep))


@given(moments, rules)
@example({NOW, NOW - timedelta(weeks=52)}, Keep(0, 2, 0))  # the same week of two years
def test_each_of_the_last_days_weeks_and_months_keeps_its_newest(given_moments, keep):
    stay = kept(given_moments, keep)
    for number, period in ((keep.daily, "%Y%j"), (keep.weekly, "%G%V"), (keep.monthly, "%Y%m")):
        periods = sorted({at.strftime(period) for at in given_moments}, reverse=True)[:number]
        for each in periods:
            assert max(at for at in given_moments if at.strftime(period) == each) in stay


@given(moments, rules)
def test_pruning_again_removes_nothing(given_moments, keep):
    stay = kept(given_moments, keep)
    assert kept(stay, keep) == stay


def test_only_our_own_files_go(tmp_path: Path):
    for hours in range(5):
        (tmp_path / file_name(NOW - timedelta(hours=hours))).touch()
    for other in ("status.json", "gugus-lain.age", "catatan.txt"):
        (tmp_path / other).touch()
    gone = prune(tmp_path, Keep(1, 0, 0))
    assert len(gone) == 4
    left = sorted(path.name for path in tmp_path.iterdir())
    assert left == sorted([file_name(NOW), "status.json", "gugus-lain.age", "catatan.txt"])
    assert moment(tmp_path / file_name(NOW)) == NOW


def test_two_archives_of_one_second_are_two(tmp_path: Path):
    names = []
    for _again in range(3):
        free_path(tmp_path, NOW).touch()
        names = sorted(path.name for path in tmp_path.iterdir())
    assert names == [file_name(NOW + timedelta(seconds=number)) for number in range(3)]
