"""Lists of the board, one file per idea."""
