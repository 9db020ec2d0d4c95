/* On every page of the desk: what the browser keeps of unsaved forms goes once the server says that
   it was saved, when its user logs out, and after a month. See drafts.js. */
"use strict";

window.desk = window.desk || {};

desk.kept = (function () {
  const STEM = "desk-draft:";
  const COOKIE = "desk_saved";
  const LEAVING = "desk-logout";
  const LONGEST = 30 * 24 * 3600 * 1000; // milliseconds
  const { user, path } = document.currentScript.dataset;

  /* The drafts whose keys begin with a user, and maybe an article: [key, draft], the newest first. */
  function all(...owner) {
    const found = [];
    const stem = STEM + owner.map((part) => `${part}:`).join("");
    try {
      for (const key of Object.keys(localStorage)) {
        if (!key.startsWith(stem)) continue;
        const draft = read(key);
        if (!draft || Date.now() - draft.at > LONGEST) localStorage.removeItem(key);
        else found.push([key, draft]);
      }
    } catch {
      // A browser that keeps nothing has no drafts.
    }
    return found.sort((one, other) => other[1].at - one[1].at);
  }

  function read(key) {
    try {
      const draft = JSON.parse(localStorage.getItem(key));
      return draft && Array.isArray(draft.fields) && Number.isFinite(draft.at) ? draft : null;
    } catch {
      return null; // it is none of ours
    }
  }

  function keyOf(of, article, id) {
    return `${STEM}${of}:${article}:${id}`;
  }

  function forget(key) {
    localStorage.removeItem(key);
  }

  /* The cookie names the drafts whose save went through. */
  function forgetSaved() {
    const cookie = document.cookie.split("; ").find((one) => one.startsWith(`${COOKIE}=`));
    if (!cookie) return;
    const saved = cookie.slice(COOKIE.length + 1).split(".");
    for (const [key] of all(user)) if (saved.includes(key.split(":").at(-1))) forget(key);
    document.cookie = `${COOKIE}=; path=${path}; max-age=0; samesite=lax`;
  }

  /* Who logs out leaves nothing behind for the next user of the browser. */
  function forgetWhoLeft() {
    try {
      const left = sessionStorage.getItem(LEAVING);
      if (left && !user) for (const [key] of all(left)) forget(key);
      sessionStorage.removeItem(LEAVING);
      document.getElementById("logout-form")?.addEventListener("submit", () => {
        sessionStorage.setItem(LEAVING, user);
      });
    } catch {
      // Nothing is kept, and nothing to forget.
    }
  }

  if (user) forgetSaved();
  forgetWhoLeft();
  all(); // so that what is too old goes, whosever it is

  return { all, forget, keyOf };
})();
