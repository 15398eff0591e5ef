"""Pieces of the frame of every case page."""
