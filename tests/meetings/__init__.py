"""Meetings, minutes, follow-ups."""
