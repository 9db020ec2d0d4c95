"""What the parser made of each line, and decisions on issues, which the indexes of the desk's lists
leave out."""

import django.contrib.postgres.indexes
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


# How many clippings have an issue: see migration 0008.
STATISTICS = """
CREATE STATISTICS clipping_issue_codes_stats ON (jsonb_path_query_array(issues, '{path}'))
FROM articles_clipping
"""
OPEN = STATISTICS.format(path="$[*] ? (!exists (@.settled)).code")
ALL = STATISTICS.format(path="$[*].code")
DROP = "DROP STATISTICS clipping_issue_codes_stats"


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0017_ends_of_stories'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL([DROP, OPEN], [DROP, ALL]),
        migrations.CreateModel(
            name='IssueDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, verbose_name='code')),
                ('digest', models.CharField(max_length=16)),
                ('decision', models.CharField(choices=[('dismissed', 'dismissed'), ('mended', 'fixed')], max_length=10, verbose_name='decision')),
                ('decided_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='decided at')),
            ],
            options={
                'verbose_name': 'decision on an issue',
                'verbose_name_plural': 'decisions on issues',
                'default_permissions': (),
            },
        ),
        migrations.RemoveIndex(
            model_name='clipping',
            name='clipping_issue_codes_idx',
        ),
        migrations.RemoveIndex(
            model_name='clipping',
            name='clipping_with_issue_idx',
        ),
        migrations.AddField(
            model_name='clipping',
            name='parts',
            field=models.JSONField(blank=True, db_default=models.Value([], output_field=models.JSONField()), default=list),
        ),
        migrations.AddIndex(
            model_name='clipping',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(models.Func(models.F('issues'), models.Value('$[*] ? (!exists (@.settled)).code'), function='jsonb_path_query_array', output_field=models.JSONField()), name='jsonb_path_ops'), condition=models.Q(models.Func(models.F('issues'), models.Value('$[*] ? (!exists (@.settled))'), function='jsonb_path_exists', output_field=models.BooleanField())), name='clipping_issue_codes_idx'),
        ),
        migrations.AddIndex(
            model_name='clipping',
            index=models.Index(condition=models.Q(models.Func(models.F('issues'), models.Value('$[*] ? (!exists (@.settled))'), function='jsonb_path_exists', output_field=models.BooleanField())), fields=['article'], name='clipping_with_issue_idx'),
        ),
        migrations.AddField(
            model_name='issuedecision',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='issue_decisions', to='articles.article', verbose_name='article'),
        ),
        migrations.AddField(
            model_name='issuedecision',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by'),
        ),
        migrations.AddConstraint(
            model_name='issuedecision',
            constraint=models.UniqueConstraint(fields=('article', 'code', 'digest'), name='issuedecision_unique'),
        ),
        migrations.AddConstraint(
            model_name='issuedecision',
            constraint=models.CheckConstraint(condition=models.Q(('decision__in', ['dismissed', 'mended'])), name='issuedecision_known'),
        ),
    ]
