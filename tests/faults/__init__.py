"""Faults of a running portal (assurance.md §5), one module each, against real processes.

Each test breaks something at a moment its seed chooses, lets the portal go on, and counts from rows, files
and received mails: nothing lost, nothing doubled, nothing half written. The quick tier runs one seed of the
cheap ones, the full tier twenty of each.
"""
