"""Reads of publications: settings, releases, and the tables a release is made of."""
