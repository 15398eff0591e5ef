"""Pages of the RAD: the plan, reporting, verification, import and papers."""
