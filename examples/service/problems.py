"""Why a request gets no report: one registry of status codes and messages, in Chinese and English."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from attrs import frozen

from govgrammar.diagnostics import Language


@frozen
class Kind:
    """One kind of problem.  Its `code` is for programs and never changes its meaning."""

    code: str
    status: int
    zh: str
    en: str
    #: Seconds after which trying again makes sense.
    retry: int | None = None


TOO_LARGE: Final = Kind(
    "too-large",
    413,
    "请求超过 {limit} 字节的上限;请只上传报告本身",
    "the request is larger than {limit} bytes: send the report alone",
)
TOO_SLOW: Final = Kind(
    "too-slow",
    408,
    "文件在 {seconds:g} 秒内没有传完;请重新上传",
    "the file did not arrive within {seconds:g} seconds: send it again",
)
NO_FILE: Final = Kind(
    "no-file",
    400,
    "表单中没有名为 file 的文件;请用 file 字段上传,或把文件直接作为请求正文",
    "the form has no file named file: upload it in that field, or send the file itself as the body",
)
BAD_FORM: Final = Kind(
    "bad-form",
    400,
    "无法读取上传的表单({detail})",
    "the form cannot be read ({detail})",
)
BAD_ARGUMENT: Final = Kind(
    "bad-argument",
    400,
    "参数 kind 或 encoding 有误({detail});不清楚时请不要填写,服务会自行判断",
    "kind or encoding is wrong ({detail}); leave them out where in doubt, and they are detected",
)
MISSING_EXTRA: Final = Kind(
    "missing-extra", 501, "本服务不能读取此类文件:{detail}", "not read by this service: {detail}"
)
TOOK_TOO_LONG: Final = Kind(
    "took-too-long",
    504,
    "读取超过 {seconds:g} 秒,已中止;同一文件再试一次多半也会如此",
    "reading took more than {seconds:g} seconds and was ended; the same file will probably do so again",
)
WORKER_ENDED: Final = Kind(
    "worker-ended",
    500,
    "读取此文件的进程意外终止;服务仍在运行",
    "the process that read this file ended unexpectedly; the service goes on",
)
BUSY: Final = Kind("busy", 503, "排队的文件过多,请稍后再试", "too many files are waiting: try again later", retry=2)


class ServiceError(Exception):
    """A request gets no report.  The message is made in the client's language."""

    def __init__(self, kind: Kind, **arguments: Any) -> None:
        self.kind, self.arguments = kind, arguments
        super().__init__(self.message("en"))

    def __reduce__(self) -> tuple[partial[ServiceError], tuple[()]]:
        """Comes out of a worker as it was raised there."""
        return partial(ServiceError, self.kind, **self.arguments), ()

    def message(self, lang: Language) -> str:
        """What happened and what to do, in Chinese or English."""
        template = self.kind.zh if lang == "zh" else self.kind.en
        return template.format_map(self.arguments)


def language_of(header: str | None, default: Language) -> Language:
    """The language that an `Accept-Language` header prefers; the default where it names neither Chinese nor English."""
    weights: dict[Language, float] = {}
    for part in (header or "").split(","):
        name, _, parameter = part.strip().lower().partition(";")
        language: Language | None = "zh" if name.startswith("zh") else "en" if name.startswith("en") else None
        if language is not None:
            weights[language] = max(weights.get(language, 0.0), _weight(parameter))
    best = max(weights, key=lambda language: (weights[language], language == default), default=default)
    return best if weights.get(best) else default


def _weight(parameter: str) -> float:
    """The weight behind `q=`: 1 where none is given, 0 where it is no number."""
    name, _, value = parameter.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        weight = float(value)
    except ValueError:
        return 0.0
    return weight if 0.0 <= weight <= 1.0 else 0.0
