// Keeps what is typed into an article's form in the browser until the server has saved it, and
// offers it when the form is opened again: after a lost session, a crash, a closed tab.
import { draftsOnServer, forgetOnServer, holdAutosave, keepOnServer, startAutosave } from "./autosave.js";
import { replaceBody } from "./body_cards.js";
import { makeButton } from "./buttons.js";
import { changed } from "./changes.js";
import { forgetDraft, keptDrafts, keyOfDraft } from "./kept_drafts.js";

const PAUSE = 400; // milliseconds between two writes
const ID = /^[0-9a-z]{8,40}$/;
const LEFT_OUT = ["file", "submit", "button", "reset", "image"];
let form, box, id, key, timer, pause;
let isTold = false;

export function startDrafts(articleForm) {
  form = articleForm;
  box = document.getElementById("desk-drafts");
  if (!box) return;
  // A form that came back with errors goes on with its draft.
  const posted = box.dataset.draft;
  const isBound = ID.test(posted);
  id = isBound ? posted : Date.now().toString(36) + Math.random().toString(36).slice(2, 12);
  key = keyOfDraft(box.dataset.user, box.dataset.article, id);
  const input = document.createElement("input");
  input.type = "hidden";
  input.name = "draft";
  input.value = id;
  form.append(input);
  startAutosave(box, form, id);
  const stored = collect(true);
  const now = collect(false);
  const offered = offer(stored, isBound);
  draftsOnServer().then((drafts) => offerFromServer(drafts, stored, offered));
  form.addEventListener("input", schedule);
  form.addEventListener("change", schedule);
  document.addEventListener("desk:changed", schedule);
  document.addEventListener("desk:signed-out", tellSignedOut);
  form.addEventListener("submit", () => {
    flush();
    holdAutosave();
  });
  window.addEventListener("pagehide", flush);
  document.addEventListener("visibilitychange", () => document.hidden && flush());
  if (isBound || !isSame(stored, now)) schedule(); // what the browser itself has filled in again
}

// --- keeping

/* The inputs as [name, value, words of a choice]; as they came from the server, or as they are. */
function collect(asStored) {
  const found = [];
  for (const element of form.elements) {
    const { name, type } = element;
    if (!name || LEFT_OUT.includes(type) || name.startsWith("_")) continue;
    if (["csrfmiddlewaretoken", "draft"].includes(name) || name.includes("__prefix__")) continue;
    if (type === "checkbox" || type === "radio") {
      if (asStored ? element.defaultChecked : element.checked) found.push([name, element.value]);
    } else if (element.tagName === "SELECT") {
      const option = asStored
        ? [...element.options].find((one) => one.defaultSelected) || element.options[0]
        : element.selectedOptions[0];
      found.push([name, option ? option.value : "", option ? option.text : ""]);
    } else {
      const value = asStored ? element.defaultValue : element.value;
      found.push([name, value.replace(/\r\n?/g, "\n")]);
    }
  }
  return found;
}

function isSame(some, others) {
  const [one, other] = [some, others].map((fields) =>
    JSON.stringify(fields.filter(([name]) => name !== "seen").map(([name, value]) => [name, value]).sort()));
  return one === other;
}

function schedule() {
  if (timer) return;
  timer = setTimeout(flush, pause || PAUSE);
}

function flush() {
  if (!timer) return;
  clearTimeout(timer);
  timer = 0;
  write();
}

function write() {
  const begun = performance.now();
  const files = [...form.querySelectorAll("input[type=file]")]
    .flatMap((input) => [...input.files].map((file) => file.name));
  const draft = { at: Date.now(), fields: collect(false), files };
  keepOnServer(draft);
  try {
    localStorage.setItem(key, JSON.stringify(draft));
  } catch {
    if (!isTold) {
      isTold = true;
      tell(gettext("This browser has no room to keep what you type. Save now and then, so that nothing is lost."));
    }
    return false;
  }
  pause = Math.max(PAUSE, 10 * (performance.now() - begun)); // a long form is written less often
  return true;
}

// --- offering

/* Offers what the browser has; gives the ids of those drafts. */
function offer(stored, isBound) {
  const offered = [id];
  for (const [other, draft] of keptDrafts(box.dataset.user, box.dataset.article)) {
    if (other === key) continue;
    offered.push(other.split(":").at(-1));
    if (!isSame(draft.fields, stored)) offerOne(other, draft);
    else if (!isBound) forget(other); // it is stored by now
  }
  return offered;
}

/* What this browser does not have: of another machine, or of one whose memory was lost. */
function offerFromServer(drafts, stored, offered) {
  for (const [name, draft] of drafts) {
    if (offered.includes(name)) continue;
    if (isSame(draft.fields, stored)) forgetOnServer(name);
    else offerOne(keyOfDraft(box.dataset.user, box.dataset.article, name), draft, true);
  }
}

function forget(other) {
  forgetDraft(other);
  forgetOnServer(other.split(":").at(-1));
}

function offerOne(other, draft, isOfServer = false) {
  const at = new Date(draft.at).toLocaleString(document.documentElement.lang, {
    dateStyle: "medium",
    timeStyle: "short",
  });
  const words = isOfServer
    ? gettext("What you wrote here and did not save (%(at)s) is kept for you.")
    : gettext("What you wrote here and did not save (%(at)s) is kept in this browser.");
  const notice = tell(interpolate(words, { at }, true));
  if (valueOf(draft, "seen") && valueOf(draft, "seen") !== form.elements.seen?.value) {
    notice.append(
      " ",
      gettext("The story was saved since then: when you save, you will be asked which changes to keep."),
    );
  }
  notice.append(
    " ",
    makeButton(gettext("Restore"), () => {
      restore(draft);
      if (write()) forget(other);
      notice.replaceChildren(gettext("Restored. It is not saved yet."));
      if (draft.files?.length) {
        const names = { names: draft.files.join(gettext(", ")) };
        notice.append(" ", interpolate(gettext("Choose these files again, browsers do not keep them: %(names)s."), names, true));
      }
      document.querySelector("#id_headline")?.focus();
    }),
    " ",
    makeButton(gettext("Discard"), () => {
      forget(other);
      notice.remove();
    }),
  );
}

function tell(words) {
  const notice = document.createElement("p");
  notice.className = "desk-notice";
  notice.append(words);
  box.append(notice);
  return notice;
}

function tellSignedOut() {
  if (document.getElementById("signed-out-notice")) return;
  const notice = tell(
    gettext("You are logged out. What you write is kept in this browser: save, log in, and restore it."),
  );
  notice.id = "signed-out-notice";
  schedule();
}

// --- restoring

function valueOf(draft, name) {
  return draft.fields.find(([one]) => one === name)?.[1] || "";
}

function restore(draft) {
  const values = new Map(draft.fields.map(([name, value, words]) => [name, { value, words }]));
  const prefixes = [...values.keys()]
    .filter((name) => name.endsWith("-TOTAL_FORMS"))
    .map((name) => name.slice(0, -"-TOTAL_FORMS".length));
  const isRow = (name) => prefixes.some((prefix) => name.startsWith(`${prefix}-`));
  const elements = Array.from(form.elements); // some are added on the way
  for (const element of elements) {
    if (element.name && !isRow(element.name) && element.name !== "body") fill(element, values);
  }
  for (const prefix of prefixes) restoreRows(prefix, values);
  const body = values.get("body");
  if (body && form.elements.body) replaceBody(body.value);
  changed();
}

function fill(element, values, name = element.name) {
  const kept = values.get(name);
  if (LEFT_OUT.includes(element.type) || ["csrfmiddlewaretoken", "draft"].includes(name)) return;
  if (element.type === "checkbox" || element.type === "radio") {
    if (values.size) element.checked = Boolean(kept) && (element.type === "checkbox" || kept.value === element.value);
    return;
  }
  if (!kept) return;
  if (element.tagName === "SELECT" && ![...element.options].some((one) => one.value === kept.value)) {
    element.append(new Option(kept.words || kept.value, kept.value));
  }
  if (element.value === kept.value) return;
  element.value = kept.value;
  element.dispatchEvent(new Event("change", { bubbles: true }));
}

/* A row that is stored is found by its key; one that is new, or is gone by now, is added. */
function restoreRows(prefix, values) {
  const rows = new Map();
  for (const [name, kept] of values) {
    const [, number, field] = name.startsWith(`${prefix}-`) && /^(\d+)-(.+)$/.exec(name.slice(prefix.length + 1)) || [];
    if (!field) continue;
    if (!rows.has(number)) rows.set(number, new Map());
    rows.get(number).set(field, kept);
  }
  const group = document.getElementById(`${prefix}-group`);
  const shown = () => [...group.querySelectorAll("tr.form-row:not(.empty-form)")];
  const known = new Map(shown().map((row) => [row.querySelector('[name$="-id"]')?.value, row]));
  for (const row of rows.values()) {
    const stored = row.get("id")?.value;
    let target = stored && known.get(stored);
    if (!target) {
      const link = group.querySelector(".add-row a, .addlink");
      if (!link) continue;
      link.click();
      target = shown().at(-1);
    }
    for (const element of target.querySelectorAll("input, textarea, select")) {
      const field = /-\d+-(.+)$/.exec(element.name)?.[1];
      if (field && field !== "id" && field !== "article") fill(element, row, field);
    }
  }
}
