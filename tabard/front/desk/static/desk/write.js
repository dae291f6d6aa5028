// Makes the forms for writing and editing kinder where script runs: counts characters, shows chosen pictures, makes room
// for another without sending the form. Without it, all works.

const form = document.getElementById("write");
const text = form.querySelector("[data-most]");
const most = Number(text.dataset.most);
const count = document.createElement("p");
count.className = "govuk-hint";
count.id = "characters-left";
const said = document.createElement("p");
said.className = "hidden-visually";
said.setAttribute("role", "status");
text.after(count, said);
text.setAttribute("aria-describedby", `${text.getAttribute("aria-describedby") ?? ""} ${count.id}`.trim());

let pause;
function tell() {
  const left = most - [...text.value].length; // characters as the server counts them
  const words = (left < 0 ? form.dataset.over : form.dataset.left).replace("%s", Math.abs(left).toLocaleString(document.documentElement.lang));
  count.textContent = words;
  clearTimeout(pause);
  pause = setTimeout(() => {
    said.textContent = left < 200 ? words : "";
  }, 1000);
}
text.addEventListener("input", tell);
tell();

const another = form.querySelector("[data-pictures] button[value=another]");
another?.addEventListener("click", (event) => {
  const closed = form.querySelectorAll("[data-slot][hidden]");
  if (!closed.length) return;
  event.preventDefault();
  closed[0].hidden = false;
  form.elements.places.value = Number(form.elements.places.value) + 1;
  closed[0].querySelector("input[type=file]").focus();
  another.hidden = closed.length === 1;
});

for (const slot of form.querySelectorAll("[data-slot]")) {
  const file = slot.querySelector("input[type=file]");
  file.addEventListener("change", () => {
    slot.querySelector("[data-preview]")?.remove();
    const chosen = file.files[0];
    if (!chosen?.type.startsWith("image/")) return;
    const reader = new FileReader();
    reader.addEventListener("load", () => {
      const list = document.createElement("ul");
      const place = document.createElement("li");
      const image = document.createElement("img");
      list.className = "pictures";
      list.dataset.preview = "";
      image.alt = "";
      image.src = reader.result;
      image.addEventListener("error", () => list.remove());
      place.append(image);
      list.append(place);
      file.after(list);
    });
    reader.readAsDataURL(chosen);
  });
}
