"""Acts of publications."""
