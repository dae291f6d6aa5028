// While a post is on its way, asks every few seconds where it has arrived. Without script, the page is reloaded by hand.

const EVERY_MS = 3000;
const MOST_TIMES = 100;

async function look(times) {
  const shown = document.getElementById("arrivals");
  if (!shown?.hasAttribute("data-under-way") || times > MOST_TIMES) return;
  const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } }).catch(() => null);
  if (answer?.ok && !answer.redirected) {
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("arrivals");
    if (fresh && fresh.innerHTML !== shown.innerHTML && !shown.contains(document.activeElement)) {
      shown.replaceWith(document.adoptNode(fresh));
    } else if (fresh && !fresh.hasAttribute("data-under-way")) {
      shown.removeAttribute("data-under-way");
    }
  }
  setTimeout(look, EVERY_MS, times + 1);
}

setTimeout(look, EVERY_MS, 1);
