"""What editors' work means, without HTTP: parts reconciled, lines fixed, names merged."""
