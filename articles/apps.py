"""The one application of the project."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    """Registers the newsroom's models, admin and system checks."""

    name = "articles"
    verbose_name = _("Newsroom")

    def ready(self) -> None:
        """Registers the system checks, and the models that an article's versions contain."""
        from .versions import history

        history.register()
