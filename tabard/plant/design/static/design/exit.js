// Exit this page, as GOV.UK does it: Shift three times within five seconds, and nothing of the page stays on the screen.

const exit = document.getElementById("exit");
let presses = [];

function leave() {
  document.body.replaceChildren();
  location.replace(exit.href);
}

exit.addEventListener("click", (event) => {
  event.preventDefault();
  leave();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Shift") {
    presses = [];
    return;
  }
  if (event.repeat) return;
  presses = [...presses.filter((at) => event.timeStamp - at < 5000), event.timeStamp];
  if (presses.length === 3) leave();
});
