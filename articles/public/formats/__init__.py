"""Articles as the outside reads them: feeds, sitemaps, ninjs, schema.org, plain text.

What is told of an article is one `Item`, whatever the format. Nothing here decides who may see
what: the caller hands over articles that readers may see.
"""
