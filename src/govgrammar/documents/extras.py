"""The message that names what to install where a kind of file needs a package that is not there."""

from __future__ import annotations

from types import TracebackType
from typing import Final

from govgrammar.diagnostics import Language

_MESSAGE: Final[dict[Language, str]] = {
    "zh": '读取 {kind} 需要另外安装: pip install "govgrammar[{extra}]"',
    "en": 'reading {kind} needs an extra: pip install "govgrammar[{extra}]"',
}


class MissingExtraError(ImportError):
    """A file's kind needs an extra of govgrammar that is not installed; the message names it."""

    def __init__(self, kind: str, extra: str) -> None:
        self.kind, self.extra = kind, extra
        super().__init__(self.message("en"))

    def message(self, lang: Language = "zh") -> str:
        """What to install, in Chinese or English."""
        return _MESSAGE[lang].format(kind=self.kind.upper(), extra=self.extra)


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
