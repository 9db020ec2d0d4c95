# ruff: noqa: E501
"""The language of a story that nothing states is told from its text, and said to be detected."""

import pytest
from django.core.management import call_command

from articles.ingest.readers.records import Record
from articles.ingest.stories.language import detect_language
from articles.ingest.stories.split import split_record
from articles.models import Article
from articles.templatetags.newsroom import direction

STORIES = {
    "de": "Der Gemeinderat hat am Donnerstag beschlossen, die alte Brücke über den Fluss noch in "
    "diesem Jahr zu erneuern. Die Arbeiten beginnen im Herbst.",
    "fr": "Le conseil municipal a décidé jeudi de rénover le vieux pont sur la rivière avant la fin "
    "de l’année. Les travaux commenceront à l’automne.",
    "es": "El ayuntamiento decidió el jueves renovar el viejo puente sobre el río antes de que acabe "
    "el año. Las obras comenzarán en otoño, según la alcaldesa.",
    "en": "The town council decided on Thursday to repair the old bridge over the river before the "
    "end of the year. The work is to begin in the autumn.",
    "pl": "Rada miasta zdecydowała w czwartek o remoncie starego mostu na rzece jeszcze w tym roku. "
    "Prace mają się rozpocząć jesienią, powiedział burmistrz.",
    "tr": "Belediye meclisi perşembe günü nehrin üzerindeki eski köprüyü yıl sonuna kadar onarmaya "
    "karar verdi. Çalışmalar sonbaharda başlayacak.",
    "vi": "Hội đồng thành phố hôm thứ Năm đã quyết định sửa chữa cây cầu cũ bắc qua sông trước cuối "
    "năm nay. Công việc sẽ bắt đầu vào mùa thu.",
    "ru": "Городской совет в четверг решил отремонтировать старый мост через реку до конца года. "
    "Работы начнутся осенью, сообщила мэр.",
    "uk": "Міська рада у четвер вирішила відремонтувати старий міст через річку до кінця року. "
    "Роботи розпочнуться восени, повідомила міська голова.",
    "el": "Το δημοτικό συμβούλιο αποφάσισε την Πέμπτη να επισκευάσει την παλιά γέφυρα του ποταμού "
    "πριν από το τέλος του έτους.",
    "ar": "قرر المجلس البلدي يوم الخميس ترميم الجسر القديم فوق النهر قبل نهاية العام، وتبدأ الأعمال "
    "في الخريف كما قالت رئيسة البلدية.",
    "fa": "شورای شهر روز پنجشنبه تصمیم گرفت پل قدیمی روی رودخانه را تا پایان سال بازسازی کند. کار در "
    "پاییز آغاز می‌شود.",
    "ur": "ٹاؤن کونسل نے جمعرات کو فیصلہ کیا کہ دریا پر بنے پرانے پل کی سال کے آخر تک مرمت کی جائے گی۔ "
    "کام خزاں میں شروع ہوگا۔",
    "ckb": "ئەنجوومەنی شارەوانی ڕۆژی پێنجشەممە بڕیاری دا پردە کۆنەکەی سەر ڕووبارەکە پێش کۆتایی ساڵ "
    "نۆژەن بکاتەوە و کارەکان لە پایزدا دەست پێدەکەن.",
    "he": "מועצת העיר החליטה ביום חמישי לשפץ את הגשר הישן שמעל הנהר עוד לפני סוף השנה. העבודות יחלו "
    "בסתיו, אמרה ראשת העיר.",
    "yi": "דער שטאָטראַט האָט דאָנערשטיק באַשלאָסן צו פאַרריכטן די אַלטע בריק איבערן טײַך נאָך פאַרן סוף "
    "יאָר. די אַרבעט הייבט זיך אָן אין האַרבסט.",
    "hi": "नगर परिषद ने गुरुवार को नदी पर बने पुराने पुल की साल के अंत से पहले मरम्मत करने का फैसला किया। "
    "काम पतझड़ में शुरू होगा।",
    "mr": "नगरपालिकेने गुरुवारी नदीवरील जुन्या पुलाची वर्षाअखेरीपूर्वी दुरुस्ती करण्याचा निर्णय घेतला आहे. काम शरद ऋतूत सुरू होणार असल्याचे महापौरांच्या कार्यालयाने सांगितले आहे.",
    "ne": "नगर परिषद्ले बिहीबार नदीमाथिको पुरानो पुल वर्षको अन्त्यअघि मर्मत गर्ने निर्णय गरेको छ। काम शरद ऋतुमा सुरु हुने भएको छ।",
    "th": "สภาเมืองมีมติเมื่อวันพฤหัสบดีให้ซ่อมสะพานเก่าข้ามแม่น้ำก่อนสิ้นปีนี้ โดยงานจะเริ่มในฤดูใบไม้ร่วง",
    "am": "የከተማው ምክር ቤት ሐሙስ ዕለት በወንዙ ላይ ያለውን አሮጌ ድልድይ ከዓመቱ መጨረሻ በፊት ለማደስ ወሰነ። ሥራው በመኸር ይጀምራል።",
    "ja": "市議会は木曜日、川にかかる古い橋を年内に修復することを決めた。工事は秋に始まり、費用は四千万円に上ると市長が述べた。",
    "zh": "市议会周四决定在年底前修复河上的旧桥。工程将于秋季开始，市长说费用约为四千万，其中一半由省政府承担，其余由市财政支付。",
    "ko": "시의회는 목요일 강 위의 낡은 다리를 연말 전에 보수하기로 결정했다. 공사는 가을에 시작되며 비용은 절반씩 부담한다고 시장이 말했다.",
}  # fmt: skip
RIGHT_TO_LEFT = {"ar", "fa", "ur", "ckb", "he", "yi"}


@pytest.mark.parametrize("code", STORIES)
def test_a_text_tells_its_language_and_its_direction(code):
    assert detect_language(STORIES[code]) == code
    assert (direction(code) == "rtl") == (code in RIGHT_TO_LEFT)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ferry again",
        "3:2, 4:1, 0:0; " * 20,
        "Der Rat tagt heute. The council meets.",
        f"{STORIES['fr'][:110]} {STORIES['pl'][:110]} {STORIES['tr'][:110]}",
        f"{STORIES['de'][:90]} {STORIES['ar'][:90]} {STORIES['th'][:60]}",
    ],
)
def test_a_short_or_mixed_text_is_of_no_known_language(text):
    assert detect_language(text) == ""


def test_what_a_page_states_counts_before_what_its_text_tells():
    page = f"<html lang=de-AT><body><article><h1>Brücke</h1><p>{STORIES['de']}</p></article></body>"
    dump = split_record(Record("a.html", page.encode()))
    [story] = [clipping for clipping in dump.clippings if clipping.identity]
    assert story.language == "de-AT"
    assert dump.hints["origins"]["language"] == "html lang"


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["fr", "ar", "he", "th", "ja"])
def test_an_imported_text_has_the_language_and_direction_of_its_words(code, client, tmp_path):
    text = STORIES[code]
    headline = text.split(".")[0][:40] if code not in {"th", "ja"} else text[:20]
    dump = tmp_path / "story.txt"
    dump.write_text(f"{headline}\n\n2024-03-14\n\n{text}\n\n{text} {text}\n", encoding="utf-8")
    call_command("import_dump", str(dump))
    article = Article.objects.get()
    assert article.language == code
    Article.objects.update(status="published")
    page = client.get(article.get_absolute_url()).content.decode()
    side = "rtl" if code in RIGHT_TO_LEFT else "ltr"
    assert f'<article class="story" lang="{code}" dir="{side}">' in page
    assert client.get(f"/articles/{article.pk}.json").json()["language"] == code
    assert f'"inLanguage": "{code}"' in page.replace('"inLanguage":"', '"inLanguage": "')
    hints = article.clippings.get().dump.hints
    assert (hints["language"], hints["origins"]["language"]) == (code, "detected")
