"""Schema of meetings."""
