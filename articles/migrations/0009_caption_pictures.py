"""A caption's picture is kept with its measures and in several widths and formats."""

import articles.models.picture
from django.db import migrations, models


def render(apps, schema_editor):
    """Measures the pictures that are there, and makes their versions: pages offer them from now on.

    What `manage.py render_pictures` does, on the models as they are here.
    """
    caption_model = apps.get_model("articles", "Caption")
    field = caption_model._meta.get_field("image")
    for caption in caption_model.objects.exclude(image="").order_by("pk").iterator():
        field.update_dimension_fields(caption, force=True)
        caption_model.objects.filter(pk=caption.pk).update(
            image_width=caption.image_width, image_height=caption.image_height
        )
        if caption.image_width:
            caption.image.save_all()


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0008_desk"),
    ]

    operations = [
        migrations.AddField(
            model_name="caption",
            name="image_height",
            field=models.PositiveIntegerField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="caption",
            name="image_width",
            field=models.PositiveIntegerField(blank=True, editable=False, null=True),
        ),
        migrations.AlterField(
            model_name="caption",
            name="image",
            field=articles.models.picture.CaptionPictureField(
                blank=True,
                height_field="image_height",
                help_text="JPEG, PNG, WebP, AVIF or GIF, up to 20 MB.",
                upload_to=articles.models.picture.picture_path,
                width_field="image_width",
            ),
        ),
        migrations.RunPython(render, migrations.RunPython.noop, elidable=True),
    ]
