"""Open data and the public page: off by default, released by two persons, frozen as released."""
