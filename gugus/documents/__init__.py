"""Making, storing, signing and verifying official documents (PDF)."""
