"""What is read about the portal's own running: whether it can work, what waits, and who opened what."""
