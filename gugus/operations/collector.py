"""Python's garbage collector in the process that answers requests.

It walked everything that is loaded, a quarter of a second in the middle of every fifteenth dashboard.
"""

import gc

COLLECT_AFTER = 50_000
"""New objects between two collections of the youngest: a page makes thousands, Python's own is 700."""


def settle() -> None:
    """What is loaded now stays for good; the collector looks only at what requests leave behind."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER, 10, 10)
