"""News stories as a Wagtail project would have them: a page, a stream of blocks, rows, tags; and
the page that lists them, in the least queries that can be done with."""

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.blocks import CharBlock, TextBlock
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page
from wagtail.search import index

PAGE_LENGTH = 20  # as many as the newsroom shows


class NewsIndexPage(Page):
    max_count = 1

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        context = super().get_context(request, *args, **kwargs)
        # Not get_children().specific(): that would ask twice.
        stories = StoryPage.objects.child_of(self).live().order_by("-published_at")
        context["stories"] = Paginator(stories.defer("body"), PAGE_LENGTH).get_page(
            request.GET.get("page")
        )
        return context


class TaughtIndexPage(Page):
    """The same list as Wagtail's tutorial has its readers write one: page by page."""

    max_count = 1

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        context = super().get_context(request, *args, **kwargs)
        stories = NewsIndexPage.objects.get().get_children().live().order_by("-pk")
        context["stories"] = Paginator(stories, PAGE_LENGTH).get_page(request.GET.get("page"))
        return context


class StoryTag(TaggedItemBase):
    content_object = ParentalKey("StoryPage", on_delete=models.CASCADE, related_name="story_tags")


class StoryPage(Page):
    kicker = models.CharField(max_length=200, blank=True)
    intro = models.TextField(blank=True)
    byline = models.CharField(max_length=300, blank=True)
    dateline = models.CharField(max_length=200, blank=True)
    published_at = models.DateTimeField(db_index=True)
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
