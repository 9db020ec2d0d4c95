"""What the outside is told of an article, format by format."""

from articles.formats.item import Item, load
from articles.models import Article


def loaded(article: Article) -> Item:
    """The article with its rows, as the views load it."""
    return load(Article.objects.filter(pk=article.pk))[0]
