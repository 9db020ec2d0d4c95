/* Keys of the article form, the warning before unsaved changes are left, and what both share. */
"use strict";

window.desk = window.desk || {};

(function () {
  let dirty = false;
  let leaving = false;
  let sentAt = 0;
  const RESEND = 3000; // milliseconds in which a second press counts as a slip

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
    return element.isContentEditable
      || element.matches("input:not([type=checkbox], [type=submit], [type=button]), textarea, select")
      || element.closest("dialog, .select2-container, [role=textbox], [role=listbox], [role=menu]");
  }

  /* Something lies open above the form, wherever the focus is. */
  function isCovered() {
    return [...document.querySelectorAll("dialog[open], .select2-container--open, .calendarbox, .clockbox")]
      .some((element) => element.getClientRects().length);
  }

  function singleKeys() {
    const box = document.getElementById("single-keys");
    return box.checked;
  }

  desk.singleKeys = singleKeys;

  function press(key) {
    const isSave = key === "p" || key === "s";
    if (isSave && Date.now() - sentAt < RESEND) return true; // it is on its way already
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

  /* While a word is being composed, keys belong to the input method; Safari says so by 229 alone. */
  function isComposing(event) {
    return event.isComposing || event.keyCode === 229;
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
    if (event.key === "Escape" && (typing(focused) || desk.evidence.has(focused))) {
      if (!focused.closest("dialog")) focused.blur();
      return;
    }
    if (isTitle(event.target) && event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      press("s");
      return;
    }
    if (typing(event.target) || isCovered() || !singleKeys() || !(event.key in ACTS)) return;
    // With Shift (and Caps Lock, which turns P back into p) a letter is no command of the page.
    if (event.shiftKey && event.key !== "?") return;
    // At a raw line Shift+P makes a paragraph: a slip there must not publish.
    if (event.key === "p" && desk.evidence.has(focused)) return;
    event.preventDefault();
    ACTS[event.key]();
  }

  /* The headline is one line, in a box that grows with it: Enter does there what it does in others. */
  function isTitle(element) {
    return element.matches("#article_form textarea[name=headline]");
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
    form.addEventListener("submit", (event) => {
      if (event.defaultPrevented) return;
      leaving = true;
      sentAt = Date.now();
    });
    window.addEventListener("pageshow", (event) => {
      if (event.persisted) leaving = false; // back from where it led, and as it was left
    });
    window.addEventListener("beforeunload", (event) => {
      if (dirty && !leaving) event.preventDefault();
    });
  });
})();
