"""Stories that editors set on the front page by hand."""

import django.db.models.deletion
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import migrations, models


class Migration(migrations.Migration):
    """A table of pins."""

    dependencies = [("articles", "0013_names_of_fields")]

    operations = [
        migrations.CreateModel(
            name="Pin",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="1 is the lead story; 2 to 5 stand beside it.",
                        validators=[MinValueValidator(1), MaxValueValidator(5)],
                        verbose_name="place on the page",
                    ),
                ),
                (
                    "until",
                    models.DateTimeField(
                        blank=True,
                        help_text="Then the place goes to the newest story again; empty for no "
                        "end.",
                        null=True,
                        verbose_name="until",
                    ),
                ),
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pin",
                        to="articles.article",
                        verbose_name="article",
                    ),
                ),
            ],
            options={
                "verbose_name": "pin on the front page",
                "verbose_name_plural": "front page",
                "ordering": ["position", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("position__range", (1, 5))),
                        name="pin_position_on_front",
                    )
                ],
            },
        ),
    ]
