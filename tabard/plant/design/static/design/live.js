// Keeps a part of the page up to date: <div id="posts" data-live="team-7" data-live-said="…">. On each message of the topic,
// and after a lost connection, the page is fetched again and the part with the same id takes its place. Without script, or
// without a connection, the page simply stays as it was loaded.

const SETTLE_MS = 300; // several messages at once cost one fetch

function keepFresh(part) {
  const said = document.createElement("p");
  said.className = "hidden-visually";
  said.setAttribute("role", "status");
  document.body.append(said);

  let timer;
  let hasOpened = false;
  let source;

  async function refresh() {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(part.id);
    if (!fresh || fresh.innerHTML === part.innerHTML) return;
    const focused = part.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    part.replaceChildren(...document.adoptNode(fresh).childNodes);
    if (focused) [...part.querySelectorAll("a")].find((link) => link.getAttribute("href") === focused)?.focus();
    said.textContent = part.dataset.liveSaid;
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(() => refresh().catch(() => {}), SETTLE_MS);
  }

  function listen() {
    source = new EventSource(`/live/?topic=${encodeURIComponent(part.dataset.live)}`);
    source.addEventListener("open", () => {
      if (hasOpened) soon();
      hasOpened = true;
    });
    for (const name of ["message", ...(part.dataset.liveEvents ?? "").split(" ").filter(Boolean)]) {
      source.addEventListener(name, soon);
    }
  }

  listen();
  // An open connection would keep the page out of the browser's back-and-forward memory.
  addEventListener("pagehide", () => source.close());
  addEventListener("pageshow", (event) => {
    if (event.persisted) listen();
  });
}

for (const part of document.querySelectorAll("[data-live]")) keepFresh(part);
