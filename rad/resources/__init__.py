"""Reports by workbook: the file a person fills, and the one with marks they mend."""

from rad.resources.answers import answer_workbook, error_workbook

__all__ = ["answer_workbook", "error_workbook"]
