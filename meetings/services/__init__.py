"""Writes about meetings: one file per idea, imported by file."""
