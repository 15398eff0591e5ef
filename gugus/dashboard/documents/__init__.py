"""What the dashboard prints: one file per paper, imported by file."""
