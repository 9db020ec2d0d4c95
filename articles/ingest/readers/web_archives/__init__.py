"""Web archives (WARC, ARC, WACZ): the pages and pictures that a crawl brought home."""
