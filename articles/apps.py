"""The one application of the project."""

from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    """Registers the newsroom's models, admin and system checks."""

    name = "articles"
    verbose_name = "Newsroom"

    def ready(self) -> None:
        """Registers the system checks, and what an article's versions are made of."""
        from . import checks, history  # noqa: F401

        history.register()
