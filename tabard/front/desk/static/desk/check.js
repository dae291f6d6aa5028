// Tells while an officer writes what the guidelines find: the words are marked, the advice stands below, and a screen reader
// says in a sentence how many things there are. Without script the same comes when the form is sent.

const form = document.getElementById("write");
const text = form.querySelector("textarea[data-most]");
const PAUSE = 600;

const frame = document.createElement("div");
frame.className = "marking";
const mirror = document.createElement("div");
mirror.className = "marking__mirror";
mirror.setAttribute("aria-hidden", "true");
text.before(frame);
frame.append(mirror, text);

const said = document.createElement("p");
said.className = "hidden-visually";
said.setAttribute("role", "status");
frame.after(said);
const found = document.getElementById("found");

let pause;
let asked = 0;
let lastSaid = "";

function mark(spans) {
  const letters = [...text.value.replace(/\r\n/g, "\n")]; // characters as the server counts them
  mirror.replaceChildren();
  let at = 0;
  for (const [start, end, severity] of spans.toSorted((one, other) => one[0] - other[0])) {
    if (start < at) continue; // inside one that is marked
    mirror.append(letters.slice(at, start).join(""));
    const marked = document.createElement("mark");
    marked.className = `marking__${severity}`;
    marked.textContent = letters.slice(start, end).join("");
    mirror.append(marked);
    at = end;
  }
  mirror.append(`${letters.slice(at).join("")}\n`);
  mirror.scrollTop = text.scrollTop;
}

async function check() {
  const number = ++asked;
  const told = new FormData();
  told.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  told.set("text", text.value);
  told.set("language", form.elements.language?.value ?? "");
  const pictures = [...form.querySelectorAll("input[type=file]")].some((file) => file.files.length);
  if (pictures || form.querySelector("[data-slot] img")) told.set("has_media", "1");
  let answer;
  try {
    const response = await fetch(form.dataset.check, { method: "POST", body: told, credentials: "same-origin" });
    if (!response.ok) return;
    answer = await response.json();
  } catch {
    return; // no connection: the server checks when the form is sent
  }
  if (number !== asked) return; // something was typed meanwhile
  mark(answer.spans);
  found.innerHTML = answer.html;
  found.hidden = !found.firstElementChild;
  if (answer.said !== lastSaid) said.textContent = lastSaid = answer.said;
}

function wait() {
  asked += 1;
  mark([]);
  clearTimeout(pause);
  if (text.value.trim()) pause = setTimeout(check, PAUSE);
  else found.hidden = true;
}

text.addEventListener("input", wait);
text.addEventListener("scroll", () => { mirror.scrollTop = text.scrollTop; });
form.addEventListener("change", (event) => { if (event.target !== text && text.value.trim()) check(); });
if (text.value.trim()) check();
