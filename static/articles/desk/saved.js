// On every page of the desk: the drafts that the browser keeps are deleted once the server says
// that they were saved, when their user logs out, and after a month. See drafts.js.
import { forgetDraft, keptDrafts } from "./kept_drafts.js";

const COOKIE = "desk_saved";
const LEAVING = "desk-logout";
const { user, path } = document.getElementById("saved-script").dataset;

/* The cookie names the drafts that were saved. */
function forgetSaved() {
  const cookie = document.cookie.split("; ").find((one) => one.startsWith(`${COOKIE}=`));
  if (!cookie) return;
  const saved = cookie.slice(COOKIE.length + 1).split(".");
  for (const [key] of keptDrafts(user)) {
    if (saved.includes(key.split(":").at(-1))) forgetDraft(key);
  }
  document.cookie = `${COOKIE}=; path=${path}; max-age=0; samesite=lax`;
}

/* Who logs out leaves nothing behind for the next user of the browser. */
function forgetWhoLeft() {
  try {
    const left = sessionStorage.getItem(LEAVING);
    if (left && !user) for (const [key] of keptDrafts(left)) forgetDraft(key);
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
keptDrafts(); // deletes what is too old, whoever wrote it
