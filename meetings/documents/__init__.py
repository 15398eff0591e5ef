"""What the papers of a meeting say, from its rows: one file per paper, imported by file."""
