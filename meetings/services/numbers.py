"""Numbers of letters: taken once, in the order asked, from the task force's counter of the year."""

from datetime import date

from django.db import transaction

from meetings.models import LetterCounter, Meeting
from meetings.selectors.invitations import unit_of

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def number_text(pattern: str, *, sequence: int, unit: str, day: date) -> str:
    """`400.2/17/GT-TPPO/2026` from `400.2/{urut}/{unit}/{tahun}`; {bulan} is Roman."""
    parts = {"urut": str(sequence), "unit": unit, "tahun": str(day.year), "bulan": ROMAN[day.month - 1]}
    for name, value in parts.items():
        pattern = pattern.replace(f"{{{name}}}", value)
    return pattern


@transaction.atomic
def number_take(*, meeting: Meeting, day: date) -> str:
    """The next free number of the year of `day`. The counter's row is held until the transaction ends, so
    that none is given twice, and one given in vain is given again; numbers typed by hand are passed over."""
    LetterCounter.objects.get_or_create(task_force_id=meeting.task_force_id, year=day.year)
    counter = LetterCounter.objects.select_for_update().get(
        task_force_id=meeting.task_force_id, year=day.year
    )
    pattern, unit = unit_of(meeting)
    taken = set(
        Meeting.objects.filter(task_force=meeting.task_force_id)
        .exclude(number="")
        .values_list("number", flat=True)
    )
    number = ""
    while not number or number in taken:
        counter.last += 1
        number = number_text(pattern, sequence=counter.last, unit=unit, day=day)
        if "{urut}" not in pattern:
            break
    counter.save(update_fields=["last"])
    return number
