// Where the browser keeps what was typed into articles' forms and not saved: a draft a form, under
// a key that names its user and its article.

const STEM = "desk-draft:";
const LONGEST = 30 * 24 * 3600 * 1000; // milliseconds

/* The drafts whose keys begin with a user, and maybe an article: [key, draft], the newest first.
   Those that are too old are deleted. */
export function keptDrafts(...owner) {
  const drafts = [];
  const stem = STEM + owner.map((part) => `${part}:`).join("");
  try {
    for (const key of Object.keys(localStorage)) {
      if (!key.startsWith(stem)) continue;
      const draft = read(key);
      if (!draft || Date.now() - draft.at > LONGEST) localStorage.removeItem(key);
      else drafts.push([key, draft]);
    }
  } catch {
    // A browser that keeps nothing has no drafts.
  }
  return drafts.sort((one, other) => other[1].at - one[1].at);
}

function read(key) {
  try {
    const draft = JSON.parse(localStorage.getItem(key));
    return draft && Array.isArray(draft.fields) && Number.isFinite(draft.at) ? draft : null;
  } catch {
    return null; // it is none of ours
  }
}

export function keyOfDraft(user, article, id) {
  return `${STEM}${user}:${article}:${id}`;
}

export function forgetDraft(key) {
  localStorage.removeItem(key);
}
