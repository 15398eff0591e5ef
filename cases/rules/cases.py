"""Who works with cases, and what may be done with one now. Each check raises Denied with its reason."""

from typing import Any

from django.utils.translation import gettext as _

from gugus.core.permissions import Denied
from members.enums import Role


def check_handler(user: Any, *_about: Any) -> None:
    """Cases are the handlers' alone; everybody else has numbers or nothing (design.md)."""
    if not user.authority.has_role(Role.HANDLER):
        raise Denied(_("Kasus hanya dibuka oleh penangan kasus yang ditunjuk instansinya."))
