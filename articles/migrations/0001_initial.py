"""All tables.

By hand: what Django's models cannot say, at the end of the operations.
"""

import articles.models.image_field
import articles.models.public
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
import django.utils.timezone
import taggit.managers
from django.conf import settings
from django.db import migrations, models


# A topic has one row, however its name is capitalised. The table is the tagging library's.
UNIQUE_TOPIC_NAME = "CREATE UNIQUE INDEX topic_name_unique ON taggit_tag (lower(name))"
# How many clippings have an open issue of a kind. Without these statistics the planner expects one
# clipping in a hundred; it keeps none for the expression of a partial index.
ISSUE_STATISTICS = """
CREATE STATISTICS clipping_issue_codes_stats
ON (jsonb_path_query_array(issues, '$[*] ? (!exists (@.settled)).code'))
FROM articles_clipping
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('reversion', '0002_add_index_on_version_for_content_type_and_db'),
        ('taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Article',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('headline', models.CharField(max_length=500, verbose_name='headline')),
                ('slug', models.SlugField(allow_unicode=True, blank=True, max_length=100, verbose_name='slug')),
                ('kicker', models.CharField(blank=True, default='', max_length=200, verbose_name='kicker')),
                ('byline', models.CharField(blank=True, default='', max_length=300, verbose_name='byline')),
                ('dateline', models.CharField(blank=True, default='', help_text='As printed: TYRE, Lebanon.', max_length=200, verbose_name='dateline')),
                ('place', models.CharField(blank=True, default='', help_text="The dateline's place: Tyre.", max_length=100, verbose_name='place')),
                ('place_slug', models.SlugField(allow_unicode=True, blank=True, db_index=False, default='', max_length=100)),
                ('body', models.TextField(blank=True, default='', help_text='Markdown. ![](caption:2) places caption 2, ::: fact Heading … ::: a fact box.', verbose_name='body')),
                ('language', models.CharField(default='en', max_length=10, verbose_name='language')),
                ('status', models.CharField(choices=[('draft', 'draft'), ('in_review', 'in review'), ('published', 'published'), ('withdrawn', 'withdrawn')], default='in_review', max_length=10, verbose_name='status')),
                ('published_at', models.DateTimeField(help_text='When the story was first published.', verbose_name='publication date')),
                ('date_text', models.CharField(blank=True, default='', help_text='14 sec ago.', max_length=200, verbose_name='date as printed')),
                ('date_precision', models.CharField(choices=[('minute', 'to the minute'), ('day', 'to the day'), ('estimated', 'estimated'), ('unknown', 'undated')], default='minute', max_length=10, verbose_name='date precision')),
                ('date_method', models.CharField(choices=[('stated', 'stated on the page'), ('dateline', 'stated in the dateline'), ('page_metadata', "stated in the page's markup"), ('capture_time', 'calculated from the capture time'), ('siblings', "calculated from the dump's other stories"), ('page_hint', 'day stated on the page, time from its markup'), ('unresolved', 'not known; sorted by the capture time'), ('editor', 'set by an editor')], default='editor', max_length=15, verbose_name='date method')),
                ('confidence', models.FloatField(blank=True, editable=False, null=True, verbose_name='confidence')),
                ('ednote', models.TextField(blank=True, default='', help_text='Never shown to readers.', verbose_name='note to editors')),
                ('withdrawal_notice', models.TextField(blank=True, db_default='', default='', help_text='Why it was withdrawn; readers see it at its address.', verbose_name='withdrawal notice')),
                ('hides_headline', models.BooleanField(db_default=False, default=False, help_text='What the page of the story shows once it is withdrawn.', verbose_name='shown when withdrawn')),
                ('preview_round', models.PositiveIntegerField(db_default=0, default=0, editable=False)),
                ('imported_digests', models.JSONField(blank=True, default=dict, editable=False)),
                ('search', django.contrib.postgres.search.SearchVectorField(editable=False, null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('modified_at', models.DateTimeField(auto_now=True, verbose_name='modified at')),
            ],
            options={
                'verbose_name': 'story',
                'verbose_name_plural': 'stories',
                'ordering': ['-published_at', '-id'],
                'permissions': [('publish_article', 'Can publish articles and send them back'), ('withdraw_article', 'Can withdraw published articles')],
            },
            bases=(articles.models.public.MayBePublic, models.Model),
        ),
        migrations.CreateModel(
            name='Dump',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('name', models.CharField(help_text='Path or address it was read from.', max_length=500, verbose_name='name')),
                ('byte_count', models.PositiveBigIntegerField(verbose_name='byte count')),
                ('line_count', models.PositiveIntegerField(verbose_name='line count')),
                ('encoding', models.CharField(max_length=40, verbose_name='encoding')),
                ('captured_at', models.DateTimeField(blank=True, null=True, verbose_name='captured at')),
                ('original', models.BinaryField(blank=True, null=True, verbose_name='original')),
                ('hints', models.JSONField(blank=True, default=dict, verbose_name='what the markup says')),
                ('issues', models.JSONField(blank=True, default=list, verbose_name='issues')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
            ],
            options={
                'verbose_name': 'dump',
                'verbose_name_plural': 'dumps',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='LexiconWord',
            fields=[
                ('word', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('article_count', models.PositiveIntegerField()),
            ],
            options={
                'ordering': ['word'],
            },
        ),
        migrations.CreateModel(
            name='ArticleTag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content_object', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='article_tags', to='articles.article', verbose_name='story')),
                ('tag', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='article_tags', to='taggit.tag', verbose_name='topic')),
            ],
            options={
                'verbose_name': 'story topic',
                'verbose_name_plural': 'story topics',
            },
        ),
        migrations.AddField(
            model_name='article',
            name='tags',
            field=taggit.managers.TaggableManager(blank=True, help_text='A comma-separated list of tags.', through='articles.ArticleTag', to='taggit.Tag', verbose_name='topics'),
        ),
        migrations.CreateModel(
            name='Bullet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='position')),
                ('text', models.TextField(verbose_name='text')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bullets', to='articles.article', verbose_name='story')),
            ],
            options={
                'verbose_name': 'key point',
                'verbose_name_plural': 'key points',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('correction', 'correction'), ('clarification', 'clarification')], default='correction', max_length=15, verbose_name='kind')),
                ('text', models.TextField(help_text='Plain text; readers see it above the story.', verbose_name='text')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='corrections', to='articles.article', verbose_name='story')),
            ],
            options={
                'verbose_name': 'correction',
                'verbose_name_plural': 'corrections',
                'ordering': ['made_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Clipping',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(verbose_name='position')),
                ('kind', models.CharField(choices=[('story', 'story'), ('between', 'between stories'), ('quarantine', 'quarantine')], max_length=10, verbose_name='kind')),
                ('first_line', models.PositiveIntegerField(verbose_name='first line')),
                ('last_line', models.PositiveIntegerField(verbose_name='last line')),
                ('raw', models.BinaryField()),
                ('ledger', models.JSONField(default=list)),
                ('parts', models.JSONField(blank=True, db_default=models.Value([], output_field=models.JSONField()), default=list)),
                ('issues', models.JSONField(blank=True, default=list, verbose_name='issues')),
                ('reason', models.CharField(blank=True, default='', max_length=200, verbose_name='reason')),
                ('confidence', models.FloatField(default=0.0, verbose_name='confidence')),
                ('headline_digest', models.CharField(blank=True, default='', max_length=32)),
                ('lead_digest', models.CharField(blank=True, default='', max_length=32)),
                ('paragraph_digests', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None)),
                ('text_digest', models.CharField(blank=True, db_default='', default='', max_length=32)),
                ('address_digest', models.CharField(blank=True, db_default='', default='', max_length=32)),
                ('published_on', models.DateField(blank=True, null=True, verbose_name='published on')),
                ('is_published_labelled', models.BooleanField(db_default=False, default=False)),
                ('article', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='clippings', to='articles.article', verbose_name='story')),
                ('dump', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='clippings', to='articles.dump', verbose_name='dump')),
            ],
            options={
                'verbose_name': 'clipping',
                'verbose_name_plural': 'clippings',
                'ordering': ['dump', 'position'],
            },
        ),
        migrations.CreateModel(
            name='ImportRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('import', 'import'), ('reparse', 'reparse')], default='import', max_length=10, verbose_name='kind')),
                ('asked_by', models.CharField(blank=True, default='', max_length=200, verbose_name='asked by')),
                ('started_at', models.DateTimeField(verbose_name='started at')),
                ('seen_at', models.DateTimeField(blank=True, null=True, verbose_name='last seen at')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='finished at')),
                ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='undone at')),
                ('state', models.CharField(choices=[('running', 'running'), ('finished', 'finished'), ('failed', 'finished with failures'), ('stopped', 'stopped'), ('abandoned', 'interrupted')], default='running', max_length=10, verbose_name='status')),
                ('inputs', models.JSONField(blank=True, default=list, help_text='Paths as they were given.', verbose_name='inputs')),
                ('options', models.JSONField(blank=True, default=dict, verbose_name='options')),
                ('parser_version', models.CharField(blank=True, default='', help_text="A digest of the parser's own files.", max_length=16, verbose_name='parser version')),
                ('input_count', models.PositiveIntegerField(default=0, verbose_name='input count')),
                ('dump_count', models.PositiveIntegerField(default=0, verbose_name='dump count')),
                ('byte_count', models.PositiveBigIntegerField(default=0, verbose_name='byte count')),
                ('created_count', models.PositiveIntegerField(default=0, verbose_name='created count')),
                ('updated_count', models.PositiveIntegerField(default=0, verbose_name='updated count')),
                ('unchanged_count', models.PositiveIntegerField(default=0, verbose_name='unchanged count')),
                ('kept_count', models.PositiveIntegerField(default=0, verbose_name='kept count')),
                ('quarantined_count', models.PositiveIntegerField(default=0, verbose_name='quarantined count')),
                ('failed_count', models.PositiveIntegerField(default=0, verbose_name='failed count')),
                ('line_count', models.PositiveBigIntegerField(default=0, verbose_name='line count')),
                ('article_line_count', models.PositiveBigIntegerField(default=0, verbose_name='story line count')),
                ('chrome_line_count', models.PositiveBigIntegerField(default=0, help_text='Page furniture and blank lines.', verbose_name='chrome line count')),
                ('quarantine_line_count', models.PositiveBigIntegerField(default=0, verbose_name='quarantine line count')),
                ('issue_counts', models.JSONField(blank=True, default=dict, help_text='By code.', verbose_name='issue counts')),
                ('input_outcomes', models.JSONField(blank=True, default=list, help_text='Result of each input; some hundreds at most.', verbose_name='input outcomes')),
                ('failures', models.JSONField(blank=True, default=list, help_text='Some hundreds at most; failed_count has them all.', verbose_name='failures')),
            ],
            options={
                'verbose_name': 'import',
                'verbose_name_plural': 'imports',
                'ordering': ['-started_at'],
                'indexes': [models.Index(fields=['-started_at'], name='importrun_started_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('parser_version', ''), ('line_count', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('article_line_count'), '+', models.F('chrome_line_count')), '+', models.F('quarantine_line_count'))), _connector='OR'), name='importrun_lines_add_up')],
            },
        ),
        migrations.AddField(
            model_name='dump',
            name='first_run',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='dumps', to='articles.importrun', verbose_name='first import'),
        ),
        migrations.CreateModel(
            name='IssueDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, verbose_name='code')),
                ('digest', models.CharField(max_length=16)),
                ('decision', models.CharField(choices=[('dismissed', 'dismissed'), ('mended', 'fixed')], max_length=10, verbose_name='decision')),
                ('decided_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='decided at')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='issue_decisions', to='articles.article', verbose_name='story')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
            ],
            options={
                'verbose_name': 'decision on an issue',
                'verbose_name_plural': 'decisions on issues',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('upload', 'upload'), ('reparse', 're-parse')], max_length=10, verbose_name='kind')),
                ('state', models.CharField(choices=[('received', 'waiting for preview'), ('looking', 'preparing preview'), ('asking', 'waiting for confirmation'), ('queued', 'queued'), ('at_work', 'running'), ('done', 'done'), ('stopped', 'stopped'), ('failed', 'failed'), ('cancelled', 'cancelled')], default='received', max_length=10, verbose_name='status')),
                ('asked_at', models.DateTimeField(auto_now_add=True, verbose_name='asked at')),
                ('folder', models.CharField(blank=True, default='', help_text='Where the uploaded files lie.', max_length=32)),
                ('files', models.JSONField(blank=True, default=list)),
                ('what', models.JSONField(blank=True, default=dict, help_text='What to parse again.')),
                ('options', models.JSONField(blank=True, default=dict)),
                ('report', models.JSONField(blank=True, default=dict)),
                ('message', models.TextField(blank=True, default='', help_text='Why it failed.')),
                ('stop_asked_at', models.DateTimeField(blank=True, null=True)),
                ('asked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked by')),
                ('run', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='jobs', to='articles.importrun')),
            ],
            options={
                'verbose_name': 'job',
                'verbose_name_plural': 'jobs',
                'ordering': ['-pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Merge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('source', 'sources'), ('topic', 'topics')], max_length=10, verbose_name='kind')),
                ('kept_key', models.BigIntegerField()),
                ('kept_name', models.CharField(max_length=200, verbose_name='merged into')),
                ('was', models.JSONField(default=list, verbose_name='others')),
                ('gained', models.JSONField(blank=True, default=list, verbose_name='gained')),
                ('made_at', models.DateTimeField(verbose_name='merged at')),
                ('made_by', models.CharField(blank=True, default='', max_length=200, verbose_name='merged by')),
                ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='undone at')),
            ],
            options={
                'verbose_name': 'merge',
                'verbose_name_plural': 'merges',
                'ordering': ['-made_at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['source', 'topic'])), name='merge_kind_known')],
            },
        ),
        migrations.CreateModel(
            name='Pin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=1, help_text='1 is the lead story; 2 to 5 appear beside it.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)], verbose_name='place on the page')),
                ('until', models.DateTimeField(blank=True, help_text='After this the newest story takes the place. Leave empty for no end.', null=True, verbose_name='until')),
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='pin', to='articles.article', verbose_name='story')),
            ],
            options={
                'verbose_name': 'pin',
                'verbose_name_plural': 'pins',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='PlacementRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('story', 'a separate story'), ('above', 'part of the story above'), ('below', 'part of the story below'), ('chrome', 'page furniture')], max_length=10, verbose_name='kind')),
                ('sha256', models.CharField(blank=True, default='', max_length=64)),
                ('first_line', models.PositiveIntegerField(blank=True, null=True)),
                ('last_line', models.PositiveIntegerField(blank=True, null=True)),
                ('text', models.CharField(blank=True, default='', max_length=200)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'placement rule',
                'verbose_name_plural': 'placement rules',
                'ordering': ['sha256', 'first_line', 'text'],
            },
        ),
        migrations.CreateModel(
            name='Presence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('opened_at', models.DateTimeField()),
                ('seen_at', models.DateTimeField()),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='presences', to='articles.article')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='presences', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='PublishedUpdate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digests', models.JSONField()),
                ('made_at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('undone_by', models.CharField(blank=True, default='', max_length=200)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='updates', to='articles.article')),
                ('before', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='reversion.version')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='published_updates', to='articles.importrun')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('slug', models.SlugField(allow_unicode=True, max_length=80, verbose_name='slug')),
                ('kind', models.CharField(choices=[('agency', 'news agency'), ('publisher', 'publisher'), ('broadcaster', 'broadcaster'), ('photographer', 'photographer'), ('other', 'other')], default='other', max_length=20, verbose_name='kind')),
                ('aliases', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), blank=True, default=list, help_text='Other names it is printed under, separated by commas: AP, AP/File.', size=None, verbose_name='aliases')),
                ('home_page', models.URLField(blank=True, default='', help_text='Its own site, for editors who check something there.', verbose_name='home page')),
            ],
            options={
                'verbose_name': 'source',
                'verbose_name_plural': 'sources',
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('name'), name='source_name_unique'), models.UniqueConstraint(fields=('slug',), name='source_slug_unique')],
            },
        ),
        migrations.CreateModel(
            name='Caption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('text', models.TextField(blank=True, default='', verbose_name='text')),
                ('credit', models.CharField(blank=True, default='', max_length=300, verbose_name='credit')),
                ('image', articles.models.image_field.CaptionPictureField(blank=True, height_field='image_height', help_text='JPEG, PNG, WebP, AVIF or GIF, up to 20 MB.', upload_to=articles.models.image_field.picture_path, verbose_name='image', width_field='image_width')),
                ('image_width', models.PositiveIntegerField(blank=True, editable=False, null=True)),
                ('image_height', models.PositiveIntegerField(blank=True, editable=False, null=True)),
                ('alt_text', models.CharField(blank=True, default='', max_length=500, verbose_name='alternative text')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='captions', to='articles.article', verbose_name='story')),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='captions', to='articles.source', verbose_name='source')),
            ],
            options={
                'verbose_name': 'caption',
                'verbose_name_plural': 'captions',
                'ordering': ['number', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Attribution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('reporting', 'reporting'), ('photo', 'photo'), ('publisher', 'publisher')], default='reporting', max_length=10, verbose_name='role')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attributions', to='articles.article', verbose_name='story')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attributions', to='articles.source', verbose_name='source')),
            ],
            options={
                'verbose_name': 'attribution',
                'verbose_name_plural': 'attributions',
                'ordering': ['role', 'source__name'],
            },
        ),
        migrations.CreateModel(
            name='TopicAlias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('tag', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to='taggit.tag', verbose_name='topic')),
            ],
            options={
                'verbose_name': 'alias',
                'verbose_name_plural': 'aliases',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Disagreement',
            fields=[
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='disagreement', serialize=False, to='articles.article')),
                ('parts', models.JSONField()),
                ('found_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('parts', {}), _negated=True), name='disagreement_has_parts')],
            },
        ),
        migrations.AddConstraint(
            model_name='articletag',
            constraint=models.UniqueConstraint(fields=('content_object', 'tag'), name='articletag_unique'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('status', 'published')), fields=['-published_at', '-id'], name='article_published_idx'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('status', 'published'), models.Q(('place_slug', ''), _negated=True)), fields=['place_slug', '-published_at', '-id'], name='article_place_idx'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['status', '-published_at', '-id'], name='article_status_idx'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('status', 'in_review')), fields=['confidence', 'id'], name='article_queue_idx'),
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
            model_name='article',
            index=models.Index(condition=models.Q(('date_precision', 'unknown')), fields=['-published_at', '-id'], name='article_undated_idx'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['-published_at', '-id'], name='article_newest_idx'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('status', 'published')), fields=['language'], name='article_language_idx'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('status', 'published')), fields=['id'], include=('modified_at', 'published_at'), name='article_sitemap_idx'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search'], name='article_search_idx'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(('headline', ''), _negated=True), name='article_headline_given'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'in_review', 'published', 'withdrawn'])), name='article_status_known'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(('confidence__isnull', True), ('confidence__range', (0, 1)), _connector='OR'), name='article_confidence_range'),
        ),
        migrations.AddIndex(
            model_name='clipping',
            index=models.Index(condition=models.Q(('lead_digest', ''), _negated=True), fields=['lead_digest'], name='clipping_lead_idx'),
        ),
        migrations.AddIndex(
            model_name='clipping',
            index=models.Index(condition=models.Q(('headline_digest', ''), _negated=True), fields=['headline_digest'], name='clipping_headline_idx'),
        ),
        migrations.AddIndex(
            model_name='clipping',
            index=models.Index(condition=models.Q(('address_digest', ''), _negated=True), fields=['address_digest'], name='clipping_address_idx'),
        ),
        migrations.AddIndex(
            model_name='clipping',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(models.Func(models.F('issues'), models.Value('$[*] ? (!exists (@.settled)).code'), function='jsonb_path_query_array', output_field=models.JSONField()), name='jsonb_path_ops'), condition=models.Q(models.Func(models.F('issues'), models.Value('$[*] ? (!exists (@.settled))'), function='jsonb_path_exists', output_field=models.BooleanField())), name='clipping_issue_codes_idx'),
        ),
        migrations.AddIndex(
            model_name='clipping',
            index=models.Index(condition=models.Q(models.Func(models.F('issues'), models.Value('$[*] ? (!exists (@.settled))'), function='jsonb_path_exists', output_field=models.BooleanField())), fields=['article'], name='clipping_with_issue_idx'),
        ),
        migrations.AddIndex(
            model_name='clipping',
            index=models.Index(condition=models.Q(('kind', 'quarantine')), fields=['-id'], name='clipping_quarantine_idx'),
        ),
        migrations.AddConstraint(
            model_name='clipping',
            constraint=models.UniqueConstraint(fields=('dump', 'position'), name='clipping_position_unique'),
        ),
        migrations.AddConstraint(
            model_name='clipping',
            constraint=models.CheckConstraint(condition=models.Q(('first_line__gte', 1), ('last_line__gte', models.F('first_line'))), name='clipping_lines_ordered'),
        ),
        migrations.AddConstraint(
            model_name='clipping',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'story'), ('article__isnull', True), _connector='OR'), name='clipping_article_only_story'),
        ),
        migrations.AddConstraint(
            model_name='dump',
            constraint=models.UniqueConstraint(fields=('sha256',), name='dump_sha256_unique'),
        ),
        migrations.AddConstraint(
            model_name='issuedecision',
            constraint=models.UniqueConstraint(fields=('article', 'code', 'digest'), name='issuedecision_unique'),
        ),
        migrations.AddConstraint(
            model_name='issuedecision',
            constraint=models.CheckConstraint(condition=models.Q(('decision__in', ['dismissed', 'mended'])), name='issuedecision_known'),
        ),
        migrations.AddConstraint(
            model_name='pin',
            constraint=models.CheckConstraint(condition=models.Q(('position__range', (1, 5))), name='pin_position_on_front'),
        ),
        migrations.AddConstraint(
            model_name='placementrule',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('first_line', None), ('kind', 'chrome'), ('last_line', None), ('sha256', ''), models.Q(('text', ''), _negated=True)), models.Q(models.Q(('sha256', ''), _negated=True), ('first_line__gte', 1), ('last_line__gte', models.F('first_line')), ('text', '')), _connector='OR'), name='placementrule_lines_or_text'),
        ),
        migrations.AddConstraint(
            model_name='placementrule',
            constraint=models.UniqueConstraint(fields=('sha256', 'first_line', 'text'), name='placementrule_unique'),
        ),
        migrations.AddConstraint(
            model_name='placementrule',
            constraint=models.UniqueConstraint(condition=models.Q(('sha256', '')), fields=('text',), name='placementrule_text_unique'),
        ),
        migrations.AddConstraint(
            model_name='presence',
            constraint=models.UniqueConstraint(fields=('article', 'user'), name='presence_unique'),
        ),
        migrations.AddConstraint(
            model_name='publishedupdate',
            constraint=models.UniqueConstraint(fields=('run', 'article'), name='publishedupdate_unique'),
        ),
        migrations.AddIndex(
            model_name='caption',
            index=models.Index(condition=models.Q(('image', ''), _negated=True), fields=['article'], name='caption_picture_idx'),
        ),
        migrations.AddConstraint(
            model_name='caption',
            constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('article', 'number'), name='caption_number_unique'),
        ),
        migrations.AddConstraint(
            model_name='attribution',
            constraint=models.UniqueConstraint(fields=('article', 'source', 'role'), name='attribution_unique'),
        ),
        migrations.AddConstraint(
            model_name='topicalias',
            constraint=models.UniqueConstraint(fields=('name',), name='topicalias_name_unique'),
        ),
        migrations.RunSQL(UNIQUE_TOPIC_NAME, "DROP INDEX topic_name_unique"),
        migrations.RunSQL(ISSUE_STATISTICS, "DROP STATISTICS clipping_issue_codes_stats"),
    ]
