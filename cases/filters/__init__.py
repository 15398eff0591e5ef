"""Filters of the lists of cases: one file per idea, imported by file."""
