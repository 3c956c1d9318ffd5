"""The shards of a batch on disk, from which a batch that was killed goes on.

A shard's file is named by its number and by the digest of everything that decides what it holds: its documents, the
options, the grammar, this version.  So the names are the manifest: a file that is there is right and whole, because it was
written beside its place and moved there.
"""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Final

from attrs import define, field

from govgrammar.batch.inputs import Document

_OWN: Final = re.compile(r"[0-9]{8}-[0-9a-f]{32}\.zip(\.[0-9]+\.part)?")


@define
class Parts:
    """The folder beside the output in which the shards wait for the others; `settings` stands for all that decides how
    documents are read and written.
    """

    folder: Path
    settings: bytes
    names: list[str] = field(init=False, factory=list)

    def begin(self) -> None:
        """Make the folder.  Raises `OSError` where that is not possible."""
        self.folder.mkdir(parents=True, exist_ok=True)

    def add(self, documents: Sequence[Document]) -> bool:
        """The next shard; whether it is there already."""
        digest = blake2b(self.settings, digest_size=16)
        for document in documents:
            digest.update(f"{document.name!r} {document.passed!r} ".encode("utf-8", "backslashreplace"))
            digest.update(_content(document.sent))
        self.names.append(f"{len(self.names):08}-{digest.hexdigest()}.zip")
        return (self.folder / self.names[-1]).is_file()

    def write(self, number: int, data: bytes) -> None:
        """A shard's bytes, whole or not at all."""
        path = self.folder / self.names[number]
        part = path.with_name(f"{path.name}.{os.getpid()}.part")
        part.write_bytes(data)
        part.replace(path)

    def read(self, member: str) -> Iterator[bytes]:
        """One member of each shard, in order."""
        for name in self.names:
            with zipfile.ZipFile(self.folder / name) as archive:
                yield archive.read(member)

    def remove(self) -> None:
        """Remove what was written here, and the folder if nothing else is in it."""
        for path in self.folder.iterdir():
            if _OWN.fullmatch(path.name):
                path.unlink()
        if not any(self.folder.iterdir()):
            self.folder.rmdir()


def _content(sent: str | bytes | Path) -> bytes:
    """What tells whether a document is the one that was read: itself, or a file's size and time."""
    if isinstance(sent, str):
        return sent.encode("utf-8", "backslashreplace")
    if isinstance(sent, bytes):
        return sent
    try:
        about = sent.stat()
    except OSError:
        return b"unreadable"
    return f"{about.st_size} {about.st_mtime_ns}".encode()
