from django.db import migrations, models


class Migration(migrations.Migration):
    """Withdrawal is an end: a round for preview links, and a notice without a headline."""

    dependencies = [("articles", "0016_dates_and_addresses")]

    operations = [
        migrations.AddField(
            model_name="article",
            name="hides_headline",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="What the page of the story shows once it is withdrawn.",
                verbose_name="shown when withdrawn",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="preview_round",
            field=models.PositiveIntegerField(db_default=0, default=0, editable=False),
        ),
    ]
