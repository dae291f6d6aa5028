// The map beside the table of countries, drawn with Observable Plot. The table says everything already; each of its rows is
// a country with `data-code`, its first cell the name, its other cells the figures under their headings. A country that is
// pointed at, tapped or focused, on the map or in the table, shows one and the same card, made from its row.

import { dot, geo, plot, sphere } from "@observablehq/plot";
import { feature } from "topojson-client";

const FAINTEST = 0.18; // of the colour, for a country with a single post; as in picture/drawing.py
const WIDTH = 960;
const NARROW_PX = 600; // of a figure on a phone: there a spot is as wide as a thumb needs it, once the map is near enough
const SPOT = 4.5; // px from its middle to its edge
const SPOT_TO_TAP = 12;
const ZOOMS = [1, 2, 4, 8];
const REACH = [[-180, 0], [180, 0], [0, 84], [0, -57]]; // without Antarctica
const QUIET_MS = 500;
const THUMB = 18; // px from where it came down

function rowsOf(table) {
  const rows = [...table.tBodies[0].rows].filter(({ dataset }) => dataset.code);
  return new Map(rows.map((row) => [row.dataset.code, row]));
}

async function worldOf(figure) {
  const inside = document.getElementById("world");
  const world = inside ? JSON.parse(inside.textContent) : await (await fetch(figure.dataset.world)).json();
  return feature(world, world.objects.countries).features;
}

function isNarrow(figure) {
  return figure.clientWidth <= NARROW_PX;
}

/** Posts count on a scale of roots: beside the largest, the small ones can still be told from none. */
function draw(figure, shapes, rows, zoom) {
  const counts = new Map([...rows].map(([code, row]) => [code, Number(row.dataset.posts)]));
  const most = Math.max(1, ...counts.values());
  const strength = (code) => FAINTEST + (1 - FAINTEST) * Math.sqrt(counts.get(code) / most);
  const codeOf = ({ properties }) => properties.code;
  const has = (shape) => counts.has(codeOf(shape));
  const spots = shapes.filter(({ properties }) => properties.dot);
  const taking = { fill: "var(--picture)", fillOpacity: (shape) => strength(codeOf(shape)) };
  const frame = figure.querySelector("[data-drawn]");
  const spot = isNarrow(figure) && zoom > 1 ? SPOT_TO_TAP : SPOT;
  const r = (spot * WIDTH) / (frame.clientWidth * zoom);
  const place = { x: ({ properties }) => properties.dot[0], y: ({ properties }) => properties.dot[1], r };
  const drawn = plot({
    width: WIDTH,
    margin: r,
    className: "picture-map",
    projection: { type: "equal-earth", domain: { type: "MultiPoint", coordinates: REACH } },
    color: { type: "identity" },
    opacity: { type: "identity" },
    marks: [
      sphere({ fill: "var(--sea)", stroke: "none" }),
      geo(shapes.filter((shape) => !has(shape)), { fill: "var(--land)", stroke: "var(--sea)", strokeWidth: 0.5 }),
      geo(shapes.filter((shape) => has(shape) && !shape.properties.dot), {
        ...taking,
        stroke: "var(--sea)",
        strokeWidth: 0.5,
        ariaLabel: codeOf,
      }),
      dot(spots.filter(has), { ...place, ...taking, stroke: "var(--picture)", strokeOpacity: 1, ariaLabel: codeOf }),
    ],
  });
  drawn.style.inlineSize = `${zoom * 100}%`;
  frame.replaceChildren(drawn);
  for (const group of drawn.querySelectorAll("g[aria-label]")) group.removeAttribute("aria-label"); // "geo": of use to nobody
  const marks = new Map([...drawn.querySelectorAll("[aria-label]")].map((mark) => [mark.getAttribute("aria-label"), mark]));
  return new Map([...rows.keys()].filter((code) => marks.has(code)).map((code) => [code, marks.get(code)]));
}

/** The frame is scrolled, so that a finger moves the map as it moves any page; `x` and `y` are parts of the whole. */
function middleOf(frame) {
  const { scrollLeft, scrollTop, clientWidth, clientHeight, scrollWidth, scrollHeight } = frame;
  return { x: (scrollLeft + clientWidth / 2) / scrollWidth, y: (scrollTop + clientHeight / 2) / scrollHeight };
}

function moveTo(frame, { x, y }) {
  frame.scrollTo(x * frame.scrollWidth - frame.clientWidth / 2, y * frame.scrollHeight - frame.clientHeight / 2);
}

function placeOf(mark, frame) {
  const [inner, outer] = [mark, frame.firstElementChild].map((element) => element.getBoundingClientRect());
  const parts = [(inner.x + inner.width / 2 - outer.x) / outer.width, (inner.y + inner.height / 2 - outer.y) / outer.height];
  return { x: parts[0], y: parts[1] };
}

function isSeen(mark, frame) {
  const [inner, outer] = [mark, frame].map((element) => element.getBoundingClientRect());
  const isBetween = (low, high, from, to) => (low + high) / 2 > from && (low + high) / 2 < to;
  return isBetween(inner.left, inner.right, outer.left, outer.right) && isBetween(inner.top, inner.bottom, outer.top, outer.bottom);
}

function cardFrom(row, headings) {
  const [name, ...cells] = row.cells;
  const title = Object.assign(document.createElement("p"), { className: "picture-card__name", textContent: name.innerText });
  const list = document.createElement("dl");
  for (const [nth, cell] of cells.entries()) {
    const line = document.createElement("div");
    const word = Object.assign(document.createElement("dt"), { textContent: headings[nth + 1].innerText });
    line.append(word, Object.assign(document.createElement("dd"), { textContent: cell.innerText }));
    list.append(line);
  }
  return [title, list];
}

/** What the card says, in a line: numbers without their headings mean nothing to who cannot see where they stand. */
function said(row, headings) {
  const [name, ...cells] = [...row.cells].map((cell) => cell.innerText);
  return [name, ...cells.map((cell, nth) => `${headings[nth + 1].innerText} ${cell}`)].join(", ");
}

/** The mark at a point, or the nearest around it: a thumb is wider than most of Europe on a phone. */
function markNear(marks, { clientX, clientY }) {
  const known = new Map([...marks].map(([code, mark]) => [mark, code]));
  for (let reach = 0; reach <= THUMB; reach += 3) {
    for (let turn = 0; turn < 16; turn += 1) {
      const angle = (turn * Math.PI) / 8;
      const there = document.elementFromPoint(clientX + reach * Math.cos(angle), clientY + reach * Math.sin(angle));
      if (known.has(there)) return known.get(there);
    }
  }
  return undefined;
}

/** One stop for the Tab key on the whole map; the arrow keys go from country to country, in the order of the table. */
function letWalk(marks, show, hide) {
  const codes = [...marks.keys()];
  const walk = (from, step) => marks.get(codes.at((codes.indexOf(from) + step) % codes.length))?.focus();
  const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
  for (const [code, mark] of marks) {
    mark.setAttribute("tabindex", code === codes[0] ? 0 : -1);
    mark.setAttribute("role", "img");
    mark.addEventListener("pointerenter", ({ pointerType }) => pointerType === "mouse" && show(code));
    mark.addEventListener("pointerleave", ({ pointerType }) => pointerType === "mouse" && hide(code));
    mark.addEventListener("focus", () => {
      for (const other of marks.values()) other.setAttribute("tabindex", other === mark ? 0 : -1);
      show(code);
    });
    mark.addEventListener("blur", () => hide(code));
    mark.addEventListener("keydown", (event) => {
      if (!(event.key in steps)) return;
      event.preventDefault();
      walk(code, steps[event.key]);
    });
  }
}

/** `redraw` takes over what the table says by now. */
async function start(figure) {
  const table = document.getElementById(figure.dataset.table);
  const card = figure.querySelector("[data-card]");
  const frame = figure.querySelector("[data-drawn]");
  const buttons = [...figure.querySelectorAll("[data-zoom]")];
  const shapes = await worldOf(figure);
  let zoom = ZOOMS[isNarrow(figure) ? 1 : 0];
  let rows = new Map();
  let marks = new Map();
  let shown = "";

  function redraw() {
    const [focused] = [...marks].find(([, mark]) => mark === document.activeElement) ?? [];
    rows = rowsOf(table);
    const middle = marks.size ? middleOf(frame) : undefined;
    marks = draw(figure, shapes, rows, zoom);
    const [most] = marks.values(); // the table begins with the country with the most posts
    if (middle || most) moveTo(frame, middle ?? placeOf(most, frame));
    for (const [code, mark] of marks) mark.setAttribute("aria-label", said(rows.get(code), table.tHead.rows[0].cells));
    letWalk(marks, show, hide);
    const again = shown;
    card.setAttribute("aria-live", "off"); // the reader has not asked to hear it again
    setTimeout(() => card.removeAttribute("aria-live"), QUIET_MS);
    hideAll();
    if (rows.has(again)) show(again);
    marks.get(focused)?.focus({ preventScroll: true });
  }

  function letZoom() {
    for (const button of buttons) {
      button.addEventListener("click", () => {
        zoom = ZOOMS[ZOOMS.indexOf(zoom) + Number(button.dataset.zoom)] ?? zoom;
        redraw();
        sayHowFar();
      });
      button.parentElement.hidden = false;
    }
    sayHowFar();
  }

  /** A button that does nothing more stays where it is, and says so: who stands on it is not thrown off. */
  function sayHowFar() {
    for (const button of buttons) {
      button.setAttribute("aria-disabled", ZOOMS[ZOOMS.indexOf(zoom) + Number(button.dataset.zoom)] === undefined);
    }
  }

  function show(code) {
    const row = rows.get(code);
    const mark = marks.get(code);
    if (mark && !isSeen(mark, frame)) moveTo(frame, placeOf(mark, frame));
    if (shown !== code) card.replaceChildren(...cardFrom(row, table.tHead.rows[0].cells));
    for (const [other, mark] of marks) mark.classList.toggle("picture-map__chosen", other === code);
    for (const other of rows.values()) other.classList.toggle("picture-table__chosen", other === row);
    card.hidden = false;
    shown = code;
  }

  function hide(code) {
    const { activeElement } = document;
    if (code !== shown || activeElement === marks.get(code) || rows.get(code).contains(activeElement)) return;
    hideAll();
  }

  function hideAll() {
    card.hidden = true;
    shown = "";
    for (const mark of marks.values()) mark.classList.remove("picture-map__chosen");
    for (const row of rows.values()) row.classList.remove("picture-table__chosen");
  }

  function onRow(event, act) {
    const row = event.target.closest("[data-code]");
    if (row && !row.contains(event.relatedTarget)) act(row.dataset.code);
  }

  const body = table.tBodies[0];
  for (const name of ["focusin", "click"]) body.addEventListener(name, (event) => onRow(event, show));
  body.addEventListener("focusout", (event) => onRow(event, hide));
  body.addEventListener("pointerover", (event) => event.pointerType === "mouse" && onRow(event, show));
  body.addEventListener("pointerout", (event) => event.pointerType === "mouse" && onRow(event, hide));
  addEventListener("keydown", ({ key }) => key === "Escape" && hideAll());
  figure.querySelector("[data-drawn]").addEventListener("click", (event) => {
    const code = markNear(marks, event);
    if (code) show(code);
    else hideAll();
  });
  redraw();
  letZoom();
  figure.classList.add("picture--drawn");
  return redraw;
}

// -- times ------------------------------------------------------------------------------------------------------------

/** Every time that stands in a `data-zoned` element is said in the chosen time zone; the server said it in UTC. */
function sayTimes(zone, language) {
  for (const element of document.querySelectorAll("[data-zoned]")) {
    const options = element.dataset.zoned === "hour" ? { hour: "2-digit", minute: "2-digit" } : { dateStyle: "medium", timeStyle: "short" };
    const format = new Intl.DateTimeFormat(language, { ...options, timeZone: zone, hourCycle: "h23" });
    element.textContent = format.format(new Date(element.dataset.at));
  }
}

// Browsers know zones by the names that they had when CLDR first listed them; these have others since.
const RENAMED = {
  "Africa/Asmera": "Africa/Asmara",
  "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
  "America/Catamarca": "America/Argentina/Catamarca",
  "America/Coral_Harbour": "America/Atikokan",
  "America/Cordoba": "America/Argentina/Cordoba",
  "America/Godthab": "America/Nuuk",
  "America/Indianapolis": "America/Indiana/Indianapolis",
  "America/Jujuy": "America/Argentina/Jujuy",
  "America/Louisville": "America/Kentucky/Louisville",
  "America/Mendoza": "America/Argentina/Mendoza",
  "Asia/Calcutta": "Asia/Kolkata",
  "Asia/Katmandu": "Asia/Kathmandu",
  "Asia/Rangoon": "Asia/Yangon",
  "Asia/Saigon": "Asia/Ho_Chi_Minh",
  "Atlantic/Faeroe": "Atlantic/Faroe",
  "Europe/Kiev": "Europe/Kyiv",
  "Pacific/Enderbury": "Pacific/Kanton",
  "Pacific/Ponape": "Pacific/Pohnpei",
  "Pacific/Truk": "Pacific/Chuuk",
};

function nameOf(zone) {
  return (RENAMED[zone] ?? zone).replaceAll("_", " ");
}

/** The visitor's own comes first. */
function letChooseZone(select) {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const known = new Set([...select.options].map(({ value }) => value));
  const more = Intl.supportedValuesOf("timeZone").filter((zone) => !known.has(zone));
  if (!known.has(own)) select.prepend(new Option(select.dataset.own.replace("{zone}", nameOf(own)), own));
  const options = more.filter((zone) => zone !== own).map((zone) => new Option(nameOf(zone), zone));
  select.append(...options.sort((one, other) => one.text.localeCompare(other.text, "en")));
  select.addEventListener("change", () => sayTimes(select.value, document.documentElement.lang));
  select.closest("[hidden]")?.removeAttribute("hidden");
  select.dataset.filled = "yes";
}

const drawn = new WeakMap(); // figures, each with its promise of a way to draw it again

function begin() {
  for (const figure of document.querySelectorAll("[data-picture]")) {
    if (drawn.has(figure)) drawn.get(figure).then((redraw) => redraw());
    else drawn.set(figure, start(figure));
  }
  for (const select of document.querySelectorAll("[data-zone]")) {
    if (!select.dataset.filled) letChooseZone(select);
    else if (select.value !== "UTC") sayTimes(select.value, document.documentElement.lang);
  }
}

begin();
document.addEventListener("figures", begin); // other numbers have taken the place of those that stood here
