"""Every address the portal answers, walked from the URLconf."""

from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Route:
    """A pattern by its full name (`members:agency-detail`) and its parameters in order."""

    name: str
    pattern: str
    parameters: tuple[str, ...]


def walk(resolver: URLResolver | None = None, names: tuple[str, ...] = (), path: str = "") -> list[Route]:
    """All routes below `resolver`; one without a name is listed by its path, and so is never known."""
    found: list[Route] = []
    for entry in (resolver or get_resolver()).url_patterns:
        here = path + str(entry.pattern)
        if isinstance(entry, URLResolver):
            found += walk(entry, (*names, entry.namespace) if entry.namespace else names, here)
        elif isinstance(entry, URLPattern):
            name = ":".join((*names, entry.name)) if entry.name else here
            parameters = tuple(entry.pattern.converters) or tuple(entry.pattern.regex.groupindex)
            found.append(Route(name, here, parameters))
    return found
