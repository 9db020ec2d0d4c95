"""The day and the address that a clipping states, and two more ways of knowing a story's date."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Columns that stories are told apart by. Those of clippings that are there stay empty until
    their dumps are parsed again."""

    dependencies = [("articles", "0015_rights_of_the_front_page")]

    operations = [
        migrations.AddField(
            model_name="clipping",
            name="text_digest",
            field=models.CharField(blank=True, db_default="", default="", max_length=32),
        ),
        migrations.AddField(
            model_name="clipping",
            name="address_digest",
            field=models.CharField(blank=True, db_default="", default="", max_length=32),
        ),
        migrations.AddField(
            model_name="clipping",
            name="published_on",
            field=models.DateField(blank=True, null=True, verbose_name="published on"),
        ),
        migrations.AddField(
            model_name="clipping",
            name="is_published_labelled",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AlterField(
            model_name="article",
            name="date_method",
            field=models.CharField(
                choices=[
                    ("stated", "stated on the page"),
                    ("dateline", "stated in the dateline"),
                    ("page_metadata", "stated in the page's markup"),
                    ("capture_time", "reckoned from the capture time"),
                    ("siblings", "reckoned from the dump's other stories"),
                    ("page_hint", "day stated on the page, time from its markup"),
                    ("unresolved", "not known; sorted by the capture time"),
                    ("editor", "set by an editor"),
                ],
                default="editor",
                max_length=15,
                verbose_name="date method",
            ),
        ),
        migrations.AddIndex(
            model_name="clipping",
            index=models.Index(
                condition=models.Q(("address_digest", ""), _negated=True),
                fields=["address_digest"],
                name="clipping_address_idx",
            ),
        ),
    ]
