// The raw lines beside the form: a line lights up with the part that it is tied to, and the other
// way round. Arrows go from line to line, letters do what the buttons at a line do.
import { read } from "./blocks.js";
import { area, blocks, refresh } from "./body.js";
import { apply, choose, light } from "./line_choice.js";
import { dismissFirst, mendFirst, nextLineWithIssue, startIssues } from "./line_issues.js";
import { choicesFor } from "./line_remedies.js";
import { lines } from "./line_texts.js";
import { partsOf } from "./line_ties.js";
import { showLines } from "./reading.js";
import { areSingleKeysOn } from "./single_keys.js";

export function startRawLines(form) {
  const pane = document.getElementById("evidence");
  if (!pane) return;
  for (const line of lines) {
    line.tabIndex = -1;
    line.addEventListener("click", (event) => {
      if (!event.target.closest("button, a")) choose(line);
    });
  }
  if (lines.length) lines[0].tabIndex = 0;
  pane.addEventListener("keydown", onKey);
  form.addEventListener("focusin", (event) => light(partsOf(event.target)));
  area?.addEventListener("click", lightBlockAtCursor);
  area?.addEventListener("keyup", lightBlockAtCursor);
  startIssues(pane);
}

/* In the Markdown the cursor's block is found by counting the blocks before it. */
function lightBlockAtCursor() {
  const count = read(`${area.value.slice(0, area.selectionStart)}x`).length;
  refresh();
  light(blocks[Math.max(0, count - 1)]?.parts || []);
}

function onKey(event) {
  const line = event.target.closest("tr[data-line]");
  if (!line || event.altKey || event.ctrlKey || event.metaKey) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    let at = lines.indexOf(line) + step;
    while (lines[at] && lines[at].dataset.role === "blank") at += step;
    if (lines[at]) choose(lines[at]);
  } else if (event.key === "Enter" && event.target === line) {
    event.preventDefault();
    choose(line, { toInput: true });
  } else if (event.target === line && areSingleKeysOn()) {
    onLetter(event, line);
  }
}

function onLetter(event, line) {
  if (event.isComposing || event.repeat) return;
  // By the Shift key and not by the letter's case, which Caps Lock turns round.
  const letter = event.shiftKey ? event.key.toUpperCase() : "";
  const choice = choicesFor(line).find((one) => one.letter === letter);
  const byIssue = event.shiftKey ? null : { m: mendFirst, d: dismissFirst }[event.key];
  if (!choice && !byIssue) return;
  event.preventDefault();
  if (choice) apply(line, choice.act);
  else byIssue(line);
}

/* Whether an element is one of the raw lines, or in one. */
export function isRawLine(element) {
  return Boolean(element?.closest(".evidence-lines"));
}

export function focusLines() {
  showLines();
  const line = lines.find((one) => one.tabIndex === 0);
  if (line) choose(line);
}

export function showNextIssue() {
  showLines();
  const line = nextLineWithIssue();
  if (!line) return;
  choose(line);
  line.scrollIntoView({ block: "center" });
}
