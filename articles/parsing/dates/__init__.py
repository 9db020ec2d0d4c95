"""Dates as printed, datelines, and which of a page's dates is the story's."""
