"""What the desk needs: merges with their way back, other names of topics, indexes of its lists.

Topics become one row a name, however it is capitalised. The table is the tagging library's, so the
constraint is written here by hand; topics that differ in capitals alone are made one first.
"""

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


MAKE_TOPICS_ONE = """
CREATE TEMPORARY TABLE twin ON COMMIT DROP AS
  SELECT id, first_value(id) OVER (PARTITION BY lower(name) ORDER BY id) AS kept FROM taggit_tag;
INSERT INTO articles_articletag (content_object_id, tag_id)
  SELECT DISTINCT content_object_id, kept FROM articles_articletag
  JOIN twin ON twin.id = tag_id WHERE twin.id <> kept
  ON CONFLICT DO NOTHING;
DELETE FROM articles_articletag USING twin WHERE tag_id = twin.id AND twin.id <> kept;
DELETE FROM taggit_taggeditem USING twin WHERE tag_id = twin.id AND twin.id <> kept;
DELETE FROM taggit_tag USING twin WHERE taggit_tag.id = twin.id AND twin.id <> kept;
DROP TABLE twin;
"""
SETTLE = "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED"
# How many clippings have an issue: without this the planner takes any to be one in a hundred. In an
# index that is partial it does not look for it.
COUNT_ISSUES = """
CREATE STATISTICS clipping_issue_codes_stats ON (jsonb_path_query_array(issues, '$[*].code'))
FROM articles_clipping
"""
ONE_NAME = "CREATE UNIQUE INDEX topic_name_unique ON taggit_tag (lower(name))"


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0007_groups'),
        ('taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx'),
    ]

    operations = [
        migrations.RunSQL([MAKE_TOPICS_ONE, SETTLE], migrations.RunSQL.noop),
        migrations.RunSQL(ONE_NAME, "DROP INDEX topic_name_unique"),
        migrations.RunSQL(COUNT_ISSUES, "DROP STATISTICS clipping_issue_codes_stats"),
        migrations.CreateModel(
            name='Merge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('source', 'sources'), ('topic', 'topics')], max_length=10)),
                ('kept_key', models.BigIntegerField()),
                ('kept_name', models.CharField(max_length=200)),
                ('was', models.JSONField(default=list)),
                ('gained', models.JSONField(blank=True, default=list)),
                ('made_at', models.DateTimeField()),
                ('made_by', models.CharField(blank=True, default='', max_length=200)),
                ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='taken back at')),
            ],
            options={
                'ordering': ['-made_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='TopicAlias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100)),
            ],
            options={
                'verbose_name': 'other name',
                'ordering': ['name'],
            },
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('status', 'in_review')), fields=['created_at'], name='article_waiting_idx'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('confidence__isnull', False)), fields=['confidence'], name='article_confidence_idx'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('place_slug', ''), _negated=True), fields=['place_slug', '-published_at', '-id'], name='article_desk_place_idx'),
        ),
        migrations.AddIndex(
            model_name='clipping',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(models.Func(models.F('issues'), models.Value('$[*].code'), function='jsonb_path_query_array', output_field=models.JSONField()), name='jsonb_path_ops'), condition=models.Q(('issues', []), _negated=True), name='clipping_issue_codes_idx'),
        ),
        migrations.AddIndex(
            model_name='clipping',
            index=models.Index(condition=models.Q(('issues', []), _negated=True), fields=['article'], name='clipping_with_issue_idx'),
        ),
        migrations.AddConstraint(
            model_name='merge',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['source', 'topic'])), name='merge_kind_known'),
        ),
        migrations.AddField(
            model_name='topicalias',
            name='tag',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to='taggit.tag'),
        ),
        migrations.AddConstraint(
            model_name='topicalias',
            constraint=models.UniqueConstraint(fields=('name',), name='topicalias_name_unique'),
        ),
    ]
