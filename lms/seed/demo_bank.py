"""A small bank and a quiz of the example university, so that its trainer finds the screens filled.

The questions rest on the lesson of its course, "The first phone call"; every person in them is invented.
"""

from assessments.models import QuizPage
from lms.accounts.models import Organisation

from .loader import load
from .page_spec import PageSpec
from .questions import load_objectives, load_questions, question_spec
from .quizzes import QuizSpec, load_quizzes
from .yaml_file import LANGUAGES

QUIZ, DAY, OBJECTIVE = "u01-quiz", "u01", "first-call"
TITLE = {"en": "Before the door opens: quiz", "ru": "До того, как откроется дверь: тест", "kk": "Есік ашылғанша: тест"}
SUMMARY = {
    "en": "Three questions on the first phone call. Take it as often as you like.",
    "ru": "Три вопроса о первом телефонном звонке. Проходить можно сколько угодно раз.",
    "kk": "Алғашқы телефон қоңырауы туралы үш сұрақ. Қанша рет тапсырсаңыз да болады.",
}
MEASURED = {
    "en": "Makes a first phone call that leaves the choice with the family",
    "ru": "Проводит первый телефонный разговор так, что выбор остаётся за семьёй",
    "kk": "Алғашқы телефон әңгімесін таңдау отбасында қалатындай етіп өткізеді",
}


def text(kk, ru, en):
    return {"kk": kk, "ru": ru, "en": en}


SILENCE = {
    "key": "u01-silence",
    "kind": "single",
    "level": "apply",
    "stem": text(
        "Гүлнар телефонда өзін таныстырды, Раушан үндемейді. Гүлнар алдымен не істейді?",
        "Гульнар представилась по телефону, Раушан молчит. Что Гульнар делает сначала?",
        "Gulnar has said on the phone who she is, and Raushan is silent. What does Gulnar do first?",
    ),
    "options": [
        {
            "id": "wait",
            "correct": True,
            "text": text(
                "Күтеді, содан кейін басқа уақыт ыңғайлы ма деп сұрайды",
                "Ждёт, а потом спрашивает, удобнее ли другое время",
                "She waits, then asks whether another time suits better",
            ),
        },
        {
            "id": "press",
            "text": text(
                "Осы аптада кездесу отбасының мүддесіне сай екенін айтады",
                "Говорит, что встреча на этой неделе в интересах семьи",
                "She says that a meeting this week is in the family's interest",
            ),
            "feedback": text(
                "Бұйрық сияқты естіледі, бұйрыққа «жоқ» деу оңай.",
                "Звучит как приказ, а приказу легко ответить «нет».",
                "It sounds like an order, and an order invites a no.",
            ),
        },
        {
            "id": "refusal",
            "text": text(
                "Қоштасып, отбасы бас тартты деп жазып қояды",
                "Прощается и записывает, что семья отказалась",
                "She says goodbye and notes that the family has refused",
            ),
            "feedback": text("Үнсіздік — бас тарту емес.", "Пауза — это не отказ.", "A pause is not a refusal."),
        },
    ],
    "explanation": text(
        "Үнсіздік адамға ойлануға уақыт береді. Басқа уақытты ұсыну таңдауды өзіне қалдырады.",
        "Молчание даёт человеку время подумать. Другое время, предложенное без нажима, оставляет выбор за ним.",
        "Silence gives a person time to think. Offering another time leaves the choice with them.",
    ),
}
PREPARING = {
    "key": "u01-preparing",
    "kind": "multiple",
    "level": "understand",
    "stem": text(
        "Алғашқы қоңырауға дайындыққа не жатады? Дұрысының бәрін белгілеңіз.",
        "Что относится к подготовке первого звонка? Отметьте всё верное.",
        "What belongs to preparing a first call? Choose all that apply.",
    ),
    "options": [
        {
            "id": "purpose",
            "correct": True,
            "text": text(
                "Мақсатты бір сөйлеммен айту", "Назвать цель одним предложением", "The purpose in one sentence"
            ),
        },
        {
            "id": "interpreter",
            "correct": True,
            "text": text(
                "Керек болса, қай ересек адам аударатынын білу",
                "Узнать, кто из взрослых при необходимости переведёт",
                "Which adult can interpret, if need be",
            ),
        },
        {
            "id": "dates",
            "correct": True,
            "text": text("Таңдауға үш күнді белгілеу", "Наметить три даты на выбор", "Three dates to choose from"),
        },
        {
            "id": "past",
            "text": text(
                "Отбасының өткені туралы сұрақтар тізімі",
                "Список вопросов о прошлом семьи",
                "A list of questions about the family's past",
            ),
            "feedback": text(
                "Алғашқы қоңырау кездесу белгілейді, әңгіме жинамайды.",
                "Первый звонок назначает встречу, а не собирает историю.",
                "The first call arranges a meeting; it does not collect a story.",
            ),
        },
    ],
    "explanation": text(
        "Кім және не үшін хабарласып тұрғанын білген отбасы таңдай алады.",
        "Семья, которая знает, кто и зачем звонит, может выбирать.",
        "A family that knows who is calling and why can choose.",
    ),
}
CALL = {
    "key": "u01-call",
    "kind": "ordering",
    "level": "apply",
    "stem": text(
        "Алғашқы қоңыраудың қадамдарын ретімен қойыңыз.",
        "Расположите шаги первого звонка по порядку.",
        "Put the steps of a first call in their order.",
    ),
    "order": [
        {
            "id": "name",
            "text": text(
                "Атыңызды және жұмыс орныңызды айту", "Назвать себя и место работы", "Say your name and your workplace"
            ),
        },
        {
            "id": "moment",
            "text": text(
                "Қазір сөйлесуге ыңғайлы ма, соны сұрау",
                "Спросить, удобно ли говорить",
                "Ask whether it is a good moment",
            ),
        },
        {
            "id": "offer",
            "text": text(
                "Үш күн мен екі орын ұсыну", "Предложить три даты и два места", "Offer three dates and two places"
            ),
        },
        {
            "id": "note",
            "text": text(
                "Келісілгенді ғана жазып қою", "Записать только то, о чём договорились", "Write down what was agreed"
            ),
        },
    ],
    "explanation": text(
        "Алдымен кім хабарласып тұрғаны, содан кейін рұқсат, содан кейін ұсыныс.",
        "Сначала — кто звонит, потом — согласие говорить, потом — предложение.",
        "First who is calling, then permission, then the offer.",
    ),
}
ITEMS = [SILENCE, PREPARING, CALL]


def load_bank():
    """Writes what is missing; what staff changed stays, as with all content files."""
    place = Organisation.objects.get(key="demo-university")
    objectives = load_objectives([(OBJECTIVE, None, MEASURED)])
    specs = [question_spec(item, LANGUAGES, objective=OBJECTIVE, tags=["day-01"]) for item in ITEMS]
    load_questions(specs, place, objectives)
    quizzes, _kept = load_quizzes([QuizSpec(QUIZ, items=[("", item["key"]) for item in ITEMS])], place)
    texts = {code: {"title": TITLE[code], "summary": SUMMARY[code]} for code in LANGUAGES}
    neutral = {"minutes": 5, "content_note": 0, "quiz": quizzes[QUIZ], "required": False}
    load([PageSpec(QUIZ, DAY, QuizPage, "quiz", texts, neutral)], site_name="")
