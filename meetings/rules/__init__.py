"""Who may do what with a meeting, and when: one file per idea, imported by file."""
