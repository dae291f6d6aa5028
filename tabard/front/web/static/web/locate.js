// "Use my location": only where there is script. The position is rounded to about 100 m on the device and sent in the body
// of the form, so that no address and no log ever holds it.

const form = document.querySelector("form[data-locate]");
const button = form?.querySelector("[data-here]");
const said = form?.querySelector("[data-said]");

function rounded(degrees) {
  return degrees.toFixed(3);
}

function forget() {
  form.elements.latitude.value = form.elements.longitude.value = "";
}

function send({ coords }) {
  form.elements.where.value = "";
  form.elements.latitude.value = rounded(coords.latitude);
  form.elements.longitude.value = rounded(coords.longitude);
  form.submit(); // sends no submit event
}

function refuse() {
  button.disabled = false;
  said.textContent = said.dataset.refused;
  form.elements.where.focus();
}

if (form && "geolocation" in navigator) {
  button.closest(".find__here").classList.add("find__here--able");
  button.addEventListener("click", () => {
    button.disabled = true;
    said.textContent = said.dataset.seeking;
    navigator.geolocation.getCurrentPosition(send, refuse, { timeout: 15000, maximumAge: 60000 });
  });
  form.addEventListener("submit", forget);
  // after going back the position is not sent again unasked, and the button works again
  addEventListener("pageshow", () => {
    button.disabled = false;
    said.textContent = "";
    forget();
  });
}
