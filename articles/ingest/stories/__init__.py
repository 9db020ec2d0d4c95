"""From a record to stories: the record split, each story with content and identity."""
