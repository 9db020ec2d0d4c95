"""Dates in English as the site's pages have them: 18 March 2025, 12:00."""

# Django's are American: "March 18, 2025, noon" beside "18 March 2025" on the same page.
DATE_FORMAT = "j F Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y, H:i"
SHORT_DATE_FORMAT = "j M Y"
SHORT_DATETIME_FORMAT = "j M Y, H:i"
