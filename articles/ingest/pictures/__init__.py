"""Pictures that come along with pages: kept aside while an import reads, found by their addresses,
and stored at its end."""
