"""Refusals a person can mend: forms show them beside the field, tasks and messages print them as text."""

from django.core.exceptions import ValidationError


class Refused(ValidationError, ValueError):
    """Its messages are Indonesian sentences that name what is wrong and the cure."""

    def __str__(self) -> str:
        """The sentences themselves, not Django's list of them."""
        return " ".join(self.messages)
