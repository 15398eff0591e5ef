"""The rows each number is made of, as one person may read them: one file per source."""
