/* The button that copies a preview link. Without it the link can be selected and copied as ever. */
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const field = document.getElementById("preview-link");
  const button = document.getElementById("copy-link");
  if (!field || !button) return;
  field.addEventListener("focus", () => field.select());
  if (!navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const said = document.getElementById("copied");
    try {
      await navigator.clipboard.writeText(field.value);
      said.textContent = gettext("Copied.");
    } catch {
      field.focus();
      said.textContent = gettext("The browser did not allow it; the link is selected, copy it by hand.");
    }
  });
});
