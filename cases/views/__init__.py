"""Pages of cases: one file per idea, imported by file."""
