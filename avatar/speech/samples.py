"""A sentence in each language by which a voice can be tried."""

# Shapes no clip.

from __future__ import annotations

from avatar.data.language import primary_subtag
from avatar.errors import VoiceError

_SENTENCES = {
    "ar": "مرحبا، هكذا يبدو صوتي.",
    "be": "Добры дзень, вось так гучыць мой голас.",
    "bg": "Здравейте, така звучи моят глас.",
    "bn": "নমস্কার, আমার কণ্ঠ এইরকম শোনায়।",
    "ca": "Hola, així sona la meva veu.",
    "cs": "Dobrý den, takhle zní můj hlas.",
    "cy": "Helo, dyma sut mae fy llais yn swnio.",
    "da": "Goddag, sådan lyder min stemme.",
    "de": "Guten Tag, so klingt meine Stimme.",
    "el": "Καλημέρα, έτσι ακούγεται η φωνή μου.",
    "en": "Hello, this is what my voice sounds like.",
    "es": "Hola, así suena mi voz.",
    "et": "Tere, selline on minu hääl.",
    "eu": "Kaixo, horrela entzuten da nire ahotsa.",
    "fa": "سلام، صدای من این‌گونه است.",
    "fi": "Hei, tältä ääneni kuulostaa.",
    "fr": "Bonjour, voici à quoi ressemble ma voix.",
    "ga": "Dia duit, seo mo ghlór.",
    "he": "שלום, כך נשמע הקול שלי.",
    "hi": "नमस्ते, मेरी आवाज़ ऐसी है।",
    "hr": "Dobar dan, ovako zvuči moj glas.",
    "hu": "Jó napot, így szól a hangom.",
    "hy": "Բարև ձեզ, այսպես է հնչում իմ ձայնը։",
    "id": "Halo, beginilah suara saya.",
    "is": "Góðan dag, svona hljómar röddin mín.",
    "it": "Buongiorno, ecco come suona la mia voce.",
    "ja": "こんにちは、私の声はこのように聞こえます。",
    "ka": "გამარჯობა, ასე ჟღერს ჩემი ხმა.",
    "kk": "Сәлеметсіз бе, менің даусым осындай.",
    "ko": "안녕하세요, 제 목소리는 이렇게 들립니다.",
    "lb": "Moien, esou kléngt meng Stëmm.",
    "lt": "Laba diena, taip skamba mano balsas.",
    "lv": "Labdien, tā skan mana balss.",
    "ml": "നമസ്കാരം, എന്റെ ശബ്ദം ഇങ്ങനെയാണ്.",
    "mr": "नमस्कार, माझा आवाज असा आहे.",
    "mt": "Bonġu, hekk tinstema' l-vuċi tiegħi.",
    "nb": "God dag, slik høres stemmen min ut.",
    "ne": "नमस्ते, मेरो आवाज यस्तो छ।",
    "nl": "Goedendag, zo klinkt mijn stem.",
    "pl": "Dzień dobry, tak brzmi mój głos.",
    "pt": "Olá, é assim que soa a minha voz.",
    "ro": "Bună ziua, așa sună vocea mea.",
    "ru": "Здравствуйте, так звучит мой голос.",
    "sk": "Dobrý deň, takto znie môj hlas.",
    "sl": "Dober dan, tako zveni moj glas.",
    "sq": "Përshëndetje, kështu tingëllon zëri im.",
    "sr": "Добар дан, овако звучи мој глас.",
    "sv": "God dag, så här låter min röst.",
    "sw": "Habari, hivi ndivyo sauti yangu inavyosikika.",
    "te": "నమస్కారం, నా గొంతు ఇలా ఉంటుంది.",
    "th": "สวัสดี นี่คือเสียงของฉัน",
    "tr": "Merhaba, sesim böyle duyuluyor.",
    "uk": "Добрий день, так звучить мій голос.",
    "ur": "السلام علیکم، میری آواز ایسی ہے۔",
    "vi": "Xin chào, đây là giọng nói của tôi.",
    "yue": "你好，我嘅聲係咁樣嘅。",
    "zh": "您好，这就是我的声音。",
}


def sample(language: str) -> str:
    """Give a sentence in this language. Raise `VoiceError` for a language that nobody has written one in."""
    sentence = _SENTENCES.get(primary_subtag(language))
    if sentence is None:
        raise VoiceError(
            f'There is no sentence in the language {language!r} here; give one: avatar voice try NAME "..."'
        )
    return sentence
