"""The editors' pages of an article: list, form, history, preview, reconciling."""
