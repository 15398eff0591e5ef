"""Forms of meetings: one file per idea, imported by file."""
