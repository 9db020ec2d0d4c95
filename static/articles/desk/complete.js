// Completes what is typed into an input from the admin's own search. With data-complete-many the
// input holds names separated by commas, and the one being typed is completed. Without this script
// the input is a plain one.
import { fetchJson, makeCombobox, makeOption } from "../combobox.js";

const MOST = 8; // names in the list

/* Where the name that is being typed begins: after the last comma that is in no quotes. */
function startOfLast(text) {
  let from = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '"') isQuoted = !isQuoted;
    else if (text[at] === "," && !isQuoted) from = at + 1;
  }
  return from;
}

function quote(name) {
  return name.includes(",") || name.startsWith('"') ? `"${name.replaceAll('"', '""')}"` : name;
}

function enhance(input, number) {
  const isMany = "completeMany" in input.dataset;
  const list = document.createElement("ul");
  list.className = "complete-list";

  async function find() {
    const typed = (isMany ? input.value.slice(startOfLast(input.value)) : input.value).trim();
    if (!typed) return [];
    const found = await fetchJson(`${input.dataset.complete}&term=${encodeURIComponent(typed)}`);
    return found.results.slice(0, MOST).map((result) => result.text);
  }

  function choose(option) {
    const name = option.textContent;
    const before = isMany ? input.value.slice(0, startOfLast(input.value)).trimEnd() : "";
    input.value = isMany ? `${before}${before ? " " : ""}${quote(name)}, ` : name;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    if (input.form?.classList.contains("typed-filter")) input.form.requestSubmit();
  }

  makeCombobox(input, {
    list,
    name: `complete-${number + 1}`,
    label: input.dataset.completeLabel,
    find,
    draw: (names) => names.map((name) => makeOption("li", name)),
    choose,
  });
}

document.querySelectorAll("input[data-complete]").forEach(enhance);
