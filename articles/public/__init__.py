"""What readers and programs get: pages, lists, feeds, the interface for programs."""
