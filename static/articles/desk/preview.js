// The button that copies a preview link. Without it the link can be selected and copied by hand.

function start(field, button) {
  field.addEventListener("focus", () => field.select());
  if (!navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const status = document.getElementById("copied");
    try {
      await navigator.clipboard.writeText(field.value);
      status.textContent = gettext("Copied.");
    } catch {
      field.focus();
      status.textContent = gettext("The browser did not allow it; the link is selected, copy it by hand.");
    }
  });
}

const field = document.getElementById("preview-link");
const button = document.getElementById("copy-link");
if (field && button) start(field, button);
