"""Who may do what with a case, and when: one file per idea, imported by file."""
