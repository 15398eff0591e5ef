"""What is written about the portal's own running."""
