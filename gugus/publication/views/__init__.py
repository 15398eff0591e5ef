"""Pages of publications: management for those inside, the public page for everybody."""
