// Pages of the quarantine are selected one by one, those that the list shows, or all of a group.

const form = document.getElementById("take-pages");

if (form) {
  const onPage = form.querySelector("[data-select-page]");
  const all = form.querySelector("[name=all]");
  const boxes = [...document.querySelectorAll("[name=clipping][form=take-pages]")];

  onPage.closest("label").hidden = false;
  onPage.addEventListener("change", () => {
    for (const box of boxes) box.checked = onPage.checked;
  });
  for (const box of boxes) {
    box.addEventListener("change", () => {
      onPage.checked = boxes.every((one) => one.checked);
    });
  }
  all?.addEventListener("change", () => {
    for (const box of [onPage, ...boxes]) box.disabled = all.checked;
  });
}
