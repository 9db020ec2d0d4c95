"""Who is credited: names in credits, bylines and datelines, and the known sources."""
