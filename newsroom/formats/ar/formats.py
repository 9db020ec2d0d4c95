"""Dates and numbers in Arabic, as Arab papers print them online.

The digits are the Western ones (2025, not ٢٠٢٥), as on the pages of Asharq Al-Awsat, Al Jazeera and
the Maghreb's papers. They stand beside the dates and figures of stories in any language, and are
what one types into a date field or an address. With them, a point is the decimal separator.
"""

# Django has "j F، Y", and no format with a time: for that it falls back on the American one.
DATE_FORMAT = "j F Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y، H:i"
SHORT_DATE_FORMAT = "j M Y"
SHORT_DATETIME_FORMAT = "j M Y، H:i"
DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
