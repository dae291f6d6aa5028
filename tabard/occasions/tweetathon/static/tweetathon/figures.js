// On the page of figures of a day that is going on: each count takes the place of the one before, without a reload. What
// the reader has chosen stays as it is: the focus, an open table, the country on the map, the time zone.

const SPREAD_MS = 1_500; // many pages hear of a count at the same moment
const SAY_EVERY_MS = 60_000; // to those who listen: a count every few seconds would never let them read
const COUNT_UP_MS = 700;
const KEPT = ["class", "hidden", "open", "tabindex"]; // what scripts and readers have changed here

const root = document.querySelector("[data-figures]");
const language = document.documentElement.lang;
const isCalm = matchMedia("(prefers-reduced-motion: reduce)");
const spoken = Object.assign(document.createElement("p"), { className: "hidden-visually" });
spoken.setAttribute("role", "status");
document.body.append(spoken);
let saidAt = Date.now();

function takeOver(old, fresh) {
  if (old.nodeType === Node.TEXT_NODE) {
    if (old.data !== fresh.data) old.data = fresh.data;
    return;
  }
  if (old.nodeType !== Node.ELEMENT_NODE || old.matches("[data-drawn], [data-card], select, noscript")) return;
  for (const { name, value } of fresh.attributes) if (!KEPT.includes(name)) old.setAttribute(name, value);
  const [olds, news] = [[...old.childNodes], [...fresh.childNodes]];
  if (olds.length === news.length && olds.every((each, nth) => each.nodeName === news[nth].nodeName)) {
    for (const [nth, each] of olds.entries()) takeOver(each, news[nth]);
  } else {
    old.replaceChildren(...withKnown(olds, news));
  }
}

function keyOf(node) {
  return node.id || node.dataset?.code || node.getAttribute?.("aria-labelledby");
}

/** `news`, but in place of each part that stood here before that part itself. */
function withKnown(olds, news) {
  const known = new Map(olds.map((each) => [keyOf(each), each]));
  return news.map((each) => {
    const same = known.get(keyOf(each));
    if (!keyOf(each) || !same) return document.adoptNode(each);
    takeOver(same, each);
    return same;
  });
}

// -- the counter ------------------------------------------------------------------------------------------------------

const units = [["day", 86_400], ["hour", 3_600], ["minute", 60], ["second", 1]];
const ago = new Intl.RelativeTimeFormat(language, { numeric: "always" });

function sayAgo() {
  for (const element of document.querySelectorAll("[data-ago]")) {
    const seconds = Math.max(0, Math.round((Date.now() - new Date(element.dateTime)) / 1_000));
    const [unit, size] = units.find(([, size]) => seconds >= size) ?? ["second", 1];
    element.textContent = ago.format(-Math.floor(seconds / size), unit);
  }
}

function numberIn(element) {
  return Number(element?.textContent.replace(/\D/g, "") ?? 0);
}

function countUp(before) {
  const counter = root.querySelector("[data-counter]");
  const end = numberIn(counter);
  if (!counter || isCalm.matches || end <= before) return;
  const began = performance.now();
  const format = new Intl.NumberFormat(language);
  const step = (moment) => {
    const part = Math.min(1, Math.max(0, (moment - began) / COUNT_UP_MS));
    counter.textContent = format.format(Math.round(before + (end - before) * part));
    if (part < 1) requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
}

function say() {
  if (Date.now() - saidAt < SAY_EVERY_MS) return;
  spoken.textContent = root.querySelector("#so-far")?.textContent.trim() ?? "";
  saidAt = Date.now();
}

// -- listening --------------------------------------------------------------------------------------------------------

let timer;
let hasOpened = false;
let source;

async function refresh() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(root.id);
  if (!fresh) return;
  const before = numberIn(root.querySelector("[data-counter]"));
  const code = document.activeElement?.closest("tr[data-code]")?.dataset.code;
  takeOver(root, fresh);
  if (code) root.querySelector(`tr[data-code="${CSS.escape(code)}"]`)?.focus({ preventScroll: true });
  document.dispatchEvent(new Event("figures"));
  sayAgo();
  say();
  countUp(before);
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(() => refresh().catch(() => {}), Math.random() * SPREAD_MS);
}

function listen() {
  source = new EventSource(`/live/?topic=${encodeURIComponent(root.dataset.figures)}`);
  source.addEventListener("open", () => {
    if (hasOpened) soon();
    hasOpened = true;
  });
  source.addEventListener("figures", soon);
}

listen();
sayAgo();
setInterval(sayAgo, 1_000);
// An open connection would keep the page out of the browser's back-and-forward memory.
addEventListener("pagehide", () => source.close());
addEventListener("pageshow", ({ persisted }) => persisted && listen());
