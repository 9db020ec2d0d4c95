"""From stories to rows: batches, locks, what may change, what is written by COPY."""
