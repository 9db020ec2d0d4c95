"""Articles as the outside reads them: feeds, sitemaps, ninjs, schema.org, plain text.

Every format renders an `Item`. Nothing here decides who may see what: the caller passes only
articles that readers may see.
"""
