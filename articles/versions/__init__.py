"""The versions of an article: kept before and after each change, compared, restored."""
