"""Reads of the board, one file per source."""
