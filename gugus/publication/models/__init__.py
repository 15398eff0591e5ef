"""What publications keep: a task force's settings, and its releases."""

from gugus.publication.models.releases import Release
from gugus.publication.models.settings import PublicationSettings

__all__ = ["PublicationSettings", "Release"]
