// Tells while an officer writes what the guidelines find: the words are marked in the field in which they stand, the advice
// stands below the text, a sentence says how many things there are, and the button, what it will do. Without script the
// same comes when the form is sent.

const form = document.getElementById("write");
const text = form.querySelector("textarea[data-most]");
const PAUSE = 600;
const MARKED = "textarea[data-most], [name=content_notice], [name=new_series], [name^=alt_]";

const mirrors = new Map([...form.querySelectorAll(MARKED)].map((field) => [field.name, mirrored(field)]));
const found = document.getElementById("found");
const said = document.createElement("p");
said.className = "found__summary";
said.setAttribute("role", "status");
found.before(said);
const send = form.querySelector("[data-held]");
const usual = send.textContent;

let pause;
let asked = 0;

function mirrored(field) {
  const frame = document.createElement("div");
  frame.className = "marking";
  const mirror = document.createElement("div");
  mirror.className = field.matches("textarea") ? "marking__mirror" : "marking__mirror marking__mirror--line";
  mirror.setAttribute("aria-hidden", "true");
  field.before(frame);
  frame.append(mirror, field);
  field.addEventListener("scroll", () => follow(field, mirror));
  return { field, mirror };
}

function follow(field, mirror) {
  mirror.scrollTop = field.scrollTop;
  mirror.scrollLeft = field.scrollLeft;
}

function mark(spans) {
  for (const [name, { field, mirror }] of mirrors) {
    const letters = [...field.value.replace(/\r\n/g, "\n")]; // characters as the server counts them
    mirror.replaceChildren();
    let at = 0;
    const own = spans.filter((span) => span[0] === name).toSorted((one, other) => one[1] - other[1]);
    for (const [, start, end, severity] of own) {
      if (start < at) continue; // inside one that is marked
      mirror.append(letters.slice(at, start).join(""));
      const marked = document.createElement("mark");
      marked.className = `marking__${severity}`;
      marked.textContent = letters.slice(start, end).join("");
      mirror.append(marked);
      at = end;
    }
    mirror.append(`${letters.slice(at).join("")}\n`);
    follow(field, mirror);
  }
}

function typed() {
  const told = new FormData(form);
  for (const file of form.querySelectorAll("input[type=file]")) {
    told.delete(file.name);
    if (file.files.length) told.set(file.name, file.files[0].name || "picture"); // its name will do
  }
  return told;
}

function show(html) {
  const focused = found.contains(document.activeElement) ? document.activeElement.id : "";
  found.innerHTML = html;
  found.hidden = !found.firstElementChild;
  if (focused) (document.getElementById(focused) ?? text).focus({ preventScroll: true });
}

// Where it is not known, the button says what it is for; what would be held is held all the same.
function name(isHeld) {
  const words = isHeld ? send.dataset.held : usual;
  if (send.textContent !== words) send.textContent = words;
}

async function check() {
  const number = ++asked;
  let answer;
  try {
    const response = await fetch(form.dataset.check, { method: "POST", body: typed(), credentials: "same-origin" });
    answer = response.ok ? await response.json() : null;
  } catch {
    answer = null; // no connection: the server checks when the form is sent
  }
  if (number !== asked) return; // something was typed meanwhile
  name(answer?.held);
  if (!answer) return;
  mark(answer.spans);
  show(answer.html);
  if (said.textContent !== answer.said) said.textContent = answer.said;
}

function isEmpty() {
  return [...mirrors.values()].every(({ field }) => !field.value.trim());
}

function wait() {
  asked += 1;
  mark([]);
  name(false);
  clearTimeout(pause);
  if (isEmpty()) {
    found.hidden = true;
    said.textContent = "";
  } else {
    pause = setTimeout(check, PAUSE);
  }
}

form.addEventListener("input", (event) => { if (mirrors.has(event.target.name)) wait(); });
form.addEventListener("change", (event) => { if (!mirrors.has(event.target.name) && !isEmpty()) check(); });
if (!isEmpty()) check();
