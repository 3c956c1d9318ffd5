"""What the writers of office files share: one date for all files, and characters that XML can hold."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

#: The date of all that is written: files that say the same are the same.
EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_NOT_IN_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MODIFIED: Final = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_PROPERTIES: Final = "docProps/core.xml"


def in_xml(text: str) -> str:
    """A text with U+FFFD for what XML cannot hold."""
    return _NOT_IN_XML.sub("\ufffd", text)


def undated(package: bytes) -> bytes:
    """The same package with one date for all of its parts."""
    out = BytesIO()
    with ZipFile(BytesIO(package)) as read, ZipFile(out, "w") as written:
        for name in read.namelist():
            data = read.read(name)
            if name == _PROPERTIES:
                data = _MODIFIED.sub(rb"\g<1>%04d-%02d-%02dT%02d:%02d:%02dZ" % EPOCH, data)
            entry = ZipInfo(name, EPOCH)
            entry.create_system = 0
            written.writestr(entry, data, ZIP_DEFLATED)
    return out.getvalue()
