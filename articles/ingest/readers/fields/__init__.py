"""The fields of a record: their usual names, what they hold, and the page that they make."""
