"""A news story as a Wagtail project would have it: a page, a stream of blocks, rows, tags."""

from django.db import models
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.blocks import CharBlock, TextBlock
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page
from wagtail.search import index


class StoryTag(TaggedItemBase):
    content_object = ParentalKey("StoryPage", on_delete=models.CASCADE, related_name="story_tags")


class StoryPage(Page):
    kicker = models.CharField(max_length=200, blank=True)
    byline = models.CharField(max_length=300, blank=True)
    dateline = models.CharField(max_length=200, blank=True)
    published_at = models.DateTimeField()
    body = StreamField(
        [
            ("paragraph", TextBlock()),
            ("crosshead", CharBlock()),
            ("fact_box", TextBlock()),
            ("related_link", TextBlock()),
            ("pull_quote", TextBlock()),
            ("list_item", TextBlock()),
            ("other", TextBlock()),
        ]
    )
    tags = ClusterTaggableManager(through=StoryTag, blank=True)

    search_fields = [*Page.search_fields, index.SearchField("body"), index.SearchField("dateline")]


class Bullet(Orderable):
    page = ParentalKey(StoryPage, on_delete=models.CASCADE, related_name="bullets")
    text = models.TextField()


class Caption(Orderable):
    page = ParentalKey(StoryPage, on_delete=models.CASCADE, related_name="captions")
    text = models.TextField(blank=True)
    credit = models.CharField(max_length=300, blank=True)
