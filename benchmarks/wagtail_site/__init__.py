"""A Wagtail site with news stories as pages, to be timed beside the import."""
