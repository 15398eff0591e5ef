"""One way to get rows, one way to be refused (style.md "Permission idiom", design.md "Who may see what")."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import PermissionDenied
from django.db import models
from guardian.models import GroupObjectPermissionBase

if TYPE_CHECKING:
    from gugus.accounts.models import User


class Denied(PermissionDenied):
    """A person may see the thing but not do this with it; the text is the reason shown to them."""

    def __init__(self, reason: Any) -> None:
        self.reason = reason


class VisibleQuerySet(models.QuerySet):
    """The base of every queryset that serves a person.

    Subclasses write `_visible_to`; a model that forgets crashes instead of leaking.
    """

    def visible_to(self, user: "User | Any") -> Self:
        """Rows `user` may know of today. Nobody, anonymous or disabled: none."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self._visible_to(user)

    def _visible_to(self, user: "User") -> Self:
        raise NotImplementedError(f"{self.model.__name__} has no rule of visibility")

    def granted(self, user: "User", codename: str) -> Self:
        """Rows on which one of the user's groups of today holds `codename` in guardian's own table."""
        return self.filter(pk__in=grants_of(self.model, codename, user.groups).values("content_object_id"))


def grant_model(model: type[models.Model]) -> type[GroupObjectPermissionBase]:
    """guardian's direct foreign-key table of `model`. Raises LookupError when it has none."""
    for relation in model._meta.related_objects:
        if issubclass(relation.related_model, GroupObjectPermissionBase):
            return relation.related_model
    raise LookupError(f"{model.__name__} has no table of grants")


def grants_of(model: type[models.Model], codename: str, groups: models.QuerySet) -> models.QuerySet:
    """The grant rows of some groups for one permission."""
    table = grant_model(model)
    if codename not in table.allowed:  # type: ignore[attr-defined]
        raise LookupError(f"{codename} is not a right {table.__name__} may hold")
    return table.objects.filter(permission__codename=codename, group__in=groups)


def holds(user: "User", codename: str, obj: models.Model) -> bool:
    """Whether one of the user's groups of today holds `codename` on `obj`. Inactive people hold nothing."""
    return user.is_active and grants_of(type(obj), codename, user.groups).filter(content_object=obj).exists()


def allowed(check: Callable[..., None], *args: Any, **kwargs: Any) -> bool:
    """A rule's answer as a boolean, for buttons; the rule itself stays the only source."""
    return not reason_against(check, *args, **kwargs)


def reason_against(check: Callable[..., None], *args: Any, **kwargs: Any) -> str:
    """Why a rule says no, as text for the disabled button; empty when it says yes."""
    try:
        check(*args, **kwargs)
    except Denied as denied:
        return str(denied.reason)
    return ""
