// Lines are chosen by a click, a stretch by a second one with Shift; what is chosen is lit.

const form = document.getElementById("place-form");
const first = form.querySelector("[name=first]");
const last = form.querySelector("[name=last]");
const rows = Array.from(document.querySelectorAll(".place-lines tr[data-line]"));

function light() {
  for (const row of rows) {
    const line = Number(row.dataset.line);
    const chosen = line >= Number(first.value) && line <= Number(last.value);
    row.classList.toggle("chosen", chosen);
  }
}

for (const row of rows) {
  row.addEventListener("click", function (event) {
    const line = Number(row.dataset.line);
    if (event.shiftKey) {
      first.value = Math.min(Number(first.value), line);
      last.value = Math.max(Number(first.value), line);
      window.getSelection()?.removeAllRanges();
    } else {
      first.value = last.value = line;
    }
    light();
  });
}
first.addEventListener("input", light);
last.addEventListener("input", light);
for (const hint of document.querySelectorAll(".with-script")) hint.hidden = false;
light();
