"""Pictures that the desk takes away: their files go with them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from articles.admin.changelist import DeskAdmin
from articles.models import Article
from articles.models.image_files import discarding


class PictureFilesAdmin(DeskAdmin):
    """Forms and deletions after which no file of a picture is left that no story uses."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The form; what it saves may replace, clear or remove pictures."""
        number = (object_id or "") if request.method == "POST" else ""
        articles = [int(number)] if number.isascii() and number.isdigit() else []
        with discarding(articles):
            return super().changeform_view(request, object_id, form_url, extra_context)

    def delete_model(self, request: HttpRequest, obj: Article) -> None:
        """Deletes one article, its pictures' files included."""
        with discarding([obj.pk]):
            super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        """Deletes several articles, their pictures' files included."""
        with discarding(queryset.order_by().values_list("pk", flat=True)):
            super().delete_queryset(request, queryset)
