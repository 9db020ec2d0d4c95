"""From bytes to rows: the only code that knows both the parser and the models."""
