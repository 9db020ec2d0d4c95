// What has changed in the article's form since it was opened: the mark in its bar, the question
// before it is left, and the undo of what was removed last.

let isDirty = false;
let isLeaving = false;
let undo = null;

/* To be called at each change, by hand or by script. Others listen for "desk:changed". */
export function changed() {
  isDirty = true;
  document.querySelector(".bar-dirty")?.removeAttribute("hidden");
  document.dispatchEvent(new Event("desk:changed"));
}

/* Says what was removed, and offers to restore it until something else is removed. */
export function offerUndo(words, restore) {
  document.querySelector(".bar-undo")?.remove();
  const notice = document.createElement("p");
  notice.className = "bar-undo";
  notice.setAttribute("role", "status");
  const button = document.createElement("button");
  button.type = "button";
  const key = document.createElement("kbd");
  key.textContent = "u";
  button.append(gettext("Undo"), " ", key);
  undo = () => {
    undo = null;
    notice.remove();
    restore();
  };
  button.addEventListener("click", () => undoLast());
  notice.append(words, " ", button);
  document.querySelector(".submit-row")?.prepend(notice);
}

/* Takes back what was removed last; false if there is nothing. */
export function undoLast() {
  if (!undo) return false;
  undo();
  return true;
}

/* Takes note of each change by hand, and asks before a changed form is left in any way but by its
   own buttons. */
export function watchForm(form) {
  // `change` comes only when a field is left; what is typed counts at once.
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) isLeaving = true;
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) isLeaving = false; // back from where it led, and as it was left
  });
  window.addEventListener("beforeunload", (event) => {
    if (isDirty && !isLeaving) event.preventDefault();
  });
}
