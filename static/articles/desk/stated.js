// What the page states about its story: a statement is taken for its field by a button or a key.
// That fills the form; nothing is saved.
import { say } from "./body_cards.js";
import { changed, offerUndo } from "./changes.js";
import { showLines } from "./reading.js";
import { addRow, removeRow } from "./rows.js";

const CLOSED = "desk-stated";
let form, section, rows;

export function startStated(aForm) {
  section = document.getElementById("stated");
  if (!section) return;
  form = aForm;
  rows = [...section.querySelectorAll("[data-stated]")];
  for (const row of rows) {
    row.tabIndex = -1;
    const button = buttonOf(row);
    if (!button) continue;
    button.hidden = false;
    button.addEventListener("click", () => take(row));
  }
  section.addEventListener("keydown", onArrow);
  rememberWhetherItIsOpen();
}

function rememberWhetherItIsOpen() {
  try {
    section.open = localStorage.getItem(CLOSED) !== "closed";
    section.addEventListener("toggle", () => {
      localStorage.setItem(CLOSED, section.open ? "open" : "closed");
    });
  } catch {
    // A browser that keeps nothing starts with it open.
  }
}

function buttonOf(row) {
  return row.querySelector("[data-fills]");
}

/* Goes to the first statement that can be taken; at a statement it is taken. */
export function goOrTake() {
  if (!section) return;
  showLines();
  section.open = true;
  const here = document.activeElement.closest("[data-stated]");
  if (here) take(here);
  else focus(rows.find(canBeTaken) || rows[0]);
}

function canBeTaken(row) {
  const button = buttonOf(row);
  return Boolean(button && !button.disabled);
}

function onArrow(event) {
  const row = event.target.closest("[data-stated]");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!row || !step || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  focus(rows[rows.indexOf(row) + step]);
}

function focus(row) {
  if (!row) return;
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

// --- taking

function take(row) {
  if (!canBeTaken(row)) {
    say(gettext("There is nothing to take here."));
    return;
  }
  const button = buttonOf(row);
  const { inputs, topics, bullet, source } = JSON.parse(button.dataset.fills);
  const restore = (inputs && fill(inputs)) || (topics && addTopics(topics)) ||
    (bullet && addBullet(bullet)) || (source && addSource(source));
  if (!restore) {
    say(gettext("This cannot be done here."));
    return;
  }
  const fate = row.querySelector(".stated-fate strong");
  const before = fate.textContent;
  fate.textContent = gettext("in the form, not saved yet");
  row.classList.add("stated-taken");
  button.disabled = true;
  focus(row);
  const name = row.querySelector("th").textContent;
  const words = interpolate(gettext("%(name)s: taken from the page."), { name }, true);
  offerUndo(words, () => {
    restore();
    fate.textContent = before;
    row.classList.remove("stated-taken");
    button.disabled = false;
    focus(row);
  });
  say(words);
}

/* Fills inputs by name; what is returned restores them. */
function fill(values) {
  const found = Object.keys(values).map((name) => form.elements.namedItem(name));
  if (!found.every(Boolean)) return null;
  const before = Object.fromEntries(found.map((input) => [input.name, input.value]));
  for (const [name, value] of Object.entries(values)) write(form.elements.namedItem(name), value);
  light(found[0]);
  return () => fill(before);
}

function write(input, value) {
  input.value = value;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

function light(input) {
  for (const part of document.querySelectorAll(".part-lit")) part.classList.remove("part-lit");
  const part = input.closest("tr.form-row, .form-row");
  part?.classList.add("part-lit");
  part?.scrollIntoView({ block: "nearest" });
}

function addTopics(names) {
  const input = form.elements.namedItem("tags");
  if (!input) return null;
  const present = input.value.split(",").map((name) => name.trim().toLowerCase());
  const added = names.filter((name) => !present.includes(name.toLowerCase())).map(quoted);
  const value = [input.value.trim().replace(/,$/, ""), ...added].filter(Boolean).join(", ");
  return fill({ tags: value });
}

/* As `write_topics` in the forms of the server writes a topic. */
function quoted(name) {
  return name.includes(",") || name.startsWith('"') ? `"${name.replaceAll('"', '""')}"` : name;
}

function addBullet(text) {
  const row = addRow("bullets", { text });
  if (!row) return null;
  light(row);
  return () => removeRow(row);
}

/* A source is chosen in a new row; its option is made, as lists of sources come from the server. */
function addSource([key, name, role]) {
  const group = document.getElementById("attributions-group");
  const link = group?.querySelector(".add-row a, .addlink");
  if (!link) return null;
  link.click();
  const row = [...group.querySelectorAll("tr.form-row:not(.empty-form)")].at(-1);
  const select = row.querySelector('select[name$="-source"]');
  select.add(new Option(name, key, true, true));
  row.querySelector('[name$="-role"]').value = role;
  select.dispatchEvent(new Event("change", { bubbles: true }));
  changed();
  light(select);
  return () => {
    row.querySelector(".inline-deletelink")?.click();
    changed();
  };
}
