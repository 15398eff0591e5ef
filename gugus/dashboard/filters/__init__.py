"""Filters of the dashboard's lists; one file per idea."""
