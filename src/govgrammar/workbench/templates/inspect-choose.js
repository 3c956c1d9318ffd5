// What is chosen, and what follows from it: marks, details, filters, findings, search, keys.
// ---- what is chosen: a cell, a mark, or a finding ----

const items = [], rows = new Map(); // the findings' buttons; the document's, by mark
const touched = new Set();
function touch(node, name) {
  if (!node) return;
  node.classList.add(name);
  touched.add(node);
}
function light(number, name) {
  if (lit.get(number) === "lit") return;
  lit.set(number, name);
  (nodes.get(number) || []).forEach((node) => touch(node, name));
  (labels.get(number) || []).forEach((node) => touch(node, "near"));
}
function clear() {
  touched.forEach((node) => {
    node.classList.remove("lit", "near");
    node.removeAttribute("aria-current");
    node.removeAttribute("aria-selected");
  });
  touched.clear();
  lit.clear();
  chosen = null;
}
const current = (node, name = "aria-current") => node && (touched.add(node), node.setAttribute(name, "true"));

function chooseCell(number, from) {
  const cell = cells[number], found = boxOf(number);
  clear();
  chosen = { cell: number };
  lineNode(marks[cell.mark].line - 1);
  light(cell.mark, "lit");
  [...cell.rows, ...cell.columns].forEach((mark) => {
    lineNode(marks[mark].line - 1);
    light(mark, "near");
  });
  (nodes.get(cell.mark) || []).forEach((node) => current(node));
  if (found) {
    stopAt(found);
    current(found, "aria-selected");
  }
  if (from !== "source") toMark(cell.mark, false);
  if (from !== "table") {
    tab("tables");
    toCell(number, from === "key");
  }
  tellCell(cell, number);
}
function chooseMark(number, from) {
  const mark = marks[number];
  clear();
  chosen = { mark: number };
  if (mark.line) lineNode(mark.line - 1);
  light(number, "lit");
  (nodes.get(number) || []).forEach((node) => current(node));
  (mark.cells || []).forEach((one) => touch(boxOf(one), "near"));
  current(rows.get(number));
  if (from !== "source") toMark(number, false);
  if (from === "source" && mark.cells) {
    tab("tables");
    toCell(mark.cells[0], false);
  }
  tellMark(mark, number);
}
function chooseFinding(number) {
  const finding = findings[number];
  clear();
  chosen = { finding: number };
  finding.marks.forEach((mark) => {
    lineNode(marks[mark].line - 1);
    light(mark, "lit");
    (nodes.get(mark) || []).forEach((node) => current(node));
  });
  finding.cells.forEach((cell) => {
    light(cells[cell].mark, "near");
    touch(boxOf(cell), "near");
  });
  toMark(finding.marks[0], false);
  if (finding.cells.length) toCell(finding.cells[0], false);
  current(items[number]);
  if (!$("findings").hidden) reveal(items[number], $("findings"));
  $("finding-at").textContent = `${number + 1} / ${findings.length}`;
  tellFinding(finding);
}
const chooseNext = (step) => {
  if (findings.length) chooseFinding(chosen && chosen.finding !== undefined ? (chosen.finding + step + findings.length) % findings.length : step > 0 ? 0 : findings.length - 1);
};

// ---- details ----

function tell(title, facts, ...more) {
  const list = make("dl", "");
  for (const [name, what, look] of facts) {
    if (what === "" || what === null || what === undefined) continue;
    list.append(make("dt", "", name), make("dd", look || "", what));
  }
  $("details").replaceChildren(make("h2", "", title), ...more, list);
  $("details").scrollTop = 0;
}
const place = (where) => fill(words.at, { line: where.line, column: where.at });
const goto = (number) => {
  const cell = cells[number];
  return button("go cell", `${cell.row} / ${cell.column} = ${cell.said}`, () => chooseCell(number, "details"));
};
function many(numbers) {
  if (!numbers || !numbers.length) return "";
  const list = make("div", "many", ...numbers.slice(0, SHOWN).map(goto));
  if (numbers.length > SHOWN) list.append(`… ${numbers.length}`);
  return list;
}
function tellCell(cell, number) {
  const mark = marks[cell.mark], own = [];
  findings.forEach((finding, at) => finding.cells.includes(number) && own.push(at));
  tell(`${cell.row} / ${cell.column}`, [
    [words.state, words[cell.state]],
    [words.value, cell.value, "big"],
    [words.candidates, cell.candidates.join(" | "), "big"],
    [words.raw, cell.raw ? make("code", "", `“${cell.raw}”`) : ""],
    [words.unit, cell.unit],
    [words.placement, cell.state === "number" ? (cell.inferred ? words.placed : words.read) : ""],
    [words.place, button("go", place(cell), () => toMark(cell.mark, true))],
    [words.origin, cell.origin],
    ...cell.notes,
    [words.findings, own.length ? make("span", "", ...own.map((at) => button("go cell", `${findings[at].number} ${findings[at].message}`, () => chooseFinding(at)))) : ""],
    [words.cell, make("code", "", cell.key)],
  ], ...(mark.cells.length > 1 ? [make("p", "empty", words.one_of)] : []));
}
function tellMark(mark, number) {
  const shown = (nodes.get(number) || []).map((node) => node.textContent).join(" ");
  tell(words[`kind_${mark.kind}`], [
    [words.raw, make("code", "", `“${shown.slice(0, 200)}”`)],
    [words.taken_by, [...(mark.rules || []), mark.name].join(" › ")],
    [words.place, mark.line ? button("go", place(mark), () => toMark(number, true)) : ""],
    [words.belongs, many(mark.cells)],
  ]);
}
function tellFinding(finding) {
  tell(`${finding.number}  ${words[`severity_${finding.severity}`]}: ${finding.name}`, [
    [words.rule, make("code", "", finding.code)],
    ...finding.sides.map(([name, value]) => [name, value, "big"]),
    [words.place, button("go", place(finding), () => toMark(finding.marks[0], true))],
    [words.cells, many(finding.cells)],
    [words.why, finding.explanation],
    [words.basis, finding.basis],
  ], make("p", "", finding.message));
}

// ---- tabs, filters, findings, the document ----

const TABS = ["tables", "findings", "document"];
function tab(name) {
  for (const one of TABS) {
    $(one).hidden = one !== name;
    $(`tab-${one}`).setAttribute("aria-selected", one === name);
    $(`tab-${one}`).tabIndex = one === name ? 0 : -1;
  }
  $("filters").hidden = name !== "tables";
}
const FILTERS = ["blank", "ambiguous", "inferred", "unexpected", "absent", "text", "not_applicable"];
const SIGNS = { ambiguous: "?", inferred: "1", text: "…", not_applicable: "/" };
const counts = new Map(FILTERS.map((name) => [name, cells.flatMap((cell, at) => (cell.flags.includes(name) ? [at] : []))]));
function showFilters() {
  const made = [["", cells.length], ...FILTERS.map((name) => [name, counts.get(name).length])].map(([name, count]) => {
    const one = button("", "", () => setFilter(name));
    if (name) one.append(make("span", `key ${name}`, SIGNS[name] || ""));
    one.append(name ? words[name] : words.all, " ", make("b", "", String(count)));
    one.dataset.f = name;
    one.disabled = !count;
    one.setAttribute("aria-pressed", name === filter);
    return one;
  });
  $("filters").append(...made);
}
function setFilter(name) {
  const again = name && name === filter;
  filter = name;
  document.body.classList.toggle("dim", Boolean(name));
  document.querySelectorAll("#filters button").forEach((one) => one.setAttribute("aria-pressed", one.dataset.f === name));
  if (!again) {
    boxes.forEach((node, number) => node.classList.toggle("match", matches(number)));
    source.querySelectorAll(".match").forEach((node) => node.classList.remove("match"));
    if (name) nodes.forEach((own, number) => marks[number].kind === "value" && marks[number].cells.some(matches) && own.forEach((node) => node.classList.add("match")));
  }
  const list = counts.get(name);
  if (list && list.length) chooseCell(list[again && chosen ? (list.indexOf(chosen.cell) + 1) % list.length : 0], "filter");
}
function showFindings() {
  if (!findings.length) $("findings").append(make("p", "empty", words.clean));
  const list = make("ol", "items");
  findings.forEach((finding, number) => {
    finding.cells.forEach((cell) => (SEVERITY[finding.severity] > (SEVERITY[worst.get(cell)] || 0)) && worst.set(cell, finding.severity));
    const head = `${finding.number}  ${words[`severity_${finding.severity}`]}  ${finding.code}  ${place(finding)}`;
    const item = button(`item ${finding.severity}`, "", () => chooseFinding(number));
    item.append(make("small", "", head), finding.message);
    items.push(item);
    list.append(make("li", "", item));
  });
  $("findings").append(list);
  $("count-findings").textContent = findings.length || "";
  $("finding-at").textContent = `${findings.length ? "–" : 0} / ${findings.length}`;
  $("next").disabled = $("previous").disabled = !findings.length;
}
function row(name, text, mark) {
  const what = mark >= 0 ? button("go", text, () => chooseMark(mark, "document")) : make("span", "empty", words.missing);
  if (mark >= 0) rows.set(mark, what);
  return make("tr", "", make("th", "", name), make("td", "", what));
}
function showDocument() {
  if (!reports.length) $("document").append(make("p", "empty", words.no_report));
  for (const report of reports) {
    const part = make("section", "");
    $("document").append(part);
    if (reports.length > 1) part.append(make("p", "report-title", report.title));
    const add = (title, rows) => rows.length && part.append(make("h3", "", title), make("table", "plain", ...rows));
    add(words.values, report.plain.map(([name, value, mark]) => row(name, value, mark)));
    add(words.sections, report.sections.map(([label, mark]) => row(label, mark >= 0 ? place(marks[mark]) : "", mark)));
    add(words.facts, report.facts.map(([kind, value, clause, mark]) => row(`${kind} ${value}`, clause, mark)));
  }
}

// ---- search ----

let hits = [], hit = -1, typed;
function search() {
  const wanted = $("search").value.toLowerCase();
  hits = [];
  hit = -1;
  if (wanted) lines.forEach((text, number) => {
    const low = text.toLowerCase();
    for (let at = low.indexOf(wanted); at >= 0; at = low.indexOf(wanted, at + wanted.length)) hits.push([number, at]);
  });
  toHit(0, wanted.length);
}
function toHit(number, length) {
  source.querySelectorAll(".found").forEach((node) => node.classList.remove("found"));
  if (window.CSS && CSS.highlights) CSS.highlights.delete("found");
  $("hits").textContent = hits.length ? fill(words.hits, { n: number + 1, count: hits.length }) : $("search").value ? words.no_hits : "";
  if (!hits.length) return;
  hit = number;
  const [at, start] = hits[number], node = lineNode(at);
  node.classList.add("found");
  reveal(node, source);
  if (window.Highlight && CSS.highlights) CSS.highlights.set("found", new Highlight(rangeIn(node, start, start + length)));
}
function rangeIn(body, start, end) {
  const range = new Range(), walk = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  let at = 0, begun = false;
  for (let node = walk.nextNode(); node; at += node.length, node = walk.nextNode()) {
    if (!begun && start < at + node.length) {
      range.setStart(node, start - at);
      begun = true;
    }
    if (end <= at + node.length) {
      range.setEnd(node, end - at);
      break;
    }
  }
  return range;
}

// ---- mouse and keyboard ----

source.addEventListener("click", (event) => {
  const node = event.target.closest(".p");
  if (node) chooseAt(node, "source");
});
function chooseAt(node, from) {
  const own = node.dataset.m.split(" ").map(Number);
  const value = own.findLast((number) => marks[number].kind === "value");
  if (value !== undefined) {
    const all = marks[value].cells, at = chosen ? all.indexOf(chosen.cell) : -1;
    const next = filter ? all.find((number) => matches(number) && number !== chosen?.cell) : undefined;
    return chooseCell(next ?? all[(at + 1) % all.length], from);
  }
  const narrow = own.findLast((number) => marks[number].kind !== "finding");
  return narrow === undefined ? chooseFinding(marks[own[own.length - 1]].finding) : chooseMark(narrow, from);
}
$("tables").addEventListener("click", (event) => {
  const node = event.target.closest("td[data-c], th[data-m]");
  if (!node) return;
  if (node.dataset.c) {
    node.focus({ preventScroll: true });
    chooseCell(Number(node.dataset.c), "table");
  } else chooseMark(Number(node.dataset.m), "table");
});
const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const KEYS = {
  n: () => chooseNext(1),
  p: () => chooseNext(-1),
  f: () => {
    const open = ["", ...FILTERS.filter((name) => counts.get(name).length)];
    tab("tables");
    setFilter(open[(open.indexOf(filter) + 1) % open.length]);
  },
  "/": () => $("search").focus(),
  "?": () => $("help").showModal(),
  1: () => tab("tables"), 2: () => tab("findings"), 3: () => tab("document"),
  Escape: () => {
    setFilter("");
    clear();
    $("details").replaceChildren(make("p", "empty", words.hint));
  },
};
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || $("help").open) return;
  const box = event.target.closest?.("td[data-c]"), mark = event.target.closest?.(".source .p");
  if (event.target === $("search")) {
    if (event.key === "Enter" && hits.length) toHit((hit + (event.shiftKey ? -1 : 1) + hits.length) % hits.length, $("search").value.length);
    if (event.key === "Escape") $("search").blur();
    return;
  }
  if (event.target.role === "tab" && ARROWS[event.key]) {
    const at = TABS.indexOf(event.target.getAttribute("aria-controls")) + (event.key === "ArrowLeft" ? 2 : 1);
    tab(TABS[at % 3]);
    $(`tab-${TABS[at % 3]}`).focus();
  } else if (ARROWS[event.key] && box) {
    const next = move(Number(box.dataset.c), ...ARROWS[event.key]);
    if (next !== null) chooseCell(next, "key");
  } else if (event.key === "Enter" && box) {
    chooseCell(Number(box.dataset.c), "table");
    toMark(cells[box.dataset.c].mark, true);
  } else if (event.key === "Enter" && mark) {
    if (chosen?.cell !== undefined) toCell(chosen.cell, true);
    else chooseAt(mark, "source");
  } else if (KEYS[event.key]) KEYS[event.key]();
  else return;
  event.preventDefault();
});
$("search").addEventListener("input", () => {
  clearTimeout(typed);
  typed = setTimeout(search, 120);
});
$("next").addEventListener("click", () => chooseNext(1));
$("previous").addEventListener("click", () => chooseNext(-1));
$("help-button").addEventListener("click", () => $("help").showModal());
$("help-close").addEventListener("click", () => $("help").close());
$("theme").addEventListener("click", () => {
  const root = document.documentElement, dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
});
TABS.forEach((name) => $(`tab-${name}`).addEventListener("click", () => tab(name)));

showFindings();
showFilters();
showSource();
showTables();
showDocument();
KEYS.Escape();
document.body.dataset.ready = "yes";
idle(rest);
