"""Pictures of pages with the text that was recognised in them: ALTO, METS, PAGE-XML and hOCR."""
