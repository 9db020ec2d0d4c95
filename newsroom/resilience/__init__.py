"""A site that answers while its database or its cache does not."""
