"""Filters of the lists: one file per idea, imported by file."""
