"""A story's address in writings whose vowels are marks upon letters."""

import pytest
from django.core.exceptions import ValidationError

from articles.models import Article, headline_slug

SLUGS = {
    "नगर परिषद ने नई दीवार को मंजूरी दी।": "नगर-परिषद-ने-नई-दीवार-को-मंजूरी-दी",
    "สภาเมืองเห็นชอบสร้างกำแพง": "สภาเมืองเห็นชอบสร้างกำแพง",
    "ক্রিকেট: বাংলাদেশের জয়": "ক্রিকেট-বাংলাদেশের-জয়",
    "កំពង់ផែថ្មី": "កំពង់ផែថ្មី",
    "பள்ளி திறப்பு": "பள்ளி-திறப்பு",
    "مُدُنٌ جديدة": "مدن-جديدة",
    "Élus de l’Île_de – France!": "élus-de-lîle_de-france",
    "???": "article",
}


@pytest.mark.parametrize(("headline", "slug"), SLUGS.items())
def test_a_slug_keeps_the_vowels_of_its_headline(headline, slug):
    assert headline_slug(headline) == slug
    field = Article._meta.get_field("slug")
    assert field.clean(slug, None) == slug
    assert field.formfield().clean(slug) == slug


@pytest.mark.parametrize("slug", ["a b", "a/b", "a.b", "नई।", "<x>"])
def test_what_is_no_slug_is_refused(slug):
    field = Article._meta.get_field("slug")
    for clean in (field.formfield().clean, lambda value: field.clean(value, None)):
        with pytest.raises(ValidationError):
            clean(slug)
