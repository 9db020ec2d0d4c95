"""From lines to articles: where a story begins, and which part is what."""
