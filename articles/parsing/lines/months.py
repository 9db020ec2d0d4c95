"""The words that dates are printed in: months, units of time and zones, by language.

The months' names are those of the Unicode CLDR, and what papers print beside them.
"""

from __future__ import annotations

from datetime import UTC, timedelta, timezone, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

# By language the months in order, the forms of each joined by `|`; `-` where a form is another
# month's in another language: `listopada` is November in Poland and October in Croatia.
_TABLE: Final = """
English: january|jan february|feb march|mar april|apr may june|jun july|jul august|aug
  september|sep|sept october|oct november|nov december|dec
German: januar|jänner februar|feber märz|mär|mrz april mai juni juli august september oktober|okt
  november dezember|dez
French: janvier|janv février|févr|fevrier mars avril|avr mai juin juillet|juil août|aout septembre
  octobre novembre décembre|déc|decembre
Spanish: enero|ene febrero|feb marzo abril|abr mayo junio|jun julio|jul agosto|ago
  septiembre|setiembre|sept octubre|oct noviembre|nov diciembre|dic
Italian: gennaio|gen febbraio marzo aprile maggio|mag giugno|giu luglio|lug agosto settembre|set
  ottobre|ott novembre|nov dicembre|dic
Portuguese: janeiro|jan fevereiro|fev março|marco abril|abr maio|mai junho|jun julho|jul
  agosto|ago setembro|set outubro|out novembro|nov dezembro|dez
Dutch: januari februari maart|mrt april mei juni juli augustus september oktober|okt november
  december
Russian: января|январь|янв февраля|февраль|фев|февр марта|март|мар апреля|апрель|апр мая|май
  июня|июнь|июн июля|июль|июл августа|август|авг сентября|сентябрь|сен|сент октября|октябрь|окт
  ноября|ноябрь|ноя|нояб декабря|декабрь|дек
Arabic: يناير فبراير مارس أبريل|ابريل|إبريل مايو يونيو|يونيه يوليو|يوليه أغسطس|اغسطس سبتمبر
  أكتوبر|اكتوبر نوفمبر ديسمبر
Arabic of the Levant: كانون_الثاني شباط آذار|اذار نيسان أيار|ايار حزيران تموز آب|اب أيلول|ايلول
  تشرين_الأول|تشرين_الاول تشرين_الثاني كانون_الأول|كانون_الاول
Arabic of the Maghreb: جانفي فيفري مارس أفريل|افريل ماي جوان جويلية أوت|اوت سبتمبر أكتوبر نوفمبر
  ديسمبر
Polish: stycznia|styczeń|sty lutego|luty|lut marca|marzec kwietnia|kwiecień|kwi maja|maj
  czerwca|czerwiec|cze lipca|lipiec sierpnia|sierpień|sie września|wrzesień|wrz
  października|październik|paź - grudnia|grudzień|gru
Czech: ledna|leden února|únor března|březen dubna|duben května|květen června|červen
  července|červenec srpna|srpen září října|říjen listopadu prosince|prosinec
Slovak: januára|január februára|február marca|marec apríla|apríl mája|máj júna|jún júla|júl
  augusta septembra októbra|október novembra decembra
Slovene: januarja februarja marca|marec aprila maja junija|junij julija|julij avgusta|avgust|avg
  septembra oktobra novembra decembra
Croatian: siječnja|siječanj veljače|veljača ožujka|ožujak travnja|travanj svibnja|svibanj
  lipnja|lipanj srpnja|srpanj kolovoza|kolovoz rujna|rujan - studenoga|studenog|studeni
  prosinca|prosinac
Serbian: januara|јануар|јануара februara|фебруар|фебруара marta|март|марта aprila|април|априла
  maja|мај|маја juna|јун|јуна jula|јул|јула avgusta|август|августа
  septembra|septembar|септембар|септембра oktobra|oktobar|октобар|октобра
  novembra|novembar|новембар|новембра decembra|decembar|децембар|децембра
Bulgarian: януари|яну февруари март април май юни юли август септември октомври ноември|ное
  декември
Macedonian: јануари февруари март април мај јуни јули август септември октомври ноември декември
Ukrainian: січня|січень|січ лютого|лютий|лют березня|березень|бер квітня|квітень|квіт
  травня|травень|трав червня|червень|черв липня|липень|лип серпня|серпень|серп
  вересня|вересень|вер жовтня|жовтень|жовт листопада|листопад|лист грудня|грудень|груд
Belarusian: студзеня лютага сакавіка красавіка мая|траўня чэрвеня ліпеня жніўня верасня
  кастрычніка лістапада снежня
Romanian: ianuarie|ian februarie martie aprilie mai iunie|iun iulie|iul august septembrie
  octombrie noiembrie decembrie
Hungarian: január február|febr március|márc április|ápr május|máj június|jún július|júl augusztus
  szeptember|szept október november december
Swedish: januari februari mars april maj juni juli augusti september oktober november december
Danish: januar februar marts april maj juni juli august september oktober november december
Norwegian: januar februar mars april mai juni juli august september oktober november desember|des
Finnish: tammikuuta|tammikuu helmikuuta|helmikuu maaliskuuta|maaliskuu huhtikuuta|huhtikuu
  toukokuuta|toukokuu kesäkuuta|kesäkuu heinäkuuta|heinäkuu elokuuta|elokuu syyskuuta|syyskuu
  lokakuuta|lokakuu marraskuuta|marraskuu joulukuuta|joulukuu
Icelandic: janúar febrúar mars apríl maí júní júlí ágúst september október nóvember desember
Estonian: jaanuar veebruar märts aprill mai juuni juuli august september oktoober november
  detsember
Latvian: janvāris|janvārī februāris|februārī marts|martā aprīlis|aprīlī maijs|maijā jūnijs|jūnijā
  jūlijs|jūlijā augusts|augustā septembris|septembrī oktobris|oktobrī novembris|novembrī
  decembris|decembrī
Lithuanian: sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio
  lapkričio gruodžio
Greek: ιανουαρίου|ιανουάριος|ιαν φεβρουαρίου|φεβρουάριος|φεβ μαρτίου|μάρτιος|μαρ|μάρ
  απριλίου|απρίλιος|απρ μαΐου|μάιος|μαΐ|μάι ιουνίου|ιούνιος|ιουν ιουλίου|ιούλιος|ιουλ
  αυγούστου|αύγουστος|αυγ σεπτεμβρίου|σεπτέμβριος|σεπ|σεπτ οκτωβρίου|οκτώβριος|οκτ
  νοεμβρίου|νοέμβριος|νοε|νοέ δεκεμβρίου|δεκέμβριος|δεκ
Turkish: ocak|oca şubat|şub mart nisan|nis mayıs haziran|haz temmuz|tem ağustos|ağu eylül|eyl
  ekim|eki kasım|kas aralık
Azerbaijani: yanvar fevral mart aprel may iyun iyul avqust sentyabr oktyabr noyabr dekabr
Indonesian: januari februari maret april mei juni juli agustus|agu|agt september oktober november
  desember
Malay: januari februari mac april mei jun julai ogos|ogo september oktober november disember|dis
Swahili: januari februari machi aprili mei juni julai agosti septemba oktoba novemba desemba
Afrikaans: januarie februarie maart april mei junie julie augustus september oktober november
  desember
Filipino: enero pebrero marso abril mayo hunyo hulyo agosto setyembre oktubre nobyembre disyembre
Catalan: gener febrer març abril maig juny juliol agost setembre octubre novembre desembre
Galician: xaneiro febreiro marzo abril maio xuño xullo agosto setembro outubro novembro decembro
Basque: urtarrilaren|urtarrilak otsailaren|otsailak martxoaren|martxoak apirilaren|apirilak
  maiatzaren|maiatzak ekainaren|ekainak uztailaren|uztailak abuztuaren|abuztuak irailaren|irailak
  urriaren|urriak azaroaren|azaroak abenduaren|abenduak
Albanian: janar shkurt mars prill maj qershor korrik gusht shtator tetor nëntor dhjetor
Hebrew: ינואר|בינואר פברואר|בפברואר מרץ|במרץ|מרס|במרס אפריל|באפריל מאי|במאי יוני|ביוני יולי|ביולי
  אוגוסט|באוגוסט ספטמבר|בספטמבר אוקטובר|באוקטובר נובמבר|בנובמבר דצמבר|בדצמבר
Persian: ژانویه فوریه مارس آوریل مه|می ژوئن ژوئیه|جولای اوت|آگوست سپتامبر اکتبر نوامبر دسامبر
Urdu: جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر
Hindi: जनवरी|जन फ़रवरी|फरवरी|फर मार्च अप्रैल मई जून जुलाई अगस्त|अग सितंबर|सितम्बर अक्टूबर|अक्तूबर
  नवंबर|नवम्बर दिसंबर|दिसम्बर
Marathi: जानेवारी फेब्रुवारी मार्च एप्रिल मे जून जुलै ऑगस्ट सप्टेंबर ऑक्टोबर नोव्हेंबर डिसेंबर
Nepali: जनवरी फेब्रुअरी मार्च अप्रिल मे जुन जुलाई अगस्ट सेप्टेम्बर अक्टोबर नोभेम्बर डिसेम्बर
Bengali: জানুয়ারি|জানুয়ারী ফেব্রুয়ারি|ফেব্রুয়ারী মার্চ এপ্রিল মে জুন জুলাই আগস্ট|অগস্ট
  সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর
Tamil: ஜனவரி பிப்ரவரி மார்ச் ஏப்ரல் மே ஜூன் ஜூலை ஆகஸ்ட் செப்டம்பர் அக்டோபர் நவம்பர் டிசம்பர்
Telugu: జనవరి ఫిబ్రవరి మార్చి ఏప్రిల్ మే జూన్ జులై|జూలై ఆగస్టు|ఆగస్ట్ సెప్టెంబర్|సెప్టెంబరు
  అక్టోబర్|అక్టోబరు నవంబర్|నవంబరు డిసెంబర్|డిసెంబరు
Malayalam: ജനുവരി ഫെബ്രുവരി മാർച്ച് ഏപ്രിൽ മേയ് ജൂൺ ജൂലൈ ഓഗസ്റ്റ് സെപ്റ്റംബർ ഒക്ടോബർ നവംബർ ഡിസംബർ
Gujarati: જાન્યુઆરી ફેબ્રુઆરી માર્ચ એપ્રિલ મે જૂન જુલાઈ ઓગસ્ટ|ઑગસ્ટ સપ્ટેમ્બર ઓક્ટોબર|ઑક્ટોબર
  નવેમ્બર ડિસેમ્બર
Thai: มกราคม|ม.ค กุมภาพันธ์|ก.พ มีนาคม|มี.ค เมษายน|เม.ย พฤษภาคม|พ.ค มิถุนายน|มิ.ย กรกฎาคม|ก.ค
  สิงหาคม|ส.ค กันยายน|ก.ย ตุลาคม|ต.ค พฤศจิกายน|พ.ย ธันวาคม|ธ.ค
Georgian: იანვარი თებერვალი მარტი აპრილი მაისი ივნისი ივლისი აგვისტო სექტემბერი ოქტომბერი ნოემბერი
  დეკემბერი
Armenian: հունվարի|հունվար փետրվարի|փետրվար մարտի|մարտ ապրիլի|ապրիլ մայիսի|մայիս հունիսի|հունիս
  հուլիսի|հուլիս օգոստոսի|օգոստոս սեպտեմբերի|սեպտեմբեր հոկտեմբերի|հոկտեմբեր նոյեմբերի|նոյեմբեր
  դեկտեմբերի|դեկտեմբեր
Vietnamese: tháng_1|thg_1 tháng_2|thg_2 tháng_3|thg_3 tháng_4|thg_4 tháng_5|thg_5 tháng_6|thg_6
  tháng_7|thg_7 tháng_8|thg_8 tháng_9|thg_9 tháng_10|thg_10 tháng_11|thg_11 tháng_12|thg_12
"""
LANGUAGES: Final = {
    language: months.split()
    for language, months in (
        line.split(": ") for line in _TABLE.strip().replace("\n  ", " ").splitlines()
    )
}
"""By language the names of the months, in order, as the table has them."""

MONTHS: Final = {
    name.replace("_", " ").casefold(): number
    for months in LANGUAGES.values()
    for number, names in enumerate(months, start=1)
    for name in names.split("|")
    if name != "-"
}
"""A month's name, case folded -> its number. No name means two months in two languages."""

THAI_MONTHS: Final = frozenset("|".join(LANGUAGES["Thai"]).split("|"))
"""Thai pages count years from 543 BC."""

_UNITS: Final = {
    1: "s sec secs second seconds sekunde sekunden sek seconde secondes segundo segundos seg "
    "secondi secondo seconden sekunder sekund sekundy секунд секунды секунду saniye detik "
    "δευτερόλεπτα שניות ثانية ثانيه ثوان ثواني ثانیه सेकंड giây",
    60: "m min mins minute minutes minuten minuto minutos minuti minuut minuter minut minutter "
    "minuty minutami мин минут минуты минуту хв хвилин хвилини хвилину dakika dk menit minit λεπτά "
    "λεπτό דקות דקה دقيقة دقيقه دقائق دقیقه मिनट phút",
    3600: "h hr hrs hour hours stunde stunden std heure heures hora horas hores ora ore oră uur "
    "uren timme timmar time timer godzinę godziny godzin hodinou hodinami ч час часа часов год "
    "години годин годину saat jam ώρες ώρα שעות שעה ساعة ساعه ساعات ساعت घंटे घंटा giờ",
    86400: "d day days tag tagen tage jour jours día días dia dias dies giorno giorni dag dagen "
    "dagar dage dager dzień dni dnem dny день дня дней дні днів gün hari ημέρες ημέρα μέρες ימים "
    "יום zi zile يوم أيام ايام يوما روز दिन ngày",
    604800: "w week weeks woche wochen semaine semaines semana semanas setmana setmanes settimana "
    "settimane weken vecka veckor uge uger uke uker tydzień tygodnie týdny неделю недели недель "
    "тиждень тижні hafta minggu εβδομάδες שבועות أسبوع اسبوع أسابيع اسابيع هفته सप्ताह हफ्ते tuần",
}
UNIT_SECONDS: Final = {
    unit.casefold(): seconds for seconds, names in _UNITS.items() for unit in names.split()
}
"""A unit of time, case folded -> seconds. `m` is a minute: no page prints months so."""

DUALS: Final = {
    "ثانيتين": 2,
    "دقيقتين": 120,
    "ساعتين": 7200,
    "يومين": 172800,
    "أسبوعين": 1209600,
}
"""Arabic says "two hours" in one word."""

_WORDINGS: Final = {
    0: "just now|now|today|gerade eben|heute|à l’instant|à l'instant|aujourd’hui|aujourd'hui|ahora"
    "|hoy|oggi|hoje|vandaag|idag|i dag|dzisiaj|dziś|dnes|сегодня|сьогодні|bugün|hari ini|σήμερα"
    "|היום|الآن|اليوم|امروز|आज|今天|今日|오늘|hôm nay",
    86400: "yesterday|gestern|hier|ayer|ieri|ontem|gisteren|igår|i går|wczoraj|včera|вчера|вчора"
    "|dün|kemarin|χθες|אתמול|أمس|امس|دیروز|昨天|昨日|어제|hôm qua",
    172800: "vorgestern|avant-hier|anteayer|l'altro ieri|anteontem|eergisteren|позавчера|前天",
}
RELATIVE_WORDS: Final = {
    word.casefold(): seconds for seconds, words in _WORDINGS.items() for word in words.split("|")
}
"""Whole wordings, case folded -> seconds before the capture."""

_HOURS: Final = {
    **{"gmt": 0, "utc": 0, "z": 0, "wet": 0, "west": 1, "cet": 1, "mez": 1, "cest": 2, "mesz": 2},
    **{"eet": 2, "eest": 3, "idt": 3, "wat": 1, "cat": 2, "sast": 2, "eat": 3},
    **{"pkt": 5, "npt": 5.75, "ict": 7, "wib": 7, "wita": 8, "wit": 9, "hkt": 8, "sgt": 8},
    **{"myt": 8, "pht": 8, "jst": 9, "kst": 9, "awst": 8, "acst": 9.5, "acdt": 10.5, "aest": 10},
    **{"aedt": 11, "nzst": 12, "nzdt": 13, "brt": -3, "art": -3, "hst": -10},
    **{"est": -5, "edt": -4, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7},
    **{"akst": -9, "akdt": -8},
}
_CLOCKS_OF: Final = {
    "et": "America/New_York",
    "ct": "America/Chicago",
    "mt": "America/Denver",
    "pt": "America/Los_Angeles",
    **dict.fromkeys(("msk", "мск"), "Europe/Moscow"),  # four hours from 2011 to 2014
}
ZONES: Final[dict[str, tzinfo]] = {
    **{name: timezone(timedelta(hours=hours)) for name, hours in _HOURS.items() if hours},
    **{name: UTC for name, hours in _HOURS.items() if not hours},
    **{name: ZoneInfo(place) for name, place in _CLOCKS_OF.items()},
}
"""Zones by name, case folded, that mean one thing in news.

A name is known where the IANA time zone database has used it for one offset since 2000, or has
dropped it and one region prints it (SGT, MYT, PHT, NPT, ICT, BRT, ART), and no other country's
press prints the same letters. EST, EDT, CDT, MST, MDT, PST and PDT are as RFC 5322, 4.3, has
them. The seasonless ET, CT, MT and PT are the clocks of New York, Chicago, Denver and Los Angeles
on that day.
Left out, for they have several meanings: IST (India, Ireland, Israel), BST (Britain in summer,
Bangladesh), CST (Chicago, Havana, China), AST (the Atlantic, Arabia), GST (the Gulf, Guam), SST
(Samoa, Singapore), ADT, NST, AMT and ECT. A time in one of those gives the day only."""
