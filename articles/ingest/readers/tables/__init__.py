"""Tables: CSV and the like, workbooks, Parquet; a row that holds a story is a record."""
