"""Writes of the dashboard: one file per idea, imported by file."""
