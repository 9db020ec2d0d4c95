"""Editors' work, without HTTP: reconciling parts, fixing lines, merging names."""
