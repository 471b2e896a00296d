"""Letters about the account: in three languages, and neutral for whoever looks over a shoulder (S-11, R-17)."""

import re

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

TEMPLATES = settings.BASE_DIR / "templates"
LETTERS = sorted(
    str(path.relative_to(TEMPLATES)).removesuffix("_subject.txt") for path in TEMPLATES.glob("*/email/*_subject.txt")
)
# Stems of what a title must not say, in three languages.
NOT_IN_PUBLIC = re.compile(
    r"terror|террор|лаңкес|conflict|конфликт|қақтығыс|syria|сири|iraq|ирак|zhusan|жусан|rusafa|русафа|"
    r"лагер|\bcamps?\b|repatri|репатри|оралған|вернувш|return(?:ed|ees) from|соғыс|войн|боевик|экстрем|radical|радикал",
    re.IGNORECASE,
)
WHAT_A_LETTER_KNOWS = {
    "code": "ABCD-EFGH",
    "email": "zhanar@example.kz",
    "from_email": "old@example.kz",
    "to_email": "new@example.kz",
    "deleted_email": "old@example.kz",
    "password_reset_url": "https://lms.example.kz/kk/accounts/password/reset/",
    "current_site": {"domain": "lms.example.kz", "name": "lms.example.kz"},
    "ip": "192.0.2.1",
    "user_agent": "Mozilla/5.0 (Linux; Android 9) Chrome/96.0",
    "timestamp": timezone.now(),
    "user": "Сәрсенова Жанар",
}


def letter(name, language):
    with override(language):
        subject = render_to_string(f"{name}_subject.txt", WHAT_A_LETTER_KNOWS).strip()
        return subject, render_to_string(f"{name}_message.txt", WHAT_A_LETTER_KNOWS)


def test_every_letter_that_allauth_can_send_is_ours():
    from pathlib import Path

    import allauth

    theirs = {
        str(path.relative_to(path.parents[2])).removesuffix("_subject.txt")
        for path in (Path(allauth.__file__).parent / "templates").glob("*/email/*_subject.txt")
    }
    never_sent = {
        "account/email/login_code",  # signing in by code alone is off
        "account/email/password_reset_key",  # codes, not links
        "socialaccount/email/account_connected",
        "socialaccount/email/account_disconnected",
    }
    assert theirs - never_sent == set(LETTERS)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_is_neutral_short_and_names_nobody(name, language):
    subject, body = letter(name, language)
    assert NOT_IN_PUBLIC.findall(f"{subject}\n{body}") == []
    assert 0 < len(subject) < 60 and "\n" not in subject
    assert "Сәрсенова" not in body and "&#" not in body and "ABCD" not in subject


def test_the_rule_finds_what_it_is_for():
    for text in ("Children returned from conflict zones", "возвращение из Сирии", "терроризмге қарсы", "лагерь"):
        assert NOT_IN_PUBLIC.search(text)


@pytest.mark.parametrize("name", ["email_confirmation", "email_confirmation_signup", "password_reset_code"])
def test_a_code_stands_on_a_line_of_its_own_and_no_letter_has_a_token_in_a_link(name):
    body = letter(f"account/email/{name}", "en")[1]
    assert "ABCD-EFGH" in body.splitlines()
    assert "http" not in body


def test_the_sender_is_neutral():
    assert NOT_IN_PUBLIC.search(settings.DEFAULT_FROM_EMAIL) is None
