"""Office packages: a ZIP archive of XML parts, opened without trusting what it says of itself.

Nothing is read but the parts that a reader asks for, each within the bytes that the limits leave, and none whose checksum
is wrong: figures in it could be wrong as well.
"""

from __future__ import annotations

import posixpath
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from attrs import define, field, frozen

from govgrammar import codes
from govgrammar.diagnostics import Diagnostic
from govgrammar.documents.xml_parts import Budget, Node, Tags, read_xml
from govgrammar.limits import Limits
from govgrammar.source import Span

_ENTRY: Final = b"PK\x01\x02"
#: An archive with more entries than this is no document.
_MOST_ENTRIES: Final = 20_000
_CHUNK: Final = 65_536
#: No directory of so many entries is longer.
_MOST_DIRECTORY: Final = 4_000_000
#: zipfile takes the fields of an entry apart one by one, copying the rest of them each time: the squares of their lengths.
_MOST_COPIED: Final = 1_000_000_000
_EXTRA_AT: Final = 30
#: Parts that are read of one file, each time counted: a file can name one part a hundred thousand times.
_MOST_PARTS: Final = 2_000
_ENCRYPTED: Final = 0x1
_TYPES: Final = "[content_types].xml"
_ROOT: Final = "_rels/.rels"
#: Bytes of the table of types, when only the kind of a file is asked for.
_MOST_FOR_KIND: Final = 1_000_000
_NOWHERE: Final = Span(0, 0)

_RELATIONSHIP: Final = Tags.of(
    {"Relationship"}, namespaces=("http://schemas.openxmlformats.org/package/2006/relationships",)
)
#: The main part's type, and what it is the main part of.
_MAIN: Final = (
    (b".sheet.binary.macroenabled.main", "xlsb"),
    (b"wordprocessingml.document.main+xml", "docx"),
    (b"wordprocessingml.template.main+xml", "docx"),
    (b"ms-word.document.macroenabled.main+xml", "docx"),
    (b"ms-word.template.macroenabledtemplate.main+xml", "docx"),
    (b"spreadsheetml.sheet.main+xml", "xlsx"),
    (b"spreadsheetml.template.main+xml", "xlsx"),
    (b"ms-excel.sheet.macroenabled.main+xml", "xlsx"),
    (b"ms-excel.template.macroenabled.main+xml", "xlsx"),
    (b"presentationml.", "pptx"),
    (b"ms-powerpoint.", "pptx"),
)
_MIMETYPES: Final = (
    (b"opendocument.text", "odt"),
    (b"opendocument.spreadsheet", "ods"),
    (b"opendocument.", "odf"),
    (b"epub", "epub"),
)
#: Names that tell the kind where the types do not.
_NAMES: Final = (("word/document.xml", "docx"), ("xl/workbook.xml", "xlsx"), ("ofd.xml", "ofd"))


class DamagedError(Exception):
    """A part is not there or cannot be trusted; the message says why."""


class TooLargeError(Exception):
    """A part unpacks to more than the limit leaves; `found` is how much the whole comes to."""

    def __init__(self, found: int) -> None:
        self.found = found
        super().__init__(found)


@frozen
class Relationship:
    """What a part refers to: the kind of relation (the last word of its type) and the name of the other part."""

    kind: str
    target: str


@define
class Package:
    """An archive with a budget for what is unpacked of it."""

    archive: ZipFile
    entries: dict[str, list[ZipInfo]]
    most: int
    budget: Budget
    unpacked: int = 0
    parts: int = 0
    types: bytes = field(default=b"")

    @classmethod
    def open(cls, data: bytes, limits: Limits) -> Package:
        """The package in some bytes.  Raises `DamagedError` where there is none."""
        _look_at_directory(data)
        try:
            archive = ZipFile(_File(data))
        except Exception as error:  # whatever zipfile makes of a broken directory
            msg = "the directory of the archive is missing or broken"
            raise DamagedError(msg) from error
        entries: dict[str, list[ZipInfo]] = {}
        for entry in archive.infolist():
            entries.setdefault(entry.filename.lstrip("/").lower(), []).append(entry)
        return cls(archive, entries, limits.decompressed_bytes, Budget.of(limits))

    def has(self, name: str) -> bool:
        """Whether there is a part of this name."""
        return name.lower() in self.entries

    def read(self, name: str) -> bytes:
        """A part.  Raises `DamagedError` and `TooLargeError`."""
        found = self.entries.get(name.lower(), [])
        if len(found) != 1:
            msg = f"{name} is there twice" if found else f"{name} is missing"
            raise DamagedError(msg)
        self.parts += 1
        if self.parts > _MOST_PARTS:
            msg = f"more than {_MOST_PARTS} parts to read"
            raise DamagedError(msg)
        (entry,) = found
        if entry.flag_bits & _ENCRYPTED:
            msg = f"{name} is encrypted"
            raise DamagedError(msg)
        if entry.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
            msg = f"{name} is compressed in a way that is not read"
            raise DamagedError(msg)
        if self.unpacked + entry.file_size > self.most:
            raise TooLargeError(self.unpacked + entry.file_size)
        try:
            with self.archive.open(entry) as stream:  # in chunks: the size that is declared may be false
                data = b"".join(iter(lambda: stream.read(_CHUNK), b""))
        except Exception as error:  # zlib, zipfile, struct: all say that the bytes are not what they should be
            msg = f"{name} does not unpack"
            raise DamagedError(msg) from error
        self.unpacked += len(data)
        return data

    def related(self, part: str) -> dict[str, Relationship]:
        """What a part refers to, by id; of the package itself for an empty name.  Raises as `read` does."""
        folder, _, file = part.rpartition("/")
        name = posixpath.join(folder, "_rels", f"{file}.rels") if part else _ROOT
        if not self.has(name):
            return {}
        nodes: list[Node] = []
        read_xml(self.read(name), _RELATIONSHIP, self.budget, nodes.append)
        found = {}
        for node in nodes:
            if node.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, node.get("Target"))).lstrip("/")
                found[node.get("Id")] = Relationship(node.get("Type").rpartition("/")[2], target)
        return found

    def main(self, otherwise: str) -> str:
        """The name of the main part, whatever it is called."""
        names = [r.target for r in self.related("").values() if r.kind == "officeDocument"]
        return next((name for name in names if self.has(name)), otherwise)


class _File(BytesIO):
    """The bytes of an archive.  Nothing in it is read at once but the directory, and no directory is so long."""

    def read(self, size: int | None = -1) -> bytes:
        """Some bytes."""
        if size is not None and size > _MOST_DIRECTORY:
            msg = "a directory without end"
            raise OSError(msg)
        return super().read(size)


def _look_at_directory(data: bytes) -> None:
    """Raise `DamagedError` where the directory of an archive would take long to read."""
    count, copied, place = 0, 0, data.find(_ENTRY)
    while place >= 0 and count <= _MOST_ENTRIES:
        length = int.from_bytes(data[place + _EXTRA_AT : place + _EXTRA_AT + 2], "little")
        count += 1
        copied += length * length
        place = data.find(_ENTRY, place + len(_ENTRY))
    if count > _MOST_ENTRIES:
        msg = f"more than {_MOST_ENTRIES} entries in the archive"
        raise DamagedError(msg)
    if copied > _MOST_COPIED:
        msg = "the directory of the archive has fields that are too long"
        raise DamagedError(msg)


def damaged(kind: str, detail: str) -> Diagnostic:
    """The finding that a file is damaged."""
    return Diagnostic(codes.DAMAGED_FILE, _NOWHERE, {"kind": kind.upper(), "detail": detail})


def package_kind(data: bytes) -> str | None:
    """Which kind of archive this is, `zip` for any other one; `None` where its directory cannot be read."""
    try:
        package = Package.open(data, Limits(decompressed_bytes=_MOST_FOR_KIND))
    except DamagedError:
        return None
    for name, table in ((_TYPES, _MAIN), ("mimetype", _MIMETYPES)):
        try:
            words = package.read(name).lower()
        except (DamagedError, TooLargeError):
            continue
        kind = next((kind for word, kind in table if word in words or word in words.replace(b"\0", b"")), None)
        if kind:
            return kind
    return next((kind for name, kind in _NAMES if package.has(name)), "zip")
