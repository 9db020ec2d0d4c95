"""The versions of an article: stored before and after each change, compared, restored."""
