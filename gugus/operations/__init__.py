"""Running the portal: readiness, measures, backups, and what to do when data got out."""
