"""Reading touches no network and writes no file, and an import loads no reader: held by Python's own audit events."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import govgrammar
from govgrammar.export.docx import write_docx
from govgrammar.export.render import draft_of, write
from govgrammar.export.xlsx import write_xlsx
from office import docx, package, paragraph, relations, row, run, table
from small_pdf import paged, ruled, shown

ROOT = Path(__file__).resolve().parents[1]
REPORT = govgrammar.parse((ROOT / "corpus" / "reports" / "paragraphs-2021" / "source.txt").read_bytes()).report
AWAY = "http://127.0.0.1:9/x"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DTD = f'<!DOCTYPE html [<!ENTITY % a SYSTEM "{AWAY}"><!ENTITY b SYSTEM "file:///etc/hostname"> %a;]>'
PAGE = f"""<html><head><meta charset="utf-8"><base href="{AWAY}"><link rel="stylesheet" href="{AWAY}">
<style>@import url({AWAY}); td {{ background: url({AWAY}) }}</style><script src="{AWAY}"></script>
<meta http-equiv="refresh" content="0;url={AWAY}"></head><body><img src="{AWAY}"><iframe src="{AWAY}"></iframe>
<object data="{AWAY}"></object><video src="{AWAY}"></video>&b;"""

#: Refuses and records whatever leaves the process: sockets, programs, files that are opened for anything but reading.
WATCHED = """
import json, sys
from contextlib import suppress
from pathlib import Path

with suppress(ImportError):
    import numpy  # openpyxl loads it where it is installed; how it begins is its own affair

seen = []
FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.startfile", "os.mkdir",
             "os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "os.putenv", "shutil.",
             "tempfile.", "urllib.", "http.", "ftplib.", "smtplib.", "webbrowser.", "ctypes.dlopen")

def watch(event, arguments):
    if event == "open":
        path, mode, flags = arguments
        writing = any(c in (mode or "") for c in "wax+") or (flags or 0) & 0o3103
        if not writing:
            return
    elif not event.startswith(FORBIDDEN):
        return
    seen.append([event, repr(arguments)[:120]])
    raise PermissionError(event)

sys.dont_write_bytecode = True
sys.addaudithook(watch)
"""
READING = (
    WATCHED
    + """
import govgrammar

read = {}
for name in sys.argv[1:]:
    result = govgrammar.parse(Path(name))
    for report in result.reports:
        govgrammar.check(report)
        for layout in ("markdown", "csv", "html"):
            govgrammar.convert(report, layout, ambiguous_as_blank=True)
    result.to_json()
    read[Path(name).name] = [len(result.reports), result.source.text.count("root:"), len(result.source.text) > 0]
print(json.dumps([seen, read]))
"""
)


def with_links() -> bytes:
    """A Word document with a picture that lies elsewhere."""
    body = paragraph(
        run("二、主动公开政府信息情况"), f'<w:r><w:pict><v:imagedata xmlns:v="v" src="{AWAY}"/></w:pict></w:r>'
    )
    return docx(body + table(row("信息内容", "本年制发件数"), row("规章", "1")))


def with_entities(kind: str) -> bytes:
    """A package whose main part wants other files."""
    main = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}[kind]
    return package(kind, {main: f"{DTD.replace('html', 'x')}<x>&b;</x>"})


def linked_workbook() -> bytes:
    """A workbook with a link to another, and a formula that asks it."""
    around = f'xmlns="{MAIN}" xmlns:r="{RELATION}"'
    link = f'<externalLink {around}><externalBook r:id="r1"/></externalLink>'
    heading = '<row><c t="inlineStr"><is><t>二、主动公开政府信息情况</t></is></c></row>'
    cell = f'<c><f>[1]a!A1+WEBSERVICE("{AWAY}")</f><v>1</v></c>'
    return package(
        "xlsx",
        {
            "xl/workbook.xml": f"<workbook {around}>"
            '<sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": relations(
                ("worksheet", "worksheets/1.xml"), ("externalLink", "externalLinks/1.xml")
            ),
            "xl/worksheets/1.xml": f"<worksheet {around}><sheetData>{heading}<row>{cell}</row></sheetData></worksheet>",
            "xl/externalLinks/1.xml": link,
            "xl/externalLinks/_rels/1.xml.rels": relations(("externalLinkPath", AWAY)),
        },
    )


def linked_print() -> bytes:
    """A PDF that wants to open a page elsewhere, start a program, and take a stream from another file."""
    page = ruled([["规章", "1"]], 50, 700) + shown("二、主动公开政府信息情况", 50, 760)
    action = b"<< /S /URI /URI (http://127.0.0.1:9/x) >>"
    more = b"/AA << /O %s >> /Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 600 800] /A %s >>]" % (action, action)
    made = paged([page], more=more, objects={90: b"<< /Length 0 /F (/etc/hostname) >>\nstream\n\nendstream"})
    return made.replace(b"/Type /Catalog", b"/Type /Catalog /OpenAction << /S /Launch /F (/bin/true) >>")


def files(folder: Path) -> dict[str, int]:
    """A file of every kind in a folder, and how many reports it holds at least."""
    assert REPORT is not None
    draft = draft_of(REPORT, ambiguous_as_blank=True)
    made: dict[str, tuple[bytes, int]] = {
        "a.txt": (write(draft, "paragraphs").encode("gb18030"), 1),
        "a.md": (write(draft, "markdown").encode(), 1),
        "a.csv": (write(draft, "csv").encode("utf-16"), 1),
        "a.html": (f"{DTD}{PAGE}{write(draft, 'html')}".encode(), 1),
        "a.xhtml": (f'<?xml version="1.0"?>{DTD}{PAGE}{write(draft, "html")}'.encode(), 1),
        "a.docx": (write_docx(draft), 1),
        "links.docx": (with_links(), 1),
        "entities.docx": (with_entities("docx"), 0),
        "a.xlsx": (write_xlsx(draft), 1),
        "links.xlsx": (linked_workbook(), 1),
        "entities.xlsx": (with_entities("xlsx"), 0),
        "links.pdf": (linked_print(), 1),
        "a.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), 0),
    }
    for name, (data, _) in made.items():
        (folder / name).write_bytes(data)
    return {name: count for name, (_, count) in made.items()}


def ran(program: str, *arguments: str) -> str:
    """What a program prints in a process of its own."""
    command = [sys.executable, "-X", "utf8", "-c", program, *arguments]
    done = subprocess.run(command, capture_output=True, check=False, cwd=ROOT, encoding="utf-8")
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def test_reading_leaves_nothing_behind_and_asks_nobody(tmp_path: Path) -> None:
    """
    Every kind of file, checked and converted: no socket, no program, no file but read; what names other places gets no answer.
    """
    expected = files(tmp_path)
    seen, read = json.loads(ran(READING, *(str(tmp_path / name) for name in expected)))
    assert [] == seen
    assert expected == {name: found[0] for name, found in read.items()}
    assert [] == [name for name, found in read.items() if found[1]]
    assert sorted(expected) == sorted(path.name for path in tmp_path.iterdir())


@pytest.mark.parametrize(
    "act",
    [
        "open(sys.argv[1] + '.x', 'w')",
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import tempfile; tempfile.mkdtemp()",
        "import subprocess; subprocess.run([sys.executable])",
    ],
)
def test_the_watch_sees_what_it_looks_for(act: str, tmp_path: Path) -> None:
    """
    The watch is no blind one: each kind of act is refused and recorded.
    """
    program = f"{WATCHED}\ntry:\n    {act}\nexcept OSError:\n    pass\nprint(len(seen))"
    assert int(ran(program, str(tmp_path / "a"))) >= 1


def test_text_needs_no_reader(tmp_path: Path) -> None:
    """
    Neither the import nor the parse of a text loads what reads other kinds, nor what the command line needs.
    """
    (tmp_path / "a.txt").write_bytes("一、总体情况\n无。\n二、主动公开政府信息情况\n规章|1|2|3".encode())
    names = "selectolax lxml docx openpyxl pdfminer pdfplumber click rich jinja2 hypothesis pyarrow opencc"
    program = (
        f"import sys, govgrammar\nfrom pathlib import Path\nnames = {names!r}.split()\n"
        "first = [n for n in [*names, 'lark'] if n in sys.modules]\n"
        "govgrammar.parse(Path(sys.argv[1]))\nprint(first, [n for n in names if n in sys.modules and n != 'opencc'])"
    )
    assert "[] []\n" == ran(program, str(tmp_path / "a.txt"))


@pytest.mark.parametrize(
    ("name", "package_name", "extra"),
    [
        ("a.html", "selectolax", "html"),
        ("a.docx", "docx", "docx"),
        ("a.xlsx", "openpyxl", "xlsx"),
        ("links.pdf", "pdfminer", "pdf"),
    ],
)
def test_a_missing_package_is_named(name: str, package_name: str, extra: str, tmp_path: Path) -> None:
    """
    Where an import fails the one message says which extra to install, in both languages; every other kind is read.
    """
    files(tmp_path)
    program = f"""
import sys
from pathlib import Path
class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == {package_name!r}:
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Blocked())
import govgrammar
folder = Path(sys.argv[1])
try:
    govgrammar.parse(folder / {name!r})
except govgrammar.MissingExtraError as error:
    print(error.kind, error.extra, "govgrammar[{extra}]" in str(error), "govgrammar[{extra}]" in error.message("zh"))
print(govgrammar.parse(folder / "a.txt").status)
"""
    assert f"{extra} {extra} True True\nok\n" == ran(program, str(tmp_path))
