// The text and the tables.  Everything is made from the data with elements and texts; no markup is ever parsed.
const data = JSON.parse(document.getElementById("data").textContent);
const { words, lines, pieces, marks, cells, findings, reports } = data;
const $ = (id) => document.getElementById(id);
const BLOCK = 25, ROW = 22, SHOWN = 60;
const SEVERITY = { error: 3, warning: 2, note: 1 };

function make(tag, name, ...children) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.append(...children);
  return made;
}
function button(name, text, act) {
  const made = make("button", name, text);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, key) => values[key]);

// ---- what is built when it comes near ----

const waiting = new Map();
function now(place) {
  const build = waiting.get(place);
  if (build) {
    waiting.delete(place);
    watcher.unobserve(place);
    build(place);
  }
}
const watcher = new IntersectionObserver(
  (entries) => entries.forEach((entry) => entry.isIntersecting && now(entry.target)),
  { rootMargin: "800px" },
);
function later(place, build) {
  waiting.set(place, build);
  watcher.observe(place);
}
const idle = window.requestIdleCallback || ((work) => setTimeout(() => work({ timeRemaining: () => 8 }), 60));
function rest(deadline) {
  for (const place of [...waiting.keys()].slice(0, 40)) {
    if (deadline.timeRemaining() < 4) break;
    now(place);
  }
  if (waiting.size) idle(rest);
}
window.addEventListener("beforeprint", () => [...waiting.keys()].forEach(now));

// ---- the text ----

const source = $("source"), blocks = [];
const nodes = new Map(); // mark -> the elements that show it
const lit = new Map(); // mark -> the class that it has now

function piece(text, [start, end, ...own]) {
  const made = make("span", start === end ? "p point" : "p", text.slice(start, end));
  made.dataset.m = own.join(" ");
  let severity = "";
  for (const number of own) {
    const mark = marks[number];
    made.classList.add(`k-${mark.kind}`);
    if (mark.kind === "value") decorate(made, mark);
    if (mark.kind === "hidden") made.title = mark.name;
    if (mark.kind === "finding" && (SEVERITY[mark.name] || 0) > (SEVERITY[severity] || 0)) severity = mark.name;
    if (lit.has(number)) made.classList.add(lit.get(number));
    if (!nodes.has(number)) nodes.set(number, []);
    nodes.get(number).push(made);
  }
  if (severity) made.classList.add(severity);
  if (start < end && !made.textContent.trim()) made.classList.add("gap");
  if (start === end && own.every((number) => marks[number].name === "absent")) made.classList.add("hushed");
  return made;
}
function decorate(made, mark) {
  made.classList.add(`s-${mark.name}`);
  if (mark.cells.some((number) => cells[number].inferred)) made.classList.add("inferred");
  if (filter && mark.cells.some(matches)) made.classList.add("match");
}
function line(number) {
  const text = lines[number], body = make("div", "line");
  let at = 0;
  for (const one of pieces[number] || []) {
    if (one[0] > at) body.append(text.slice(at, one[0]));
    body.append(piece(text, one));
    at = one[1];
  }
  if (at < text.length) body.append(text.slice(at));
  body.dataset.n = number + 1;
  return body;
}
function showSource() {
  for (let first = 0; first < lines.length; first += BLOCK) {
    const last = Math.min(lines.length, first + BLOCK), block = make("div", "block");
    block.style.containIntrinsicSize = `auto ${(last - first) * ROW}px`;
    block.style.minHeight = `${(last - first) * ROW}px`;
    blocks.push(block);
    later(block, () => {
      for (let number = first; number < last; number += 1) block.append(line(number));
      block.style.minHeight = "";
    });
  }
  source.append(...blocks);
}
const lineNode = (number) => {
  const block = blocks[Math.floor(number / BLOCK)];
  now(block);
  return block.children[number % BLOCK];
};
function reveal(node, pane) {
  if (!node) return;
  const scroll = () => {
    const inner = node.getBoundingClientRect(), outer = pane.getBoundingClientRect();
    if (inner.top < outer.top + 8 || inner.bottom > outer.bottom - 8) node.scrollIntoView({ block: "center", inline: "nearest" });
  };
  scroll();
  requestAnimationFrame(() => requestAnimationFrame(scroll)); // what comes into view gets its real height, and may push the place away
}
function toMark(number, focus) {
  const mark = marks[number];
  if (!mark || !mark.line) return;
  const row = lineNode(mark.line - 1), node = (nodes.get(number) || [row])[0];
  reveal(node, source);
  if (focus) {
    node.tabIndex = -1;
    node.focus({ preventScroll: true });
  }
}

// ---- the tables ----

const boxes = new Map(); // cell -> its box
const labels = new Map(); // mark -> the boxes of labels that it spells
const cards = [], cardOf = new Map(), worst = new Map(), grids = [];
let filter = "", chosen = null;
let stop = null; // the one box that the tabulator key goes to
function stopAt(node) {
  if (stop) stop.tabIndex = -1;
  stop = node;
  node.tabIndex = 0;
}
const matches = (number) => cells[number].flags.includes(filter);

function box(one, own) {
  const isCell = one.cell !== undefined;
  const made = make(one.scope ? "th" : "td", one.scope ? "" : one.state, make("span", "v", one.text));
  if (one.scope) made.scope = one.scope;
  if (one.columns) made.colSpan = one.columns;
  if (one.rows) made.rowSpan = one.rows;
  if (one.mark !== undefined) {
    made.classList.add("linked");
    made.dataset.m = one.mark;
    if (!labels.has(one.mark)) labels.set(one.mark, []);
    labels.get(one.mark).push(made);
  }
  if (!isCell) return made;
  const cell = cells[one.cell];
  made.dataset.c = one.cell;
  made.tabIndex = -1;
  if (one.cell === own.first && !stop) stopAt(made);
  made.setAttribute("aria-label", `${cell.row}, ${cell.column}: ${cell.said}`);
  if (cell.flags.includes("unexpected")) made.classList.add("unexpected");
  if (worst.has(one.cell)) made.classList.add("fail", worst.get(one.cell));
  if (filter && matches(one.cell)) made.classList.add("match");
  boxes.set(one.cell, made);
  return made;
}
function showTable(table, place) {
  const made = make("table", "form"), grid = [], own = { first: table.rows.flat().find((one) => one.cell !== undefined)?.cell };
  made.setAttribute("role", "grid");
  table.rows.forEach((row, at) => {
    const shown = make("tr", "");
    grid[at] = grid[at] || [];
    let column = 0;
    for (const one of row) {
      while (grid[at][column] !== undefined) column += 1;
      for (let down = 0; down < (one.rows || 1); down += 1) {
        grid[at + down] = grid[at + down] || [];
        for (let across = 0; across < (one.columns || 1); across += 1) grid[at + down][column + across] = one.cell ?? -1;
      }
      shown.append(box(one, own));
    }
    made.append(shown);
  });
  grids[place] = grid;
  return make("div", "scroll", made);
}
function showTables() {
  if (!reports.length) $("tables").append(make("p", "empty", words.no_report));
  for (const report of reports) {
    if (reports.length > 1) $("tables").append(make("p", "report-title", report.title));
    for (const table of report.tables) {
      const card = make("section", "card", make("h3", "", table.heading, " ", make("small", "", table.editions)));
      const place = cards.length;
      cards.push(card);
      table.rows.flat().forEach((one) => one.cell !== undefined && cardOf.set(one.cell, place));
      later(card, () => {
        const shown = showTable(table, place);
        if (!table.absent) return card.append(shown);
        const folded = make("details", "", make("summary", "", words.no_table), shown);
        return card.append(folded);
      });
      $("tables").append(card);
    }
  }
}
function boxOf(number) {
  const card = cards[cardOf.get(number)];
  if (card) now(card);
  return boxes.get(number);
}
function toCell(number, focus) {
  const found = boxOf(number);
  if (!found) return;
  found.closest("details")?.setAttribute("open", "");
  reveal(found, $("tables"));
  if (focus) found.focus({ preventScroll: true });
}
function move(number, down, across) {
  let place = cardOf.get(number), grid = grids[place], row = grid.findIndex((one) => one.includes(number));
  let column = grid[row].indexOf(number);
  for (;;) {
    row += down;
    column += across;
    if (grid[row] === undefined && down) {
      place += down;
      if (!cards[place]) return null;
      now(cards[place]);
      grid = grids[place];
      row = down > 0 ? 0 : grid.length - 1;
    }
    const there = grid[row] && grid[row][Math.min(column, grid[row].length - 1)];
    if (there === undefined || (across && grid[row][column] === undefined)) return null;
    if (there >= 0 && there !== number) return there;
  }
}
