"""The PDF itself, read by a parser that is not ours."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from certificates.domain import batches, issuing, rendering
from certificates.models import Certificate, CertificateText
from certificates.numbers import print_code
from tests.certificates.conftest import paper_text
from tests.factories.certificates import rename


@pytest.fixture
def make(graduates):
    """Issues the first person's certificate under the names given; returns the certificate and the PDF's bytes."""
    _cohort, (first, *_others) = graduates

    def make_paper(*names, **fields):
        if names:
            rename(first, *names, **fields)
        batch = issuing.issue([first.pk], None)
        batches.carry_out(batch.pk)
        assert batch.items.get().obstacle_texts == []
        certificate = Certificate.objects.select_related("file").get()
        return certificate, rendering.read(certificate.file)

    return make_paper


def test_paper_says_what_the_register_says(make):
    certificate, content = make(
        "Әбілқайырқызы", "Ұлжан", "Ғүлнұрқызы", latin_given_name="Ulzhan", latin_family_name="Abil"
    )
    text = paper_text(content)
    for printed in (
        "Әбілқайырқызы Ұлжан Ғүлнұрқызы",
        "Ulzhan Abil",
        f"№ {certificate.number}",
        print_code(certificate.code),
        "Көлемі: 80 академиялық сағат (1 сағат – 45 минут)",
        "в объёме 80 академических часов",
        "of 80 academic hours (45 minutes each)",
        "2026 жылғы 12 қазан – 2026 жылғы 23 қазан",
        "с 12 октября 2026 года по 23 октября 2026 года",
        "from 12 October 2026 to 23 October 2026",
        "Б. Әлімханова",
        "Орталық директоры Директор Центра Director of the Center",
        "localhost:8000/c/",
    ):
        assert printed in text


def test_paper_is_one_landscape_page_with_our_two_fonts_only(make):
    _certificate, content = make()
    reader = PdfReader(BytesIO(content))
    (page,) = reader.pages
    assert [round(float(side) * 25.4 / 72) for side in page.mediabox[2:]] == [297, 210]
    fonts = {font["/BaseFont"].split("+")[1] for font in page["/Resources"]["/Font"].values()}
    assert fonts == {"Literata-NRC", "Literata-NRC-Semi-Bold"}
    for font in page["/Resources"]["/Font"].values():
        assert "/ToUnicode" in font
        assert "/FontFile2" in font["/DescendantFonts"][0]["/FontDescriptor"]


def test_paper_is_tagged_for_screen_readers(make):
    certificate, content = make()
    reader = PdfReader(BytesIO(content))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == "kk"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert reader.metadata.title == f"СЕРТИФИКАТ {certificate.number}"
    assert reader.metadata.author == "«Л.Н. Гумилев атындағы Еуразия ұлттық университеті» КеАҚ"
    assert b'pdfuaid:part="1"' in reader.xmp_metadata.stream.get_data()
    tags = list(walk(root["/StructTreeRoot"]))
    kinds = [tag.get("/S") for tag in tags]
    assert kinds.count("/H1") == 1
    (figure,) = [tag for tag in tags if tag.get("/S") == "/Figure"]
    assert figure["/Alt"] == "QR: localhost:8000/c/"
    languages = [(tag["/S"], tag["/Lang"]) for tag in tags if "/Lang" in tag and tag["/S"] in {"/P", "/H1", "/Figure"}]
    assert {language for _kind, language in languages} == {"kk", "ru", "en"}
    assert languages.count(("/P", "ru")) == languages.count(("/P", "en")) == 4
    assert ("/H1", "kk") in languages


def walk(tag):
    yield tag
    children = tag.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        child = child.get_object()
        if hasattr(child, "get"):
            yield from walk(child)


@pytest.mark.parametrize(
    "hostile",
    [
        "{{ settings.SECRET_KEY }}",
        "<img src=file:///etc/passwd>",
        "{x.__class__}",
        "{% debug %}",
        "{hours}",
        "</p><style>*{display:none}</style>",
        "&lt;b&gt;&#x41;",
        "%(number)s",
    ],
)
def test_hostile_names_stay_letters(make, hostile):
    certificate, content = make("Үлгі", hostile)
    assert certificate.holder.full_name == f"Үлгі {hostile}"
    assert f"Үлгі {hostile}" in paper_text(content)


def test_hostile_texts_stay_letters(make, graduates):
    hostile = "<script>1</script>{{ x }} {start} – {end} {hours}"
    CertificateText.objects.filter(language="ru").update(wording=hostile, place="<b>{hours}</b>")
    _certificate, content = make()
    text = paper_text(content)
    assert "<script>1</script>{{ x }} 12 октября 2026 года – 23 октября 2026 года 80" in text
    assert "<b>{hours}</b>" in text


@pytest.mark.parametrize(
    ("size", "lines"),
    [
        (26, ["Ли Ян"]),
        (26, ["О’Коннор-Әбдірахманова Дж. Мәриям"]),
        (22, ["Әбдірахманова-Сейіт Гүлжанат Нұрмұхаммедқызы"]),
        (19, ["Әбдірахманова Гүлжанат Нұрмұхаммедқызы-Сейдахметова"]),
        (19, ["Әбдірахманова-Кенжеғалиева", "Гүлжанат Нұрмұхаммедқызы-Сейдахм"]),
        (
            16,
            [
                "Абдрахманова-Кенжегалиева Гүлжанат Айнагүл Бибісара Нұрмұхаммедқызы",
                "Жақсылықбайқызы Сейдахметқызы Әлімханқызы Ұлжанқы",
            ],
        ),
    ],
)
def test_names_of_every_length_are_printed_whole(make, size, lines):
    family, *given = " ".join(lines).split(" ")
    certificate, content = make(family, " ".join(given[:3]), " ".join(given[3:]))
    full = certificate.holder.full_name
    assert full == " ".join(lines)
    assert len(full) <= 120
    assert f'class="name size-{size}"' in rendering.to_html(certificate)
    assert [line for line in printed_lines(content) if line and line in full] == lines


def printed_lines(content):
    return [
        line.strip() for line in PdfReader(BytesIO(content)).pages[0].extract_text().replace("\u00a0", " ").splitlines()
    ]


def test_the_qr_code_holds_the_code_in_the_fragment(make):
    import segno

    certificate, _content = make()
    address = f"http://localhost:8000/c/#{certificate.code}"
    assert rendering.check_address(certificate.code) == address
    drawn = rendering.qr_code(address, "QR")
    expected = segno.make(address, error="m", micro=False)
    path = expected.svg_inline(border=0, omitsize=True, lineclass=None, svgclass=None).split('d="')[1].split('"')[0]
    assert drawn.count("<path") == 1
    assert path in rendering.to_html(certificate)


def test_a_changed_or_missing_file_is_never_handed_out(make):
    certificate, content = make()
    path = certificate.file.name
    from django.core.files.storage import default_storage

    place = default_storage.path(path)
    with open(place, "r+b") as file:
        file.seek(100)
        file.write(b"x")
    assert rendering.read(certificate.file) is None
    default_storage.delete(path)
    assert rendering.read(certificate.file) is None
    rendering.write(path, content)
    assert rendering.read(certificate.file) == content
