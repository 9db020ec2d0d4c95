// The line that is chosen: its part lights up in the form, and buttons offer what can be done.
import { refresh } from "./body.js";
import { say } from "./body_cards.js";
import { makeKey } from "./buttons.js";
import { choicesFor } from "./line_remedies.js";
import { lines, textOf } from "./line_texts.js";
import { inputTiedTo, placeOf } from "./line_ties.js";

const ROLES_WITHOUT_TEXT = ["", "blank", "chrome", "quarantine"];
let bar;

/* Lights up the lines of these parts, and shows the first. */
export function light(parts) {
  let first = null;
  for (const line of lines) {
    const isLit = parts.includes(line.dataset.part);
    line.classList.toggle("lit", isLit);
    if (isLit && !first) first = line;
  }
  if (first) reveal(first);
  for (const part of document.querySelectorAll(".part-lit")) part.classList.remove("part-lit");
}

/* Within its pane alone: did the page move while a button is pressed, it would not be clicked. */
function reveal(line) {
  const pane = line.closest(".evidence-lines");
  const [within, here] = [pane, line].map((one) => one.getBoundingClientRect());
  if (here.top < within.top) pane.scrollTop -= within.top - here.top;
  else if (here.bottom > within.bottom) pane.scrollTop += here.bottom - within.bottom;
}

/* The line gets the focus; with `toInput` the input that holds its part does. */
export function choose(line, { toInput = false } = {}) {
  for (const one of lines) {
    one.tabIndex = one === line ? 0 : -1;
    one.classList.toggle("chosen", one === line);
  }
  light(line.dataset.part ? [line.dataset.part] : []);
  line.focus({ preventScroll: true });
  line.scrollIntoView({ block: "nearest" });
  offerChoices(line);
  const input = inputTiedTo(line);
  if (!input) return;
  const part = input.closest(".card, tr.form-row, .form-row");
  part.classList.add("part-lit");
  part.scrollIntoView({ block: "nearest" });
  if (toInput) input.focus();
}

function offerChoices(line) {
  bar?.remove();
  if (!textOf(line) || line.dataset.role === "blank") return;
  bar = document.createElement("div");
  bar.className = "line-remedies";
  bar.setAttribute("role", "group");
  const number = { line: line.dataset.line };
  const isTied = Boolean(placeOf(line));
  const name = isTied ? gettext("Line %(line)s: change to") : gettext("Line %(line)s: add as");
  bar.setAttribute("aria-label", interpolate(name, number, true));
  const lead = document.createElement("span");
  lead.textContent = isTied ? gettext("Change to:") : whyUntied(line);
  bar.append(lead);
  for (const { label, letter, act } of choicesFor(line)) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(label, " ", makeKey(letter));
    button.setAttribute("aria-keyshortcuts", `Shift+${letter}`);
    button.addEventListener("click", () => apply(line, act));
    bar.append(button);
  }
  line.querySelector(".text").append(bar);
}

function whyUntied(line) {
  const isField = (line.dataset.part || "").startsWith("field:");
  if (isField || ROLES_WITHOUT_TEXT.includes(line.dataset.role)) return gettext("Add as:");
  return gettext("Not linked to a part of the story: changed or removed since. Add as:");
}

/* Does one of the choices, and shows what became of the line. */
export function apply(line, act) {
  refresh();
  if (act(line) === false) say(gettext("This cannot be done here."));
  else choose(line);
}
