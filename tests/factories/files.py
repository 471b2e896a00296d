"""Files as people's programs and phones write them, with notes about who made them and where. All invented."""

import struct
import zipfile
from io import BytesIO

import openpyxl
import pikepdf
from PIL import Image, PngImagePlugin

AUTHOR = "Canary-Author-Nurlan"
PLACE = b"\x00\x00\x00\x33\x00\x00\x00\x01"  # 51 degrees as a rational number of Exif
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TEXT = "Саралау парағы"


def picture(kind="JPEG", size=(40, 20), orientation=1):
    """A picture with GPS, author, comment and XMP; red on the left, blue on the right."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[0x0112], exif[0x013B] = orientation, AUTHOR
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 7.0, 30.0), 3: "E", 4: (71.0, 26.0, 0.0)})
    options = {"exif": exif}
    if kind == "JPEG":
        options |= {"comment": AUTHOR.encode(), "quality": 95, "xmp": f"<x>{AUTHOR}</x>".encode()}
    if kind == "PNG":
        options["pnginfo"] = PngImagePlugin.PngInfo()
        options["pnginfo"].add_text("Author", AUTHOR)
        options["pnginfo"].add_itxt("XML:com.adobe.xmp", AUTHOR)
    if kind == "WEBP":
        options |= {"xmp": AUTHOR.encode(), "lossless": True}
    written = BytesIO()
    image.save(written, kind, **options)
    return written.getvalue()


def archive(members):
    """A ZIP file of {name: text or bytes}, in this order."""
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else None)
    return written.getvalue()


def relations(*rows):
    inside = "".join(
        f'<Relationship Id="r{number}" Type="{OFFICE_RELATIONS}/{kind}" Target="{target}"{more}/>'
        for number, (kind, target, more) in enumerate(rows)
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{RELATIONS}">{inside}</Relationships>'


EXTERNAL = ' TargetMode="External"'


def docx(body=f"<w:p><w:r><w:t>{TEXT}</w:t></w:r></w:p>", links=(), **more):
    """A Word file; `body` stands in its text, `more` are further members (`word__people` for word/people.xml)."""
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    members = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
        "_rels/.rels": relations(("officeDocument", "word/document.xml", "")),
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
        "word/_rels/document.xml.rels": relations(*links),
        "word/media/image1.jpeg": picture(),
        "word/media/image2.png": picture("PNG"),
        "docProps/core.xml": f'<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:creator>{AUTHOR}</dc:creator>'
        "</cp:coreProperties>",
        "docProps/app.xml": f"<Properties><Company>{AUTHOR}</Company></Properties>",
        "docProps/custom.xml": f"<Properties><property>{AUTHOR}</property></Properties>",
        "word/people.xml": f"<people><person>{AUTHOR}</person></people>",
        "customXml/item1.xml": f'<data xmlns="urn:x"><owner>{AUTHOR}</owner></data>',
    }
    return archive({**members, **more})


def xlsx():
    """A table from openpyxl with its author, its folder and the name of the last user."""
    book = openpyxl.Workbook()
    book.properties.creator = book.properties.lastModifiedBy = AUTHOR
    book.active["A1"] = TEXT
    written = BytesIO()
    book.save(written)
    with zipfile.ZipFile(written) as file:
        members = {name: file.read(name) for name in file.namelist()}
    folder = f'<x15ac:absPath xmlns:x15ac="y" url="C:\\{AUTHOR}"/>'
    traces = f'<workbookPr/><fileSharing readOnlyRecommended="1" userName="{AUTHOR}"/>{folder}'.encode()
    members["xl/workbook.xml"] = members["xl/workbook.xml"].replace(b"<workbookPr/>", traces)
    members["xl/printerSettings/printerSettings1.bin"] = AUTHOR.encode("utf-16-le")
    return archive(members)


def pptx(**more):
    main = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
    members = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/ppt/presentation.xml" ContentType="{main}"/></Types>',
        "_rels/.rels": relations(("officeDocument", "ppt/presentation.xml", "")),
        "ppt/presentation.xml": f'<p:presentation xmlns:p="p"><p:t>{TEXT}</p:t></p:presentation>',
        "ppt/commentAuthors.xml": f'<p:cmAuthorLst xmlns:p="p"><p:cmAuthor name="{AUTHOR}"/></p:cmAuthorLst>',
        "ppt/embeddings/table.xlsx": xlsx(),
        "ppt/media/voice.mp3": mp3(),
        "docProps/core.xml": f"<p>{AUTHOR}</p>",
    }
    return archive({**members, **more})


def odt(body=f"<text:p>{TEXT}</text:p>", **more):
    office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    spaces = (
        f'xmlns:office="{office}" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" '
        'xmlns:config="urn:oasis:names:tc:opendocument:xmlns:config:1.0"'
    )
    printer = f'<config:config-item config:name="PrinterName" config:type="string">{AUTHOR}</config:config-item>'
    members = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f"<office:document-content {spaces}><office:scripts/>{body}</office:document-content>",
        "meta.xml": f"<office:document-meta {spaces}><creator>{AUTHOR}</creator></office:document-meta>",
        "settings.xml": f"<office:document-settings {spaces}>{printer}</office:document-settings>",
        "Pictures/1.jpg": picture(),
        "Thumbnails/thumbnail.png": picture("PNG"),
        "layout-cache": AUTHOR,
        "META-INF/manifest.xml": "<manifest/>",
    }
    return archive({**members, **more})


def pdf():
    """One page with a JPEG, an author in both places, a remark, a script, an attachment and an older state."""
    document = pikepdf.new()
    page = document.add_blank_page()
    document.docinfo["/Author"] = AUTHOR
    with document.open_metadata() as notes:
        notes["dc:creator"] = [AUTHOR]
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    document.Root.OpenAction = script
    link = {"Type": pikepdf.Name.Annot, "Subtype": pikepdf.Name.Link, "Rect": [0, 0, 9, 9]}
    remark = {**link, "Subtype": pikepdf.Name.Text, "T": AUTHOR, "Contents": AUTHOR}
    web = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://www.gov.kz/")
    home = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=f"file:///C:/{AUTHOR}")
    page.Annots = pikepdf.Array(
        [
            pikepdf.Dictionary({f"/{key}": value for key, value in {**kind, "A": action}.items()})
            for kind, action in [(link, web), (link, home), (link, script), (remark, web)]
        ]
    )
    image = pikepdf.Stream(document, picture())
    image.Type, image.Subtype, image.Filter = pikepdf.Name.XObject, pikepdf.Name.Image, pikepdf.Name.DCTDecode
    image.Width, image.Height, image.BitsPerComponent = 40, 20, 8
    image.ColorSpace = pikepdf.Name.DeviceRGB
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=image))
    page.PieceInfo = pikepdf.Dictionary(Maker=AUTHOR)
    document.attachments["notes.txt"] = AUTHOR.encode()
    written = BytesIO()
    document.save(written, object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=False)
    return written.getvalue()


def mp3(frames=4):
    """Frames of silence between ID3 notes, with an archive glued to the end."""
    frame = b"\xff\xfb\x90\x00" + bytes(413)
    before = b"ID3\x04\x00\x00\x00\x00\x00" + bytes([len(AUTHOR)]) + AUTHOR.encode()
    after = b"TAG" + AUTHOR.encode().ljust(125, b"\x00")
    return before + frame * frames + after + archive({"hidden.txt": AUTHOR})


def box(kind, *contents):
    inside = b"".join(contents)
    return struct.pack(">I4s", 8 + len(inside), kind) + inside


def mp4(track=b"vide"):
    """The boxes of a phone's video: where it was taken, the name of the phone, then the pictures."""
    handler = box(b"hdlr", bytes(8), track, bytes(12), AUTHOR.encode(), b"\x00")
    place = box(b"udta", box(b"\xa9xyz", b"+51.1282+071.4304/"), box(b"\xa9nam", AUTHOR.encode()))
    film = box(b"moov", box(b"mvhd", bytes(100)), box(b"trak", box(b"mdia", handler), place), place)
    return (
        box(b"ftyp", b"isom\x00\x00\x02\x00isommp42") + film + box(b"uuid", AUTHOR.encode()) + box(b"mdat", b"frames")
    )
