"""The desk in Arabic: its pages hold no English words of ours, and what is done there is done."""

import json
import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from django.contrib.admin.models import LogEntry
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation
from playwright.sync_api import expect

from articles.admin.articles.source_lines import ROLE_NAMES
from articles.admin.labels import parser
from articles.ingest.options import ImportOptions
from articles.ingest.pipeline.run import run_import
from articles.models import Article, Attribution, Clipping, ImportRun, Source
from articles.parsing.lines import vocabulary
from articles.parsing.stories import reasons as page_reasons
from articles.parsing.types import Role
from articles.versions import history
from tests.admin.imports.test_upload_and_quarantine import work
from tests.test_languages import ARABIC, latin_words

DUMPS = Path(__file__).parents[2] / "fixtures" / "dumps"
DUMP = DUMPS / "andean-weekly-2022-08-11.txt"
TASKS = "Tasks Database Backend"  # a library names itself so, without a translation
SIGNS = "SHA Markdown caption fact ZIP HTML JSON Lines Parquet MB kB GB UTC JPEG PNG WebP AVIF GIF"
KEYS = "Ctrl Enter Shift Alt Backspace Esc"
KNOWN = set(
    re.findall(r"\w+", f"{TASKS} {SIGNS} {KEYS} editor andean weekly txt compose en oil crude AP")
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_cached():
    cache.clear()


@pytest.fixture
def editor(django_user_model):
    return django_user_model.objects.create_superuser("editor", password="glacier-blanket")


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def story():
    """A story that was imported, then put into Arabic as far as anybody can see it."""
    run_import(
        [str(DUMP)], ImportOptions(captured_at=date(2022, 8, 11), publisher="النهار", tags=("مدن",))
    )
    article = Article.objects.exclude(bullets=None).earliest("pk")
    Article.objects.exclude(pk=article.pk).delete()
    others = Source.objects.exclude(name="النهار")
    Attribution.objects.filter(source__in=others).delete()
    others.delete()
    kept = {name: value for name, value in ARABIC.items() if isinstance(value, str)}
    Article.objects.filter(pk=article.pk).update(**kept, status="in_review", date_text="أمس")
    article.bullets.update(text="نقطة")
    article.captions.update(text="قوارب", credit="رويترز")
    article.tags.set(["مدن"])
    clipping = Clipping.objects.get(article=article)
    words = "قوارب الصيد".encode()
    Clipping.objects.filter(pk=clipping.pk).update(raw=words, issues=[])
    clipping.dump.encoding = "utf-8"
    clipping.dump.save()
    article.refresh_from_db()
    return article


def quarantined():
    """A clipping that waits for a place, in a dump of its own name."""
    clipping = Clipping.objects.filter(kind="between").earliest("pk")
    Clipping.objects.filter(pk=clipping.pk).update(
        kind="quarantine", reason="text outside any story", raw="نص".encode()
    )
    return clipping


ADDRESSES = [
    "/admin/",
    "/admin/articles/article/",
    "/admin/articles/article/?status__exact=in_review",
    "/admin/articles/article/?issue=any&sure=low&went_out=week&came_in=day&parser=disagrees",
    "/admin/articles/article/{article}/change/",
    "/admin/articles/article/add/",
    "/admin/articles/article/{article}/history/",
    "/admin/articles/article/{article}/history/compare/?from={version}",
    "/admin/articles/article/{article}/parser/",
    "/admin/articles/article/{article}/preview/",
    "/admin/articles/source/",
    "/admin/articles/source/merge/",
    "/admin/articles/source/merge/?pk={source}",
    "/admin/articles/topic/merge/",
    "/admin/articles/clipping/",
    "/admin/articles/clipping/{clipping}/change/",
    "/admin/articles/clipping/{clipping}/place/",
    "/admin/articles/clipping/quarantine/",
    "/admin/articles/dump/{dump}/change/",
    "/admin/articles/importrun/",
    "/admin/articles/importrun/upload/",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_word_of_a_page_of_the_desk_is_english(desk, story, address):
    clipping = quarantined()
    history.keep(story)
    keys = {
        "article": story.pk,
        "source": Source.objects.get(name="النهار").pk,
        "clipping": clipping.pk,
        "dump": clipping.dump_id,
        "version": history.entries(story)[0].pk,
    }
    response = desk.get(f"/ar{address.format(**keys)}")
    assert response.status_code == 200
    assert english_words(response.content.decode()) == set()


def english_words(page):
    """Words of ours that are left in English on a page."""
    assert '<html lang="ar" dir="rtl">' in page
    # What was typed, the names of files, and the models of libraries are no words of ours.
    page = re.sub(r"<(option|textarea|kbd|code|bdi)\b.*?</\1>", " ", page, flags=re.DOTALL)
    page = re.sub(r'<(\w+)[^>]*dir="auto".*?</\1>', " ", page, flags=re.DOTALL)
    page = re.sub(r"[0-9a-f]{64}|utf-8", " ", page)
    page = re.sub(r"/\S*\.txt|[\w-]+\.txt|glacier-blanket|SHA-256", " ", page)
    return latin_words(page) - KNOWN


@pytest.mark.parametrize(
    "action",
    [
        "publish_selected",
        "withdraw_selected",
        "send_back_selected",
        "add_topics_to_selected",
        "set_publisher_of_selected",
    ],
)
def test_what_is_asked_before_several_are_changed_is_asked_in_arabic(desk, story, action):
    chosen = {"action": action, "_selected_action": [story.pk]}
    page = desk.post("/ar/admin/articles/article/", chosen).content.decode()
    assert "مادة واحدة" in page or "0" in page
    assert english_words(page) == set()


def test_two_versions_are_shown_in_arabic(desk, story):
    address = f"/ar/admin/articles/article/{story.pk}/change/"
    form = desk.get(address).context["adminform"].form
    data = {name: form[name].value() or "" for name in form.fields}
    data |= {"tags": "مدن", "published_at_0": "2025-03-18", "published_at_1": "12:00"}
    for rows in ("bullets", "captions", "attributions", "corrections"):
        data |= {f"{rows}-TOTAL_FORMS": "0", f"{rows}-INITIAL_FORMS": "0"}
    Article.objects.update(headline="عنوان غيره", modified_at=timezone.now())
    page = desk.post(address, data | {"headline": "عنواني", "_save": "1"}).content.decode()
    assert "تعديلات متعارضة" in page
    assert english_words(page) == set()


def test_a_story_is_saved_and_published_and_its_history_reported_in_arabic(desk, story):
    address = f"/ar/admin/articles/article/{story.pk}/change/"
    form = desk.get(address).context["adminform"].form
    data = {name: form[name].value() or "" for name in form.fields}
    data |= {"headline": "عنوان جديد", "tags": "مدن", "_publish": "1"}
    data |= {"published_at_0": "2025-03-18", "published_at_1": "12:00", "date_precision": "day"}
    for rows in ("bullets", "captions", "attributions", "corrections"):
        data |= {f"{rows}-TOTAL_FORMS": "0", f"{rows}-INITIAL_FORMS": "0"}
    response = desk.post(address, data, follow=True)
    assert response.status_code == 200
    reported = [str(message) for message in response.context["messages"]]
    assert any("منشورة" in text for text in reported), reported
    story.refresh_from_db()
    assert (story.headline, story.status) == ("عنوان جديد", "published")
    page = desk.get(f"/ar/admin/articles/article/{story.pk}/history/").content.decode()
    assert "عُدّلت" in page  # why the version was kept; stored in English
    history.restore(story, history.version_of(story, history.entries(story)[-1].pk), by=None)
    page = desk.get(f"/ar/admin/articles/article/{story.pk}/history/").content.decode()
    assert "استُعيدت نسخة" in page
    assert english_words(page) == set()
    with translation.override("en"):
        assert "Edited" in [entry.comment for entry in history.entries(story)]
    assert LogEntry.objects.filter(change_message="منشورة.").exists()


def test_an_upload_is_reported_of_in_arabic(desk, editor, settings, tmp_path):
    settings.UPLOAD_ROOT = tmp_path
    file = SimpleUploadedFile("andean-weekly.txt", DUMP.read_bytes())
    response = desk.post(
        "/ar/admin/articles/importrun/upload/",
        {"files": file, "captured_at": "2022-08-11", "publisher": "", "tags": ""},
        follow=True,
    )
    assert "يجري إعداد المعاينة" in unescape(response.content.decode())
    work()
    response = desk.get(response.redirect_chain[-1][0])
    page = unescape(response.content.decode())
    assert '<p class="summary">5 مواد، 8 نقاط، مشكلة واحدة</p>' in page
    assert "السطر 38: فقرة انقسمت اثنتين" in page
    assert "11 أغسطس 2022" in page
    empty = desk.post("/ar/admin/articles/importrun/upload/", {"publisher": "", "tags": ""})
    assert "اختر ملفًا واحدًا على الأقل." in empty.content.decode()


def test_a_run_is_reported_of_in_the_language_of_who_reads_it(desk, story):
    address = reverse("admin:articles_importrun_change", args=[ImportRun.objects.latest("pk").pk])
    assert "lines read" in desk.get(address).content.decode()
    assert "سطرًا" in desk.get(f"/ar{address}").content.decode()


def test_scripts_of_the_desk_have_their_words_in_arabic(desk):
    catalog = desk.get("/ar/admin/jsi18n/").content.decode()
    assert json.dumps("اسحب للنقل") in catalog
    assert "Drag to move" not in desk.get("/admin/jsi18n/").content.decode()


def test_a_login_leads_on_in_its_language(client, editor):
    response = client.get("/ar/admin/articles/article/")
    assert response.url == "/ar/admin/login/?next=/ar/admin/articles/article/"


def test_the_log_tells_of_changed_fields_in_arabic(desk):
    labels = set()
    for model in ("article", "source"):
        context = desk.get(f"/admin/articles/{model}/add/").context
        rows = [inline.formset.empty_form for inline in context["inline_admin_formsets"]]
        for form in (context["adminform"].form, *rows):
            labels |= {
                str(field.label)[:1].upper() + str(field.label)[1:]
                for name, field in form.fields.items()
                if not field.widget.is_hidden
            }
    labels -= {"Delete"}  # is Django's own
    assert {"Publication date", "Alternative text"} <= labels
    with translation.override("ar"):
        assert [label for label in labels if translation.gettext(label) == label] == []


def test_every_role_has_a_name_and_every_reason_words_to_translate():
    assert set(ROLE_NAMES) == set(Role)
    reasons = {*vocabulary.FURNITURE.values(), *page_reasons._REASONS.values()}
    assert reasons <= set(parser.REASONS)


# --- in a real browser


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [390, 1280])
def test_an_editor_works_on_a_story_in_arabic(page, live_server, editor, width):
    run_import([str(DUMP)], ImportOptions(captured_at=date(2022, 8, 11)))
    article = Article.objects.exclude(bullets=None).earliest("pk")
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{live_server.url}/admin/login/?next=/admin/")
    page.get_by_role("link", name="العربيّة").click()
    page.get_by_label("اسم المستخدم").fill("editor")
    page.get_by_label("كلمة المرور").fill("glacier-blanket")
    page.locator("input[type=submit]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("مكتب التحرير")
    assert page.url == f"{live_server.url}/ar/admin/"

    page.goto(f"{live_server.url}/ar/admin/articles/article/{article.pk}/change/")
    expect(page.get_by_label("نوع الكتلة").first).to_be_visible()
    page.get_by_label("العنوان:", exact=True).fill("بطانية للنهر الجليدي")
    page.get_by_label("نوع الكتلة").first.select_option(label="عنوان داخلي")
    page.get_by_role("button", name=re.compile("^حفظ( s)?$")).click()
    expect(page.get_by_label("العنوان:", exact=True)).to_have_value("بطانية للنهر الجليدي")
    article.refresh_from_db()
    assert article.headline == "بطانية للنهر الجليدي"
    assert article.body.startswith("## ")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_label("Kind of block").first).to_have_value("crosshead")
