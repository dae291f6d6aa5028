// On a tweetathon's page: its times by the visitor's own clock, and a countdown that counts. Without script the page
// says both in the server's words.

const language = document.documentElement.lang;

const here = document.querySelector("[data-here]");
if (here) {
  const said = new Intl.DateTimeFormat(language, {
    weekday: "short", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit",
  });
  const zone = said.resolvedOptions().timeZone.replaceAll("_", " ");
  const { start, end, untilWord } = here.dataset;
  here.replaceChildren(
    said.format(new Date(start)), document.createElement("br"),
    `${untilWord} ${said.format(new Date(end))} (${zone})`,
  );
}

const left = document.querySelector("[data-until]");
const units = [["day", 86_400], ["hour", 3_600], ["minute", 60]];

function inWords(seconds) {
  const parts = [];
  for (const [unit, size] of units) {
    const count = Math.floor(seconds / size);
    seconds -= count * size;
    const amount = new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" });
    if (count || (unit === "minute" && !parts.length)) parts.push(amount.format(count));
  }
  return new Intl.ListFormat(language, { style: "long", type: "unit" }).format(parts.slice(0, 2));
}

function count() {
  left.textContent = inWords(Math.max(0, (new Date(left.dataset.until) - Date.now()) / 1000));
}

if (left) {
  count();
  setInterval(count, 20_000);
}
