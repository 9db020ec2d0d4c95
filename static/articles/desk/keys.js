// The keys of the article's form.
import { undoLast } from "./changes.js";
import { focusLines, isRawLine, showNextIssue } from "./raw_lines.js";
import { toggleReading } from "./reading.js";
import { areSingleKeysOn, rememberSingleKeys } from "./single_keys.js";
import { goOrTake } from "./stated.js";

const RESEND = 3000; // milliseconds in which a second press counts as a slip
let sentAt = 0;

const COMMANDS = {
  p: () => press("p"),
  y: () => press("y"),
  a: () => press("a"),
  j: () => press("j"),
  s: () => press("s"),
  n: () => press("n"),
  b: () => press("b"),
  i: showNextIssue,
  v: toggleReading,
  u: () => undoLast() || document.querySelector(".message-undo button")?.click(),
  e: focusLines,
  t: goOrTake,
  "?": () => document.getElementById("keys").showModal(),
};

export function startKeys(form) {
  const dialog = document.getElementById("keys");
  if (!dialog) return;
  rememberSingleKeys();
  for (const button of document.querySelectorAll(".bar-keys")) {
    button.hidden = false;
    button.addEventListener("click", () => dialog.showModal());
  }
  document.querySelector(".bar-issues")?.addEventListener("click", (event) => {
    event.preventDefault();
    showNextIssue();
  });
  document.addEventListener("keydown", onKey);
  form.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) sentAt = Date.now();
  });
}

function onKey(event) {
  // A key that is held down would go on to the next story, and publish that, too.
  if (event.defaultPrevented || event.altKey || event.repeat || isComposing(event)) return;
  if (event.ctrlKey || event.metaKey) {
    const key = event.shiftKey ? "" : { enter: "p", s: "s" }[event.key.toLowerCase()];
    if (key && !isCovered()) {
      event.preventDefault();
      press(key);
    }
    return;
  }
  const focused = document.activeElement;
  if (event.key === "Escape" && (takesText(focused) || isRawLine(focused))) {
    if (!focused.closest("dialog")) focused.blur();
    return;
  }
  if (isHeadline(event.target) && event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    press("s");
    return;
  }
  if (takesText(event.target) || isCovered() || !areSingleKeysOn()) return;
  if (!(event.key in COMMANDS)) return;
  // With Shift (and Caps Lock, which turns P back into p) a letter is no command of the page.
  if (event.shiftKey && event.key !== "?") return;
  // At a raw line Shift+P makes a paragraph: a slip there must not publish.
  if (event.key === "p" && isRawLine(focused)) return;
  event.preventDefault();
  COMMANDS[event.key]();
}

/* While a word is being composed, keys belong to the input method; Safari says so by 229 alone. */
function isComposing(event) {
  return event.isComposing || event.keyCode === 229;
}

function takesText(element) {
  return (
    element.isContentEditable ||
    element.matches(
      "input:not([type=checkbox], [type=submit], [type=button]), textarea, select",
    ) ||
    element.closest("dialog, .select2-container, [role=textbox], [role=listbox], [role=menu]")
  );
}

/* Whether something lies open above the form, wherever the focus is. */
function isCovered() {
  return [
    ...document.querySelectorAll(
      "dialog[open], .select2-container--open, .calendarbox, .clockbox",
    ),
  ].some((element) => element.getClientRects().length);
}

/* The headline is one line in a box that grows with it: Enter does there what it does in others. */
function isHeadline(element) {
  return element.matches("#article_form textarea[name=headline]");
}

function press(key) {
  const isSave = "psyaj".includes(key);
  if (isSave && Date.now() - sentAt < RESEND) return; // it is on its way already
  document.querySelector(`.submit-row [data-key="${key}"]`)?.click();
}
