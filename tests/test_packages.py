"""Archives that are not what they say, and kinds of files that are not read."""

from __future__ import annotations

import io
import struct
import sys
import warnings
import zipfile
from collections.abc import Iterable

import pytest

import govgrammar
from govgrammar.documents.kinds import Unreadable, kind_of
from office import docx, paragraph, run, xlsx

PLAIN = docx(paragraph(run("12")))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: Where an entry of the directory, and one before a member, has the size, the name, the flags and the method.
ENTRIES = (
    (b"PK\x01\x02", {"size": 24, "name": 46, "flags": 8, "method": 10}),
    (b"PK\x03\x04", {"size": 22, "name": 30, "flags": 6, "method": 8}),
)


def parts(data: bytes) -> list[tuple[str, bytes]]:
    """What stands in an archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def archive(members: Iterable[tuple[str, bytes]]) -> bytes:
    """An archive of these members, in this order, names repeated as they are."""
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        warnings.simplefilter("ignore")
        for name, data in members:
            written.writestr(name, data)
    return out.getvalue()


def altered(data: bytes, field: str, shape: str, value: int) -> bytes:
    """An archive in which the entries of the main part say something else."""
    changed = bytearray(data)
    for mark, fields in ENTRIES:
        place = -1
        while (place := data.find(mark, place + 1)) >= 0:
            if data.startswith(b"word/document.xml", place + fields["name"]):
                struct.pack_into(shape, changed, place + fields[field], value)
    return bytes(changed)


def said(data: bytes) -> tuple[str, str, str]:
    """The text of a file, and the first finding with its detail."""
    result = govgrammar.parse(data)
    first = next(d for d in result.diagnostics if d.code.startswith("GG01"))
    return result.source.text, first.code, str(first.arguments.get("detail", first.arguments.get("name")))


def test_members_that_lie() -> None:
    """
    Sizes, flags, methods, checksums and names are not believed; nothing of such a part is read.
    """
    bomb = docx(" " * 70_000_000)
    assert said(bomb) == ("", "GG0105", "decompressed_bytes")
    assert said(altered(bomb, "size", "<I", 1000)) == ("", "GG0106", "word/document.xml does not unpack")
    assert said(altered(PLAIN, "size", "<I", 2**32 - 2)) == ("", "GG0105", "decompressed_bytes")
    assert said(altered(PLAIN, "flags", "<H", 1)) == ("", "GG0106", "word/document.xml is encrypted")
    assert said(altered(PLAIN, "method", "<H", 14)) == (
        "",
        "GG0106",
        "word/document.xml is compressed in a way that is not read",
    )
    members = parts(PLAIN)
    assert said(archive([*members, members[2]])) == ("", "GG0106", "word/document.xml is there twice")
    assert said(archive(members[:2])) == ("", "GG0106", "word/document.xml is missing")
    wrong = bytearray(archive(members))
    wrong[wrong.index(b"word/document.xml") + 40] ^= 0xFF
    assert said(bytes(wrong)) == ("", "GG0106", "word/document.xml does not unpack")


def test_archives_that_are_broken() -> None:
    """
    A file that is cut has no directory; one with too many members is no document.
    """
    assert said(PLAIN[:-30]) == ("", "GG0106", "the directory of the archive is missing or broken")
    many = archive([*parts(PLAIN), *((f"a/{number}", b"") for number in range(20_001))])
    assert said(many) == ("", "GG0106", "more than 20000 entries in the archive")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (PLAIN, "docx"),
        (docx("", kind="docm"), "docx"),
        (xlsx({"a": ""}), "xlsx"),
        (archive([("report.docx", PLAIN)]), "ZIP"),
        (archive([("mimetype", b"application/vnd.oasis.opendocument.text")]), "ODT"),
        (archive([("mimetype", b"application/vnd.oasis.opendocument.spreadsheet")]), "ODS"),
        (archive([("mimetype", b"application/epub+zip")]), "EPUB"),
        (archive([("OFD.xml", b"")]), "OFD"),
        (archive([("[Content_Types].xml", b"presentationml.presentation.main+xml")]), "PPTX"),
        (archive([("[Content_Types].xml", b"application/vnd.ms-excel.sheet.binary.macroEnabled.main")]), "XLSB"),
        (OLE + "WordDocument".encode("utf-16-le") + "Workbook".encode("utf-16-le"), "DOC (WPS)"),
        (OLE + "Workbook".encode("utf-16-le"), "XLS (ET)"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted Office"),
        (OLE, "DOC/XLS/WPS (OLE)"),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>', "Word XML"),
    ],
)
def test_kinds(data: bytes, expected: str) -> None:
    """
    The kind of a file is what its directory says, not what stands somewhere in it.
    """
    kind = kind_of(data)
    assert (kind.name if isinstance(kind, Unreadable) else kind) == expected


def test_a_password_has_a_way_out_in_both_languages() -> None:
    """
    Who gives a file with a password is told to remove it.
    """
    (finding,) = govgrammar.parse(OLE + "EncryptedPackage".encode("utf-16-le")).diagnostics
    assert "remove the password" in finding.message("en")
    assert "取消密码" in finding.message("zh")


@pytest.mark.parametrize(("package", "kind", "data"), [("docx", "docx", PLAIN), ("openpyxl", "xlsx", xlsx({"a": ""}))])
def test_a_missing_extra_is_named(package: str, kind: str, data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    The one message says what to install.
    """
    for name in [name for name in sys.modules if name == package or name.startswith(f"{package}.")]:
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(govgrammar.MissingExtraError, match=rf"govgrammar\[{kind}\]"):
        govgrammar.parse(data)


def test_long_fields_in_a_directory_are_not_taken_apart() -> None:
    """
    Fields of an entry that zipfile would copy thousands of times make the directory one that is not read.
    """
    begin, end = PLAIN.index(b"PK\x01\x02"), PLAIN.index(b"PK\x05\x06")
    size = 46 + struct.unpack_from("<H", PLAIN, begin + 28)[0]

    def padded(extra: int) -> bytes:
        entry = bytearray(PLAIN[begin : begin + size])
        struct.pack_into("<H", entry, 30, extra)
        directory = bytes(entry) + struct.pack("<HH", 0x7777, 0) * (extra // 4) + PLAIN[begin + size : end]
        tail = bytearray(PLAIN[end:])
        struct.pack_into("<I", tail, 12, len(directory))
        return PLAIN[:begin] + directory + bytes(tail)

    assert said(padded(65_532)) == ("", "GG0106", "the directory of the archive has fields that are too long")
    assert govgrammar.parse(padded(400)).source.text == "12"


def test_a_directory_without_end_is_not_read() -> None:
    """
    A directory that claims to be longer than any is broken, wherever it says that it stands.
    """
    end = PLAIN.index(b"PK\x05\x06")
    changed = bytearray(PLAIN)
    struct.pack_into("<I", changed, end + 12, 2**31)
    assert said(bytes(changed)) == ("", "GG0106", "the directory of the archive is missing or broken")
