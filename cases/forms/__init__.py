"""Input about cases: one file per idea, imported by file."""
