"""A workbook becomes a plan: read once, asked about, shown, then written whole or not at all."""

from rad.services.imports.commit import import_commit, victims_confirm
from rad.services.imports.reading import (
    MAX_BYTES,
    import_answer,
    import_cancel,
    import_columns,
    import_preview,
    import_read,
    import_start,
)

__all__ = [
    "MAX_BYTES",
    "import_answer",
    "import_cancel",
    "import_columns",
    "import_commit",
    "import_preview",
    "import_read",
    "import_start",
    "victims_confirm",
]
