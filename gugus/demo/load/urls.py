"""The portal's addresses and, in a load run only, the bare view beside them."""

from gugus.demo.benchmark.lists import urlpatterns
from gugus.urls import handler500

__all__ = ["handler500", "urlpatterns"]
