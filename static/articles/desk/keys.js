/* Keys of the article form, the warning before unsaved changes are left, and what both share. */
"use strict";

window.desk = window.desk || {};

(function () {
  let dirty = false;
  let leaving = false;

  desk.changed = function () {
    dirty = true;
    document.querySelector(".bar-dirty")?.removeAttribute("hidden");
    document.dispatchEvent(new Event("desk:changed"));
  };

  let undo = null;

  /* Says what was taken away, and offers the way back until the next thing is. */
  desk.offerUndo = function (words, back) {
    document.querySelector(".bar-undo")?.remove();
    const told = document.createElement("p");
    told.className = "bar-undo";
    told.setAttribute("role", "status");
    const button = document.createElement("button");
    button.type = "button";
    const key = document.createElement("kbd");
    key.textContent = "u";
    button.append(gettext("Undo"), " ", key);
    undo = () => {
      undo = null;
      told.remove();
      back();
    };
    button.addEventListener("click", () => undo?.());
    told.append(words, " ", button);
    document.querySelector(".submit-row")?.prepend(told);
  };

  function typing(element) {
    return element.matches("input:not([type=checkbox], [type=submit]), textarea, select, [contenteditable]")
      || element.closest("dialog, .select2-container");
  }

  function singleKeys() {
    const box = document.getElementById("single-keys");
    return box.checked;
  }

  desk.singleKeys = singleKeys;

  function press(key) {
    const target = document.querySelector(`.submit-row [data-key="${key}"]`);
    if (target) target.click();
    return Boolean(target);
  }

  const ACTS = {
    p: () => press("p"),
    s: () => press("s"),
    n: () => press("n"),
    b: () => press("b"),
    i: () => desk.evidence.nextIssue(),
    v: () => desk.reading.toggle(),
    u: () => undo?.(),
    e: () => desk.evidence.focusLines(),
    "?": () => document.getElementById("keys").showModal(),
  };

  function onKey(event) {
    if (event.defaultPrevented || event.altKey || event.isComposing) return;
    if (event.ctrlKey || event.metaKey) {
      const key = { Enter: "p", s: "s" }[event.key];
      if (key) {
        event.preventDefault();
        press(key);
      }
      return;
    }
    if (event.key === "Escape" && typing(document.activeElement)) {
      if (!document.activeElement.closest("dialog")) document.activeElement.blur();
      return;
    }
    if (typing(event.target) || !singleKeys() || !(event.key in ACTS)) return;
    event.preventDefault();
    ACTS[event.key]();
  }

  function remember(box) {
    try {
      box.checked = localStorage.getItem("desk-single-keys") !== "off";
      box.addEventListener("change", () => {
        localStorage.setItem("desk-single-keys", box.checked ? "on" : "off");
      });
    } catch {
      // A browser that keeps nothing starts with the keys on.
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    const form = document.getElementById("article_form");
    const dialog = document.getElementById("keys");
    if (!form || !dialog) return;
    remember(document.getElementById("single-keys"));
    document.querySelectorAll(".bar-keys").forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", () => dialog.showModal());
    });
    document.querySelector(".bar-issues")?.addEventListener("click", (event) => {
      event.preventDefault();
      desk.evidence.nextIssue();
    });
    document.addEventListener("keydown", onKey);
    form.addEventListener("change", desk.changed);
    form.addEventListener("submit", () => {
      leaving = true;
    });
    window.addEventListener("beforeunload", (event) => {
      if (dirty && !leaving) event.preventDefault();
    });
  });
})();
