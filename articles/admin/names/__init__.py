"""The pages of sources and topics, and of merging them."""
