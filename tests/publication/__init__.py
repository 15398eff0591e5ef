"""Open data: who releases, what gets out, and that page, CSV and JSON say the same."""
