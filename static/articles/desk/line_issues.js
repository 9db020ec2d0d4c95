// The issues beside the raw lines. What stands there as a button saves the form; here it changes
// the form instead, so that it can be looked at first. A decision on an issue is the server's at
// once, and the form stays.
import { refresh } from "./body.js";
import { say } from "./body_cards.js";
import { makeButton, makeKey } from "./buttons.js";
import { choose } from "./line_choice.js";
import { addAs, closeGap, removePart, splitAtLine } from "./line_remedies.js";
import { lines } from "./line_texts.js";

const OPEN_ISSUE = ".issue:not(.issue-done, .issue-settled)";

/* By the names that the server has for remedies. */
const REMEDIES = {
  split: splitAtLine,
  drop: removePart,
  close_gap: closeGap,
  paragraph: (line) => addAs(line, "paragraph"),
};

export function startIssues(pane) {
  pane.querySelector(".line-act")?.remove();
  for (const issue of pane.querySelectorAll(".issue")) equip(issue);
}

function equip(issue) {
  const line = issue.closest("tr");
  const remedy = issue.querySelector("[name=_mend]");
  if (line && !remedy && !issue.matches(".issue-settled")) addGoTo(issue, line);
  remedy?.addEventListener("click", (event) => {
    event.preventDefault();
    choose(line);
    refresh();
    if (!REMEDIES[remedy.value.split(":")[0]](line)) {
      say(gettext("This cannot be done here any more."));
      return;
    }
    issue.classList.add("issue-done");
    remedy.disabled = true;
    line.focus({ preventScroll: true });
  });
  for (const button of issue.querySelectorAll("[name=_decide]")) {
    button.addEventListener("click", (event) => {
      event.preventDefault();
      decide(button);
    });
  }
  showKeys(issue);
}

function addGoTo(issue, line) {
  const button = makeButton(gettext("Go to it"), () => choose(line, { toInput: true }));
  const first = issue.querySelector("button");
  if (first) first.before(button, " ");
  else issue.append(" ", button);
}

function showKeys(issue) {
  if (issue.matches(".issue-settled") || !issue.closest("tr")) return;
  const [first, ...others] = issue.querySelectorAll("button");
  first?.append(" ", makeKey("m"));
  others.find((button) => button.value.startsWith("dismiss"))?.append(" ", makeKey("d"));
}

// --- by key

export function mendFirst(line) {
  line.querySelector(`${OPEN_ISSUE} button`)?.click();
}

export function dismissFirst(line) {
  line.querySelector(`${OPEN_ISSUE} [value^=dismiss]`)?.click();
}

/* The next line with an open issue after the chosen one, or the first. */
export function nextLineWithIssue() {
  const having = lines.filter((line) => line.querySelector(OPEN_ISSUE));
  const at = lines.findIndex((line) => line.classList.contains("chosen"));
  return having.find((line) => lines.indexOf(line) > at) || having[0];
}

// --- decisions

async function decide(button) {
  const [decision, ...name] = button.value.split(":");
  const form = document.getElementById("issue-decisions");
  const data = new FormData(form);
  data.append("_decide", button.value);
  button.disabled = true;
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: data,
      headers: { Accept: "application/json" },
    });
    if (!answer.ok) throw new Error(String(answer.status));
    show(decision === "dismiss", name.join(":"), await answer.json());
    button.closest("tr")?.focus({ preventScroll: true });
  } catch {
    button.disabled = false;
    say(gettext("This could not be saved now. Try again."));
  }
}

/* The issue as it is now, at each line that has it, and the number of those that are open. */
function show(isDismissed, name, answer) {
  for (const button of document.querySelectorAll(`.issue [value$=":${name}"]`)) {
    if (button.name === "_decide") showDecision(button, isDismissed, name, answer);
  }
  const count = ngettext("%(count)s issue", "%(count)s issues", answer.count);
  const bar = document.querySelector(".bar-issues");
  if (bar) bar.textContent = interpolate(count, answer, true);
  say(isDismissed ? gettext("Issue dismissed.") : gettext("The issue is open again."));
}

function showDecision(button, isDismissed, name, answer) {
  const issue = button.closest(".issue");
  issue.classList.toggle("issue-settled", isDismissed);
  issue.querySelector(".issue-by")?.remove();
  for (const other of issue.querySelectorAll("button")) {
    if (other !== button) other.hidden = isDismissed;
  }
  button.value = `${isDismissed ? "reopen" : "dismiss"}:${name}`;
  button.textContent = isDismissed ? gettext("Undo") : gettext("Dismiss");
  button.disabled = false;
  if (!isDismissed) return;
  const by = document.createElement("span");
  by.className = "issue-by";
  by.textContent = interpolate(gettext("Dismissed by %(by)s"), answer, true);
  button.before(by, " ");
}
