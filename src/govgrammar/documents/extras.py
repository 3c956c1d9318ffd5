"""The message that names what to install where a kind of file needs a package that is not there."""

from __future__ import annotations

from types import TracebackType


class MissingExtraError(ImportError):
    """A file's kind needs an extra of govgrammar that is not installed; the message names it."""

    def __init__(self, kind: str, extra: str) -> None:
        self.kind, self.extra = kind, extra
        super().__init__(
            f'读取 {kind.upper()} 需要另外安装  Reading {kind.upper()} needs an extra: pip install "govgrammar[{extra}]"'
        )


class Needing:
    """`with Needing("pdf"): import pdfplumber`: turns a failed import into a `MissingExtraError`."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if isinstance(error, ImportError):
            raise MissingExtraError(self.kind, self.kind) from error
