"""From bytes to rows: the only code that uses both the parser and the models."""
