"""Which kind of file some bytes are, by what stands in them; names and suffixes lie too often."""

from __future__ import annotations

import codecs
import re
from typing import Final

from attrs import frozen

from govgrammar.documents.packages import package_kind

#: Kinds that are read, with the extra that each needs.
EXTRAS: Final = {"text": None, "html": "html", "docx": "docx", "xlsx": "xlsx", "pdf": "pdf"}

_HEAD: Final = 1024
_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKS: Final = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SPACE: Final = 0x20
_SAMPLE: Final = 65_536
#: One zero byte in so many is more than a text has by accident.
_FEW: Final = 200

_ELEMENTS: Final = (
    "!doctype html|html|head|body|meta|title|table|div|p|span|center|font|section|article|main|h[1-6]|tbody|tr|td|style"
    "|script|link"
)
_MARKUP: Final = re.compile(
    rf"[\s\ufeff]*+(?:(?:<\?xml[^>]*+>|<!--(?>.*?-->))\s*+)*+<(?:{_ELEMENTS})\b", re.IGNORECASE | re.DOTALL
)
_TABLE: Final = re.compile(r"<table\b", re.IGNORECASE)
_CELL: Final = re.compile(r"<t[dh]\b", re.IGNORECASE)


@frozen
class Unreadable:
    """A kind of file that is not read: its name, and what its owner can do, in Chinese and English."""

    name: str
    way_out: str
    way_out_en: str


_SAVE_AS: Final = ("请用 Word 或 WPS 另存为 .docx 后再读", "save it as .docx with Word, WPS or LibreOffice first")
_SHEET: Final = ("请用 Excel 或 WPS 另存为 .xlsx 后再读", "save it as .xlsx with Excel, WPS or LibreOffice first")
_SCAN: Final = (
    "图片须先做文字识别(OCR),再读所得的文本",
    "run text recognition (OCR) on the picture, and read its text",
)
_UNPACK: Final = ("请先解压,再读其中的文件", "unpack it first, and read the files in it")
_OTHER: Final = ("请读 .txt、.html、.docx、.xlsx 或 .pdf 文件", "give a .txt, .html, .docx, .xlsx or .pdf file")
_UNLOCK: Final = (
    "文件有打开密码:请在 Word、Excel 或 WPS 中取消密码并另存后再读",
    "it has a password: remove the password in Word, Excel or WPS, and save it again",
)
_PRINT: Final = ("请另存为 .docx 或 .pdf 后再读", "save it as .docx or .pdf first")

_MAGIC: Final = (
    (b"{\\rtf", Unreadable("RTF", *_SAVE_AS)),
    (b"\x89PNG", Unreadable("PNG", *_SCAN)),
    (b"\xff\xd8\xff", Unreadable("JPEG", *_SCAN)),
    (b"GIF8", Unreadable("GIF", *_SCAN)),
    (b"II*\x00", Unreadable("TIFF", *_SCAN)),
    (b"MM\x00*", Unreadable("TIFF", *_SCAN)),
    (b"\x1f\x8b", Unreadable("GZIP", *_UNPACK)),
    (b"Rar!", Unreadable("RAR", *_UNPACK)),
    (b"7z\xbc\xaf", Unreadable("7Z", *_UNPACK)),
    (b"\x7fELF", Unreadable("ELF", *_OTHER)),
    (b"MZ\x90", Unreadable("EXE", *_OTHER)),
)
_ZIPPED: Final = {
    "zip": Unreadable("ZIP", *_UNPACK),
    "epub": Unreadable("EPUB", *_PRINT),
    "ofd": Unreadable("OFD", *_PRINT),
    "odt": Unreadable("ODT", *_SAVE_AS),
    "ods": Unreadable("ODS", *_SHEET),
    "odf": Unreadable("OpenDocument", *_PRINT),
    "pptx": Unreadable("PPTX", *_PRINT),
    "xlsb": Unreadable("XLSB", *_SHEET),
}
#: Names in an archive whose directory is lost.
_IN_DAMAGED: Final = ((b"xl/", "xlsx"), (b"word/", "docx"), (b"[Content_Types].xml", "docx"))
#: Streams of a compound file, by which the programs know their own.  A text can hold the sheets of another program.
_STREAMS: Final = (
    ("EncryptedPackage", Unreadable("encrypted Office", *_UNLOCK)),
    ("WordDocument", Unreadable("DOC (WPS)", *_SAVE_AS)),
    ("Workbook", Unreadable("XLS (ET)", *_SHEET)),
    ("Book", Unreadable("XLS (ET)", *_SHEET)),
    ("PowerPoint Document", Unreadable("PPT (DPS)", *_PRINT)),
)
_COMPOUND: Final = Unreadable("DOC/XLS/WPS (OLE)", *_SAVE_AS)
_WORD_XML: Final = Unreadable("Word XML", *_SAVE_AS)
BINARY: Final = Unreadable("binary", *_OTHER)


def kind_of(data: bytes) -> str | Unreadable:
    """The kind of file: a name of `EXTRAS`, where `text` stands for markup as well, or what is not read and the way out."""
    head = data[:_HEAD]
    if b"%PDF-" in head:
        return "pdf"
    if data.startswith(_ZIP) or (head[:2] == b"PK" and b"PK\x01\x02" in data):
        kind = package_kind(data) or next((kind for name, kind in _IN_DAMAGED if name in data), "zip")
        return _ZIPPED.get(kind, kind)
    if data.startswith(_OLE):
        return next((kind for name, kind in _STREAMS if name.encode("utf-16-le") in data), _COMPOUND)
    if b"<?mso-application" in head and b"Word.Document" in head:
        return _WORD_XML
    return next((kind for magic, kind in _MAGIC if data.startswith(magic)), "text")


def may_be_binary(data: bytes) -> bool:
    """Whether bytes without a byte order mark have more zeros and control characters than a text has by accident.

    UTF-16 without a mark has as many: it is text where the form's own words show in it.
    """
    sample = data[:_SAMPLE]
    if b"\0" not in sample or data.startswith(_MARKS):
        return False
    control = sum(byte < _SPACE and byte not in b"\t\n\r\f\x0b\x1b\0" for byte in sample)
    return control * 100 > len(sample) or sample.count(0) * _FEW > len(sample)


def is_markup(text: str) -> bool:
    """Whether a text is HTML: it begins as a page or a piece of one, or a table in markup stands in it."""
    if _MARKUP.match(text, 0, _SAMPLE):
        return True
    table = _TABLE.search(text)
    return table is not None and _CELL.search(text, table.end()) is not None
