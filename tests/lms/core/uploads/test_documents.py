"""Documents are judged by their content, lose their authors, and are refused in words (S-14)."""

import zipfile
from io import BytesIO

import pikepdf
import pytest
from django.core.exceptions import ValidationError

from lms.core.uploads import clean_document, office
from tests.factories import files

MAKERS = {
    "docx": files.docx,
    "xlsx": files.xlsx,
    "pptx": files.pptx,
    "odt": files.odt,
    "pdf": files.pdf,
    "mp3": files.mp3,
    "mp4": files.mp4,
    "txt": lambda: files.TEXT.encode(),
    "vtt": lambda: b"WEBVTT\n\n00:00.000 --> 00:01.000\n" + files.TEXT.encode(),
}


def everything_in(data):
    """The bytes of a file and, packed or not, of all that is in it."""
    found = [data]
    if data.startswith(b"%PDF"):
        with pikepdf.open(BytesIO(data)) as document:
            for thing in document.objects:
                found.append(thing.unparse(resolved=True))
                if isinstance(thing, pikepdf.Stream):
                    found.append(thing.read_raw_bytes())
                    if thing.get("/Filter") != pikepdf.Name.DCTDecode:
                        found.append(thing.read_bytes())
    elif zipfile.is_zipfile(BytesIO(data)):
        with zipfile.ZipFile(BytesIO(data)) as archive:
            for name in archive.namelist():
                found += [name.encode(), everything_in(archive.read(name))]
    return b"\n".join(found)


def tells_of_the_author(data):
    text = everything_in(data)
    signs = [files.AUTHOR.encode(), files.AUTHOR.encode("utf-16-le"), files.PLACE, b"+51.1282"]
    return [sign for sign in signs if sign in text]


def refusal(data, extension):
    with pytest.raises(ValidationError) as caught:
        clean_document(data, extension)
    return caught.value.messages[0]


@pytest.mark.parametrize("kind", MAKERS)
def test_what_is_kept_says_nothing_of_its_author(kind):
    original = MAKERS[kind]()
    if kind not in {"txt", "vtt"}:
        assert files.AUTHOR.encode() in everything_in(original)
    cleaned = clean_document(original, kind)
    assert tells_of_the_author(cleaned) == []
    assert clean_document(cleaned, kind) == cleaned, "what is clean stays as it is"


@pytest.mark.parametrize("kind", ["docx", "pptx", "odt"])
def test_the_text_of_an_office_file_stays(kind):
    cleaned = clean_document(MAKERS[kind](), kind)
    assert files.TEXT.encode() in everything_in(cleaned)
    with zipfile.ZipFile(BytesIO(cleaned)) as archive:
        assert archive.testzip() is None
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_cleaned_table_opens_again():
    import openpyxl

    book = openpyxl.load_workbook(BytesIO(clean_document(files.xlsx(), "xlsx")))
    assert book.active["A1"].value == files.TEXT
    assert book.properties.lastModifiedBy is None


def test_a_pdf_keeps_its_page_its_picture_and_its_link_to_the_web_alone():
    with pikepdf.open(BytesIO(clean_document(files.pdf(), "pdf"))) as document:
        assert len(document.pages) == 1
        page = document.pages[0]
        links = [(str(each.Subtype), str(each.A.URI) if "/A" in each else None) for each in page.Annots]
        assert links == [("/Link", "https://www.gov.kz/"), ("/Link", None), ("/Link", None)]
        assert "/OpenAction" not in document.Root and len(document.attachments) == 0
        image = pikepdf.PdfImage(page.Resources.XObject.P).as_pil_image()
        assert (image.size, image.getpixel((2, 2))[0] > 200, image.getpixel((38, 2))[2] > 200) == ((40, 20), True, True)


def test_sound_is_cut_to_its_frames_and_video_keeps_every_place():
    sound, video = clean_document(files.mp3(), "mp3"), clean_document(files.mp4(), "mp4")
    assert sound == (b"\xff\xfb\x90\x00" + bytes(413)) * 4
    assert len(video) == len(files.mp4()) and video.endswith(files.box(b"mdat", b"frames"))


@pytest.mark.parametrize(
    ("name", "data", "found"),
    [
        ("docx", files.pdf(), "pdf"),
        ("pdf", files.docx(), "docx"),
        ("xlsx", files.docx(), "docx"),
        ("txt", files.odt(), "odt"),
        ("vtt", files.TEXT.encode(), "txt"),
    ],
)
def test_a_name_that_does_not_fit_the_content_is_refused(name, data, found):
    expected = f"The name says .{name}, but the file is .{found}. Save it again under the right name."
    assert refusal(data, name) == expected


POLYGLOT = {
    "a page of HTML": b"<!DOCTYPE html><script>alert(1)</script>",
    "a drawing": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "XML": b'<?xml version="1.0"?><a/>',
    "a program": b"MZ\x90\x00" + bytes(200),
    "a PDF behind a web page": b"<html>\n" + files.pdf(),
    "a PDF behind a picture": files.picture() + files.pdf(),
    "a plain archive": files.archive({"a.txt": "a"}),
    "a QuickTime film": files.box(b"ftyp", b"qt  \x00\x00\x00\x00") + files.box(b"mdat", b"x"),
    "nothing": b"",
}


@pytest.mark.parametrize("extension", ["pdf", "txt", "docx", "mp4"])
@pytest.mark.parametrize("kind", POLYGLOT)
def test_what_is_none_of_our_kinds_is_refused(kind, extension):
    assert refusal(POLYGLOT[kind], extension).startswith("This is none of the files that can be kept here: docx, mp3")


def test_what_is_glued_behind_a_file_is_gone():
    hidden = files.archive({"x.html": "<script>hidden</script>"})
    assert b"x.html" not in clean_document(files.pdf() + hidden, "pdf")
    assert b"x.html" not in clean_document(files.mp3() + hidden, "mp3")
    assert refusal(files.mp4() + hidden, "mp4").startswith("The video is damaged, or something else is glued to it.")


EXTERNAL_ENTITY = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document xmlns:w="w">&x;</w:document>'
BILLION = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><w:document xmlns:w="w">&b;</w:document>'


@pytest.mark.parametrize("text", [EXTERNAL_ENTITY, BILLION])
@pytest.mark.parametrize("part", ["word/document.xml", "docProps/core.xml", "word/_rels/document.xml.rels"])
def test_entities_are_refused_in_every_part(text, part):
    expected = "The file tries to fetch other files when it is opened, so it cannot be kept."
    assert refusal(files.docx(**{part: text}), "docx") == expected


@pytest.mark.parametrize(
    "link",
    [
        ("image", "https://tracker.example/x.png", files.EXTERNAL),
        ("oleObject", "file:///C:/secret.xlsx", files.EXTERNAL),
        ("frame", "https://elsewhere.example/", files.EXTERNAL),
        ("hyperlink", "file:///C:/Users/Nurlan/list.docx", files.EXTERNAL),
        ("hyperlink", r"\\server\share\list.docx", files.EXTERNAL),
    ],
)
def test_what_reaches_out_of_the_file_is_refused(link):
    words = "The file fetches something from elsewhere, or links to a file on your computer."
    assert refusal(files.docx(links=[link]), "docx").startswith(words)


def test_links_to_the_web_stay_and_the_path_of_a_template_goes():
    links = [
        ("hyperlink", "https://www.gov.kz/", files.EXTERNAL),
        ("attachedTemplate", f"file:///C:/{files.AUTHOR}/Normal.dotm", files.EXTERNAL),
    ]
    text = everything_in(clean_document(files.docx(links=links), "docx"))
    assert (b"https://www.gov.kz/" in text, b"Normal.dotm" in text) == (True, False)


@pytest.mark.parametrize(
    "data",
    [
        files.docx(body='<w:p><w:ins w:id="1" w:author="Canary"><w:r/></w:ins></w:p>'),
        files.docx(body='<w:p><w:r><w:rPr><w:rPrChange w:id="1" w:author="Canary"/></w:rPr></w:r></w:p>'),
        files.docx(
            **{"word/comments.xml": f'<w:comments xmlns:w="{files.WORD}"><w:comment w:author="C"/></w:comments>'}
        ),
        files.odt(body="<text:p><office:annotation>x</office:annotation></text:p>"),
        files.odt(body="<text:tracked-changes><text:changed-region/></text:tracked-changes>"),
        files.pptx(**{"ppt/comments/comment1.xml": "<a/>"}),
    ],
)
def test_remarks_and_tracked_changes_are_the_authors_to_settle(data):
    kind = next(kind for kind in ("docx", "pptx", "odt") if getattr(office, f"looks_like_{kind}")(data))
    assert refusal(data, kind).startswith("The file has remarks or tracked changes with the names of people.")


@pytest.mark.parametrize("part", ["word/vbaProject.bin", "word/activeX/activeX1.xml", "_xmlsignatures/sig1.xml"])
def test_macros_and_signatures_are_refused(part):
    assert refusal(files.docx(**{part: "x"}), "docx").startswith("The file has macros, a signature or a connection")


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("word/embeddings/oleObject1.bin", b"\xd0\xcf\x11\xe0"),
        ("word/embeddings/inner.docx", files.docx(**{"word/embeddings/deeper.docx": files.docx()})),
        ("word/media/image3.png", b"<html>"),
        ("word/media/scan.tiff", b"II*\x00"),
    ],
)
def test_files_inside_that_cannot_be_checked_are_refused(part, content):
    assert refusal(files.docx(**{part: content}), "docx").startswith("The file has another file inside")


@pytest.mark.parametrize("name", ["../outside.xml", "/etc/x.xml", "a\\b.xml"])
def test_names_that_lead_out_of_the_archive_are_refused(name):
    assert refusal(files.docx(**{name: "<a/>"}), "docx").startswith("The file is damaged")


def test_a_bomb_is_counted_while_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(office, "MOST_BYTES", 1_000_000)
    bomb = files.docx(**{"word/big.xml": b" " * 5_000_000})
    assert len(bomb) < 20_000
    assert refusal(bomb, "docx") == "The file becomes far too large when it is unpacked."
    lying = bomb.replace((5_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert refusal(lying, "docx")[:8] == "The file"
    many = files.docx(**{f"word/{number}.xml": b"<a>" + b" " * 20_000 + b"</a>" for number in range(60)})
    assert refusal(many, "docx") == "The file becomes far too large when it is unpacked."
    monkeypatch.setattr(office, "MOST_MEMBERS", 20)
    assert refusal(many, "docx") == "The file becomes far too large when it is unpacked."


def test_locked_and_damaged_files_are_refused_in_words():
    locked = BytesIO()
    with pikepdf.open(BytesIO(files.pdf())) as document:
        document.save(locked, encryption=pikepdf.Encryption(owner="a", user="b"))
    assert refusal(locked.getvalue(), "pdf") == "The PDF is locked with a password. Save it without one."
    assert refusal(b"%PDF-1.7\nnothing", "pdf") == "The PDF is damaged and cannot be read. Save it again."
    assert refusal(files.docx()[:-200], "docx").startswith("This is none of")
    assert refusal(files.mp4(track=b"meta"), "mp4").startswith("The video has a track of its own")


def test_a_text_in_the_older_windows_encoding_becomes_unicode():
    assert clean_document("Әдіс пен Методика".replace("Ә", "").encode("cp1251"), "txt").decode() == "діс пен Методика"
