"""The one application of the project."""

from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    """Registers the newsroom's models, admin and system checks."""

    name = "articles"
    verbose_name = "Newsroom"

    def ready(self) -> None:
        """Registers the system checks."""
        from . import checks  # noqa: F401
