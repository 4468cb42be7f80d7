"""Languages that are seldom met are recognised in a text of some sentences, and in none that is somebody else's."""

from __future__ import annotations

import pytest

from avatar.text.language import languages_of


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("af", "Ons gaan môre saam met die kinders na die see. Hulle wil graag in die water speel."),
        ("az", "Sabah uşaqlarla birlikdə dənizə gedəcəyik. Onlar suda oynamaq istəyirlər."),
        ("be", "Заўтра мы паедзем з дзецьмі да мора. Яны хочуць гуляць у вадзе."),
        ("bn", "আগামীকাল আমরা শিশুদের নিয়ে সমুদ্রে যাব। তারা জলে খেলতে চায়।"),
        ("ca", "Demà anirem a la platja amb els nens. Volen jugar a l'aigua tot el dia."),
        ("cy", "Yfory byddwn ni'n mynd i'r môr gyda'r plant. Maen nhw eisiau chwarae yn y dŵr."),
        ("eo", "Morgaŭ ni iros al la maro kun la infanoj. Ili volas ludi en la akvo."),
        ("et", "Homme läheme lastega mere äärde. Nad tahavad terve päeva vees mängida."),
        ("eu", "Bihar itsasora joango gara haurrekin. Uretan jolastu nahi dute egun osoan."),
        ("ga", "Rachaimid go dtí an fharraige amárach leis na páistí. Ba mhaith leo imirt san uisce."),
        ("hr", "Sutra ćemo s djecom ići na more. Oni se žele igrati u vodi cijeli dan."),
        ("is", "Á morgun förum við með börnin til sjávar. Þau vilja leika sér í vatninu."),
        ("kk", "Ертең балалармен бірге теңізге барамыз. Олар суда ойнағысы келеді."),
        ("ky", "Эртең балдар менен деңизге барабыз. Алар сууда ойногусу келет."),
        ("lt", "Rytoj su vaikais važiuosime prie jūros. Jie nori visą dieną žaisti vandenyje."),
        ("lv", "Rīt mēs ar bērniem brauksim pie jūras. Viņi grib visu dienu spēlēties ūdenī."),
        ("mk", "Утре ќе одиме на море со децата. Тие сакаат да си играат во водата."),
        ("mr", "उद्या आम्ही मुलांबरोबर समुद्रावर जाणार आहोत. त्यांना पाण्यात खेळायचे आहे."),
        ("ms", "Esok kami akan pergi ke pantai bersama kanak-kanak. Mereka mahu bermain di dalam air."),
        ("mt", "Għada sejrin il-baħar mat-tfal. Huma jixtiequ jilagħbu fl-ilma l-ġurnata kollha."),
        ("ne", "भोलि हामी केटाकेटीसँग समुद्रमा जानेछौं। उनीहरू पानीमा खेल्न चाहन्छन्।"),
        ("sk", "Zajtra pôjdeme s deťmi k moru. Chcú sa celý deň hrať vo vode."),
        ("sl", "Jutri bomo šli z otroki na morje. Ves dan se želijo igrati v vodi."),
        ("sq", "Nesër do të shkojmë në det me fëmijët. Ata duan të luajnë në ujë gjithë ditën."),
        ("sw", "Kesho tutakwenda baharini pamoja na watoto. Wanataka kucheza ndani ya maji."),
        ("tt", "Иртәгә без балалар белән диңгезгә барабыз. Алар суда уйнарга телиләр."),
        ("uz", "Ertaga bolalar bilan dengizga boramiz. Ular suvda o'ynashni xohlaydilar."),
        ("gu", "આવતીકાલે અમે બાળકો સાથે દરિયે જઈશું."),
        ("ta", "நாளை நாங்கள் குழந்தைகளுடன் கடலுக்குச் செல்வோம்."),
        ("te", "రేపు మేము పిల్లలతో సముద్రానికి వెళ్తాము."),
        ("hy", "Վաղը երեխաների հետ կգնանք ծով։"),
        ("ka", "ხვალ ბავშვებთან ერთად ზღვაზე წავალთ."),
        ("am", "ነገ ከልጆቹ ጋር ወደ ባህር እንሄዳለን።"),
    ],
)
def test_two_sentences_are_enough(language: str, text: str) -> None:
    sentences = text.split(". ")
    assert languages_of(sentences) == [language] * len(sentences)


@pytest.mark.parametrize(
    "sentence",
    [
        "Bilbao",
        "Llanelli",
        "Ole Gunnar",
        "Xhaka, Shaqiri",
        "Sigurd Hansen plays.",
        "Maltese cross",
        "aaaaaaaaaaaaaaaaaaaaaaaaa",
        "Tallinn 2011",
        "SKU-4471-BX",
        "foo bar baz",
        "WLAN, LTE, NFC",
        "Mbappé",
        "Zlatan Ibrahimović",
    ],
)
def test_names_and_scraps_are_in_no_rare_language(sentence: str) -> None:
    assert languages_of([sentence])[0] in ("en", "es", "fr", "de", "it", "pt", "nl", "pl", "sv", "nb", "da")
