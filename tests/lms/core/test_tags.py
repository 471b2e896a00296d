"""The template tags, one by one."""

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from lms.core import video


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def render(source, **context):
    html = Template("{% load lms %}" + source).render(Context(context))
    return BeautifulSoup(html, "html.parser")


def words(node):
    return " ".join(node.get_text(" ").split())


class Invitation(forms.Form):
    email = forms.EmailField(label="E-mail", help_text="The one you read.")
    agree = forms.BooleanField(label="I agree")
    language = forms.ChoiceField(
        label="Language", choices=[("kk", "Қазақша"), ("ru", "Русский")], widget=forms.RadioSelect
    )


def test_icon_is_drawn_in_the_page_and_silent():
    (svg,) = render('{% icon "check" %}').select("svg")
    assert (svg["class"], svg["aria-hidden"]) == (["icon"], "true")
    assert svg.path["d"].startswith("M5 12.5")


def test_unknown_icon_is_an_error():
    with pytest.raises(KeyError):
        render('{% icon "no-such" %}')


def test_field_ties_hint_and_error_to_the_input():
    form = Invitation({"email": "nobody", "language": "kk", "agree": "on"})
    html = render("{% field form.email %}", form=form)
    field = html.input
    assert html.label["for"] == field["id"] == "id_email"
    assert (field["class"], field["aria-invalid"]) == (["input"], "true")
    described = [words(html.select_one(f"#{name}")) for name in field["aria-describedby"].split()]
    assert described == ["The one you read.", "Enter a valid email address."]
    assert str(html).index("id_email_error") < str(html).index("<input")


def test_radio_buttons_are_a_group_with_a_legend():
    html = render("{% field form.language %}", form=Invitation())
    assert words(html.legend) == "Language"
    assert [(label["for"], words(label)) for label in html.select("label")] == [
        ("id_language_0", "Қазақша"),
        ("id_language_1", "Русский"),
    ]


def test_checkbox_stands_inside_its_label():
    html = render("{% field form.agree %}", form=Invitation())
    assert html.label.input["type"] == "checkbox"
    assert words(html.label) == "I agree"


def test_meter_counts_in_words():
    html = render("{% meter 24 51 %}")
    assert (html.progress["value"], html.progress["max"]) == ("24", "51")
    assert words(html) == "24 of 51 steps done"


@pytest.mark.parametrize(
    ("value", "total", "text", "arc"), [(0, 0, "0%", None), (1, 4, "25%", "69"), (4, 4, "100%", "276")]
)
def test_ring(value, total, text, arc):
    html = render("{% ring value total label='so far' %}", value=value, total=total)
    assert (html.svg["aria-label"], words(html)) == ("so far", text)
    assert [circle["stroke-dasharray"].split()[0] for circle in html.select("circle + circle")] == (
        [arc] if arc else []
    )


@pytest.mark.parametrize(
    ("path", "mark"),
    [("/en/courses/", "page"), ("/en/courses/a/", "true"), ("/en/", None)],
)
def test_menu_marks_the_page_and_its_section(path, mark):
    html = render("<a{% here '/en/courses/' %}>x</a>", request=RequestFactory().get(path))
    assert html.a.get("aria-current") == mark


def test_language_links_keep_view_arguments_and_query():
    request = RequestFactory().get("/en/support/?from=a&b=<x>")
    html = render(
        "{% language_links as links %}{% for l in links %}<a href='{{ l.url }}'>{{ l.short }}</a>{% endfor %}",
        request=request,
    )
    assert [(words(a), a["href"]) for a in html.select("a")] == [
        ("ҚАЗ", "/kk/support/?from=a&b=%3Cx%3E"),
        ("РУС", "/ru/support/?from=a&b=%3Cx%3E"),
        ("ENG", "/en/support/?from=a&b=%3Cx%3E"),
    ]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://www.youtube.com/watch?v=abcdefghijk", "https://www.youtube-nocookie.com/embed/abcdefghijk"),
        ("https://youtu.be/abcdefghijk?t=10", "https://www.youtube-nocookie.com/embed/abcdefghijk"),
        ("https://vimeo.com/123456789", "https://player.vimeo.com/video/123456789?dnt=1"),
    ],
)
def test_player_of_a_known_host(address, expected):
    assert video.player(address).address == expected


@pytest.mark.parametrize(
    "address",
    [
        "",
        None,
        "http://vimeo.com/123456789",
        "https://vimeo.com.evil.example/123456789",
        "https://evil.example/https://vimeo.com/123456789",
        "https://www.youtube.com/watch?v=abc",
        "javascript:https://vimeo.com/123456789",
        'https://youtu.be/abcdefghijk?"onload=x <script>',
    ],
)
def test_no_player_for_anything_else(address):
    assert video.player(address) is None
