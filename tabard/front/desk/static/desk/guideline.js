// Counts the words of the guideline while it is written. Without script, the page counts them when it is sent.

const form = document.getElementById("tried");
const shown = document.getElementById("words");
const areas = [...form.querySelectorAll("[data-words]")];
const most = Number(form.dataset.most);
const said = document.createElement("p");
said.className = "hidden-visually";
said.setAttribute("role", "status");
shown.after(said);

let pause;
function tell() {
  const count = areas.reduce((sum, area) => sum + area.value.split(/\s+/u).filter(Boolean).length, 0);
  shown.textContent = form.dataset.told.replace("%s", count).replace("%s", most);
  shown.classList.toggle("running-count--over", count > most);
  clearTimeout(pause);
  pause = setTimeout(() => {
    said.textContent = count > most - 20 ? shown.textContent : "";
  }, 1000);
}
form.addEventListener("input", tell);
tell();
