"""The texts arrive on the screen: exact words, dates and numbers in Kazakh and Russian."""

import datetime as dt
import json

import pytest
from django import forms
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import formats, timezone, translation
from django.views.i18n import JavaScriptCatalog

from lms.translation.upstream import entries
from tests.lms.translation.conftest import UPSTREAM

MOMENT = dt.datetime(2026, 10, 12, 14, 5)


@pytest.mark.usefixtures("upstream_texts")
class TestTexts:
    @pytest.mark.parametrize(
        ("source", "kazakh", "russian"),
        [
            ("Sign In", "Кіру", "Войти"),
            ("Sign Out", "Шығу", "Выйти"),
            ("Incorrect password.", "Құпиясөз дұрыс емес.", "Неверный пароль."),
            ("Recovery Codes", "Қалпына келтіру кодтары", "Коды восстановления"),
            ("Security Keys", "Қауіпсіздік кілттері", "Ключи безопасности"),
            ("Passkey", "Кіру кілті (passkey)", "Ключ доступа (passkey)"),
            ("Exploring", "Шолу", "Просмотр"),
            ("Issues found", "Табылған мәселелер", "Найдены проблемы"),
        ],
    )
    def test_a_word_in_both_languages(self, source, kazakh, russian):
        said = {}
        for language in ("kk", "ru"):
            with translation.override(language):
                said[language] = translation.gettext(source)
        assert said == {"kk": kazakh, "ru": russian}

    def test_a_text_is_submitted_to_its_review_in_the_word_of_our_own_button(self):
        with translation.override("kk"):
            submitted = translation.gettext("Page '%(page_title)s' has been submitted for moderation.")
        assert submitted % {"page_title": "Сенім"} == "«Сенім» беті тексеруге жіберілді."

    def test_the_search_among_the_options_of_a_list(self):
        assert [one.msgstr for one in entries(UPSTREAM, "kk", "djangojs") if one.msgid == "Search options…"] == [
            "Нұсқа іздеу…"
        ]

    def test_form_errors(self):
        class Form(forms.Form):
            email = forms.EmailField()
            name = forms.CharField(min_length=5)

        with translation.override("kk"):
            assert Form({"email": "no", "name": "Аян"}).errors == {
                "email": ["Жарамды электрондық пошта мекенжайын енгізіңіз."],
                "name": ["Бұл мәнде кемінде 5 таңба болуы керек (қазір 3)."],
            }

    def test_password_rule(self):
        with translation.override("kk"), pytest.raises(ValidationError) as refused:
            MinimumLengthValidator(10).validate("short")
        assert refused.value.messages == ["Бұл құпиясөз тым қысқа. Онда кемінде 10 таңба болуы керек."]

    @pytest.mark.parametrize(
        ("delta", "text"),
        [
            (dt.timedelta(minutes=-5), "5\xa0минут бұрын"),
            (dt.timedelta(days=-3), "3\xa0күн бұрын"),
            (dt.timedelta(days=9, minutes=1), "1\xa0апта, 2\xa0күн өткен соң"),
        ],
    )
    def test_time_in_words(self, delta, text):
        template = Template("{% load humanize %}{{ moment|naturaltime }}")
        with translation.override("kk"):
            assert template.render(Context({"moment": timezone.now() + delta})) == text

    def test_mail_of_a_new_sign_in_code(self):
        with translation.override("kk"):
            body = render_to_string(
                "account/email/login_code_message.txt",
                {"current_site": {"name": "Оқу сайты", "domain": "oqu.example"}, "code": "QWER-TYUI"},
            )
        assert [line for line in body.splitlines() if line.strip()] == [
            "Hello,",  # The frame is the interface's own; its catalogue is left out here.
            "Кіру кодыңыз төменде берілген. Оны браузердің ашық терезесіне енгізіңіз.",
            "QWER-TYUI",
            "Егер бұл әрекетті сіз бастамаған болсаңыз, бұл хатты елемеуіңізге болады.",
            "National Resource Center",
            "oqu.example",
        ]

    @pytest.mark.parametrize("package", ["wagtail.admin", "wagtail_localize"])
    def test_scripts_in_russian_hold_no_kazakh(self, package):
        view = JavaScriptCatalog.as_view(packages=[package])
        with translation.override("ru"):
            script = view(RequestFactory().get("/")).content.decode()
        start = script.index("const newcatalog = ") + len("const newcatalog = ")
        catalogue, _ = json.JSONDecoder().raw_decode(script[start:])
        texts = [form for said in catalogue.values() for form in ([said] if isinstance(said, str) else said)]
        assert [text for text in texts if set(text.lower()) & set("әғқңөұүһі")] == []
        assert catalogue["Save"] == "Сохранить"


class TestFormats:
    @pytest.mark.usefixtures("upstream_texts")
    @pytest.mark.parametrize(
        ("name", "kazakh", "russian", "english"),
        [
            ("DATE_FORMAT", "2026 жылғы 12 қазан", "12 октября 2026 г.", "12 October 2026"),
            (
                "DATETIME_FORMAT",
                "2026 жылғы 12 қазан, 14:05",
                "12 октября 2026 г. 14:05",
                "12 October 2026, 14:05",
            ),
            ("YEAR_MONTH_FORMAT", "2026 жылғы қазан", "Октябрь 2026 г.", "October 2026"),
            ("SHORT_DATE_FORMAT", "12.10.2026", "12.10.2026", "12.10.2026"),
            ("SHORT_DATETIME_FORMAT", "12.10.2026 14:05", "12.10.2026 14:05", "12.10.2026 14:05"),
        ],
    )
    def test_date(self, name, kazakh, russian, english):
        said = {}
        for language in ("kk", "ru", "en"):
            with translation.override(language):
                said[language] = formats.date_format(MOMENT, name)
        assert said == {"kk": kazakh, "ru": russian, "en": english}

    @pytest.mark.parametrize(
        ("language", "number"), [("kk", "1\xa0234\xa0567,5"), ("ru", "1\xa0234\xa0567,5"), ("en", "1,234,567.5")]
    )
    def test_number(self, language, number):
        with translation.override(language):
            assert formats.number_format(1234567.5, 1, use_l10n=True, force_grouping=True) == number

    @pytest.mark.usefixtures("upstream_texts")
    def test_week(self):
        with translation.override("kk"):
            week = [formats.date_format(dt.date(2026, 10, day), "l D") for day in range(12, 19)]
        assert week == [
            "Дүйсенбі Дс",
            "Сейсенбі Сс",
            "Сәрсенбі Ср",
            "Бейсенбі Бс",
            "Жұма Жм",
            "Сенбі Сб",
            "Жексенбі Жс",
        ]

    @pytest.mark.parametrize("language", ["kk", "en"])
    def test_a_typed_date_is_read(self, language):
        with translation.override(language):
            assert [forms.DateField(localize=True).clean(text) for text in ("12.10.2026", "2026-10-12")] == [
                dt.date(2026, 10, 12)
            ] * 2
