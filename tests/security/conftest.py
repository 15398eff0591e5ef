"""The access walk's scene, for everything that attacks it."""

from tests.access.conftest import walker

__all__ = ["walker"]
