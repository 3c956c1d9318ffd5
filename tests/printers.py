"""Prints HTML as PDF with the programs that people print with: Chromium and LibreOffice.

Both are slow to start, so that many documents are printed in one start.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Final

_CHROMIUM: Final = ("chromium", "chromium-browser", "google-chrome")
_OPTIONS: Final = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-pdf-header-footer",
)
_OFFICE: Final = ("soffice", "libreoffice")
_POPPLER: Final = ("pdfseparate", "pdfunite", "pdftotext")
_SECONDS: Final = 120
STYLE: Final = """
@page { size: A4; margin: 2cm }
body { font: 12pt 'Noto Serif CJK SC', serif }
section { break-before: page }
table { border-collapse: collapse; width: 100% }
td { border: 1px solid #000; padding: 2px 4px; text-align: center }
p { text-indent: 2em; margin: 4px 0 }
"""
#: A page with it begins a document.
_MARK: Final = "§{:03d}§"


def missing(*, chromium: bool) -> str:
    """What keeps a printer from working here; nothing where it does."""
    needed = [_CHROMIUM, *((name,) for name in _POPPLER)] if chromium else [_OFFICE]
    lacking = [names[0] for names in needed if not any(map(shutil.which, names))]
    return f"not installed: {', '.join(lacking)}" if lacking else ""


def _program(names: tuple[str, ...]) -> str:
    return next(found for name in names if (found := shutil.which(name)))


def _page(body: str, style: str) -> str:
    return f'<!doctype html><html lang="zh"><head><meta charset="utf-8"><style>{style}</style></head><body>{body}</body></html>'


def chromium(bodies: Mapping[str, str], folder: Path, style: str = STYLE) -> dict[str, bytes]:
    """Documents printed by Chromium, by name: all of them as one, which is then cut where each begins."""
    sections = (
        f"<section><p>{_MARK.format(number)}</p>{body}</section>" for number, body in enumerate(bodies.values())
    )
    page, whole = folder / "all.html", folder / "all.pdf"
    page.write_text(_page("".join(sections), style), encoding="utf-8")
    command = [_program(_CHROMIUM), *_OPTIONS, f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={whole}"]
    subprocess.run([*command, page.as_uri()], check=True, capture_output=True, timeout=_SECONDS)
    subprocess.run(["pdfseparate", whole, folder / "page-%d.pdf"], check=True, timeout=_SECONDS)
    text = subprocess.run(["pdftotext", whole, "-"], check=True, capture_output=True, timeout=_SECONDS).stdout.decode()
    begins: list[list[Path]] = []
    for number, content in enumerate(text.split("\f")[:-1], 1):
        if _MARK.format(len(begins)) in content:
            begins.append([])
        begins[-1].append(folder / f"page-{number}.pdf")
    printed = {}
    for name, pages in zip(bodies, begins, strict=True):
        made = folder / "one.pdf"
        subprocess.run(["pdfunite", *pages, made], check=True, timeout=_SECONDS)
        printed[name] = made.read_bytes()
    return printed


def libreoffice(bodies: Mapping[str, str], folder: Path) -> dict[str, bytes]:
    """Documents printed by LibreOffice Writer, by name.  It takes the ruling from attributes."""
    ruled = '<table border="1" cellspacing="0" cellpadding="3" width="100%">'
    for number, body in enumerate(bodies.values()):
        page = _page(body.replace("<table>", ruled), STYLE)
        (folder / f"{number}.html").write_text(page, encoding="utf-8")
    command = [_program(_OFFICE), "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
    command += ["--infilter=HTML (StarWriter)", "--convert-to", "pdf:writer_pdf_Export", "--outdir", str(folder)]
    names = [str(folder / f"{number}.html") for number in range(len(bodies))]
    subprocess.run([*command, *names], check=True, capture_output=True, timeout=_SECONDS)
    return {name: (folder / f"{number}.pdf").read_bytes() for number, name in enumerate(bodies)}
