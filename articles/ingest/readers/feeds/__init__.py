"""Feeds, exports of content management systems, and the formats of news agencies.

A module a format takes stories apart into a `GivenStory` (`given_story.py`), which says what each
part is, and so nothing of it has to be guessed.
"""
