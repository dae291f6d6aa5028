// On every page, small: moves the focus to what went wrong or right, and keeps a form from being sent twice.

const first = document.querySelector("[data-focus]");
if (first) {
  first.tabIndex = -1;
  first.focus({ preventScroll: false });
}

// GOV.UK's error summary: a link there puts the cursor into the field, with its label in view.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".govuk-error-summary a[href^='#']");
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  (field.closest(".field") ?? field).scrollIntoView();
  field.focus({ preventScroll: true });
});

document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button?.matches("[data-once]") || event.defaultPrevented) return;
  if (button.ariaDisabled === "true") {
    event.preventDefault();
    return;
  }
  button.ariaDisabled = "true";
  setTimeout(() => button.removeAttribute("aria-disabled"), 3000); // a refused upload must not lock the form
});
addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("[data-once][aria-disabled]")) button.removeAttribute("aria-disabled");
});
