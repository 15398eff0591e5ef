"""Writes of reminders. What runs by itself acts for nobody; what a person asks names them as `by`.

One rule holds it together: a reminder is a row before it is a letter, a letter is a row before it is sent.
"""

from gugus.notices.services.acts import Asked, mail_choice_set, notice_dismiss, notice_read, period_remind
from gugus.notices.services.digests import SEND_TASK, digest_send, digests_form, digests_queue, remind
from gugus.notices.services.news import news_tell
from gugus.notices.services.notices import notices_refresh

__all__ = [
    "SEND_TASK",
    "Asked",
    "digest_send",
    "digests_form",
    "digests_queue",
    "mail_choice_set",
    "news_tell",
    "notice_dismiss",
    "notice_read",
    "notices_refresh",
    "period_remind",
    "remind",
]
