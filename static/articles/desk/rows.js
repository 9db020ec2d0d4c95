// Key points and captions: rows that move by mouse and by keyboard, and rows that other scripts add.
// Without this script their numbers can be typed as before.
import { changed } from "./changes.js";

let newCount = 0;
let dragged = null;
const ORDER = { bullets: "position", captions: "number" };

function group(name) {
  return document.getElementById(`${name}-group`);
}

function rowsOf(name) {
  const found = group(name);
  return found ? [...found.querySelectorAll("tr.form-row:not(.empty-form)")] : [];
}

export function inputOf(row, field) {
  return row.querySelector(`[name$="-${field}"]`);
}

export function isDeleted(row) {
  const box = inputOf(row, "DELETE");
  return Boolean(box && box.checked);
}

export function addRow(name, values) {
  const link = group(name) && group(name).querySelector(".add-row a, .addlink");
  if (!link) return null;
  link.click();
  const row = rowsOf(name).at(-1);
  const numbers = rowsOf(name).map((one) => Number(inputOf(one, ORDER[name]).value) || 0);
  inputOf(row, ORDER[name]).value = Math.max(0, ...numbers) + 1;
  for (const [field, value] of Object.entries(values)) inputOf(row, field).value = value;
  equip(name, row);
  changed();
  return row;
}

/* Removes a row; what is returned restores it. */
export function removeRow(row) {
  const box = inputOf(row, "DELETE");
  if (box) {
    strike(row, true);
    return () => strike(row, false);
  }
  const name = Object.keys(ORDER).find((one) => group(one).contains(row));
  const fields = name === "bullets" ? ["text"] : ["text", "credit", "alt_text", "number"];
  const values = Object.fromEntries(fields.map((field) => [field, inputOf(row, field).value]));
  row.querySelector(".inline-deletelink")?.click();
  changed();
  return () => addRow(name, values);
}

function strike(row, removed) {
  inputOf(row, "DELETE").checked = removed;
  row.classList.toggle("row-removed", removed);
  changed();
}

export function rowByKey(name, key) {
  return rowsOf(name).find((row) => keyOf(row) === key);
}

/* A stored row's id; of one that is new a name for as long as the form is open. */
export function keyOf(row) {
  const id = inputOf(row, "id");
  if (id && id.value) return id.value;
  if (!row.dataset.key) {
    row.dataset.key = `new-${(newCount += 1)}`;
  }
  return row.dataset.key;
}

export function captionNumbered(number) {
  return rowsOf("captions").find((row) => Number(inputOf(row, "number").value) === number);
}

/* Bullets are numbered again in the order they stand in. A caption's number is how the body names
   it: the two captions change numbers, and the body follows (see `followCaptions`). */
function move(name, row, step) {
  const rows = rowsOf(name);
  const other = rows[rows.indexOf(row) + step];
  if (!other) return;
  if (step < 0) other.before(row);
  else other.after(row);
  if (name === "bullets") {
    rowsOf(name).forEach((one, at) => {
      inputOf(one, "position").value = at + 1;
    });
  } else {
    const [mine, theirs] = [inputOf(row, "number"), inputOf(other, "number")];
    [mine.value, theirs.value] = [theirs.value, mine.value];
    const numbers = [Number(mine.value), Number(theirs.value)];
    document.dispatchEvent(new CustomEvent("desk:captions-swapped", { detail: numbers }));
  }
  changed();
}

function equip(name, row) {
  if (row.querySelector(".row-move")) return;
  const cell = row.querySelector("td.delete") || row.lastElementChild;
  const [up, down] = name === "bullets"
    ? [gettext("Move this key point up"), gettext("Move this key point down")]
    : [gettext("Move this caption up"), gettext("Move this caption down")];
  for (const [step, sign, label] of [[-1, "↑", up], [1, "↓", down]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "row-move";
    button.textContent = sign;
    button.setAttribute("aria-label", label);
    button.addEventListener("click", () => {
      move(name, row, step);
      button.focus();
    });
    cell.append(button);
  }
  row.addEventListener("keydown", (event) => {
    if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    const focused = document.activeElement;
    move(name, row, event.key === "ArrowUp" ? -1 : 1);
    focused.focus();
  });
  draggable(name, row, cell);
}

function draggable(name, row, cell) {
  const handle = document.createElement("span");
  handle.className = "row-handle";
  handle.textContent = "⠿";
  handle.title = gettext("Drag to move");
  handle.setAttribute("aria-hidden", "true");
  handle.draggable = true;
  cell.prepend(handle);
  handle.addEventListener("dragstart", (event) => {
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
    event.dataTransfer.setDragImage(row, 0, 0);
    dragged = { name, row };
  });
  handle.addEventListener("dragend", () => {
    dragged = null;
  });
  row.addEventListener("dragover", (event) => {
    if (dragged?.name === name) event.preventDefault();
  });
  row.addEventListener("drop", (event) => {
    const moving = dragged;
    if (!moving || moving.name !== name || moving.row === row) return;
    event.preventDefault();
    const rows = rowsOf(name);
    const [from, to] = [rows.indexOf(moving.row), rows.indexOf(row)];
    for (let at = from; at !== to; at += Math.sign(to - from)) {
      move(name, moving.row, Math.sign(to - from));
    }
  });
}

export function startRows() {
  group("bullets")?.classList.add("rows-move");
  for (const name of Object.keys(ORDER)) rowsOf(name).forEach((row) => equip(name, row));
  document.addEventListener("formset:added", (event) => {
    const name = event.detail && event.detail.formsetName;
    if (name in ORDER) equip(name, event.target);
  });
}
