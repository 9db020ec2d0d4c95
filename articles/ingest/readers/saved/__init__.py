"""What programs that save pages write: MHTML, e-books, marks in pages, files beside them."""
