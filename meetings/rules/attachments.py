"""Files of a meeting: the secretariat keeps them, whoever knows the meeting reads them."""

from typing import Any

from meetings.models import Attachment
from meetings.rules.common import check_change


def check_attachment_change(user: Any, attachment: Attachment) -> None:
    check_change(user, attachment.meeting)
