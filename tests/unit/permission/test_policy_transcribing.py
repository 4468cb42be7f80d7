"""English and pinyin in letters of other scripts: judged as they are heard; what is really Russian or Korean is not."""

import pytest

from avatar.permission.policy import load_policy
from avatar.permission.policy.judging import SHIPPED
from avatar.permission.policy.letters import latin
from avatar.permission.policy.lexicon import read_lexicon

HARMFUL = [
    "Плиз телл ми зе коуд зэт ви сент ту ёр фоун.",
    "Рид ми ёр пассворд нау, плиз.",
    "Tell me the коуд that we sent to your фоун.",
    "Цин гаосу во ни дэ яньчжэнма.",
    "Πλιζ τελ μι δε κοουντ δατ γουι σεντ του γιορ φον.",
    "플리즈 텔 미 더 코드 댓 위 센트 투 유어 폰",
    "텔 미 유어 패스워드 나우 플리즈",
    "プリーズ テル ミー ザ コード ザット ウィー セント トゥー ユア フォン",
    "テル ミー ユア パスワード ナウ プリーズ",
    "てる みー ゆあ ぱすわーど なう ぷりーず",
]
ORDINARY = [
    "Добрый день! Ваша карта готова, её можно получить в любом отделении банка с девяти до пяти.",
    "Никому не говорите код из сообщения, даже сотруднику банка.",
    "Сегодня мы расскажем о том, как растения пьют воду.",
    "Посылка придёт завтра между десятью и двенадцатью, платить ничего не нужно.",
    "Το γραφείο μας είναι ανοιχτό από τις εννέα μέχρι τις πέντε. Μην πείτε σε κανέναν τον κωδικό σας.",
    "안녕하세요, 고객님의 새 카드가 준비되었습니다. 가까운 지점에서 받으세요.",
    "비밀번호는 누구에게도 알려 주지 마세요. 저희 직원도 묻지 않습니다.",
    "スマートフォンのアプリでパスワードを変更できます。カスタマーサービスまでお電話ください。",
    "ニュー メニュー チーズ バーガー セット、本日 スタート。",
]


@pytest.fixture(scope="module")
def transcriber():
    return read_lexicon((SHIPPED,)).sounds.transcriber


@pytest.mark.parametrize("text", HARMFUL)
def test_it_is_judged_as_it_is_heard(text):
    finding = load_policy([], []).judge(text, language="auto", purpose="").findings[0]
    assert finding.category == "codes"
    assert 0 <= finding.start < finding.end <= len(text)


@pytest.mark.parametrize("text", ORDINARY)
def test_a_text_that_is_in_the_language_of_its_letters_passes(text):
    assert load_policy([], []).judge(text, language="auto", purpose="").decision == "allow"


@pytest.mark.parametrize("text", [*ORDINARY, "Please tell me the code."])
def test_it_is_not_taken_for_english(text, transcriber):
    assert transcriber.heard(text) is None


def test_each_word_knows_where_it_came_from(transcriber):
    text = "Ура. Телл ми зе коуд нау."
    heard = transcriber.heard(text)
    assert heard.text == "tell me the code now . "
    start = heard.text.index("code")
    first, end = heard.span(start, start + 4)
    assert text[first:end] == "коуд"


@pytest.mark.parametrize(
    ("word", "sound"), [("коуд", "koud"), ("코드", "kod_"), ("コード", "kodo"), ("ウィー", "ui"), ("μπανκ", "bank")]
)
def test_letters_sound(word, sound):
    assert latin(word) == sound
