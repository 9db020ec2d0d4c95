"""Documents of word processors, and what they share with PDFs: blocks of text, and their HTML."""
