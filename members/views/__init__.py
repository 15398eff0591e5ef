"""Pages of the structure: they translate between HTTP and one selector or service each."""
