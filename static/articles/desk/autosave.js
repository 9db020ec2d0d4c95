// Keeps what is typed into an article's form on the server, too, as a private draft: every few
// seconds and on leaving. So it is there after a crash of the machine, and on another one.

const EVERY = 5000; // milliseconds between two sendings
const BEACON = 60_000; // characters that a browser sends while it leaves

let address, article, key, token, latest, timer;
let sent = "";

export function startAutosave(box, form, draftKey) {
  address = box.dataset.autosave;
  if (!address) return;
  article = box.dataset.article;
  key = draftKey;
  token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  window.addEventListener("pagehide", leave);
}

/* To be called with each draft that the browser keeps. */
export function keepOnServer(draft) {
  if (!address) return;
  latest = draft;
  timer ||= setTimeout(send, EVERY);
}

/* The form is on its way: what it has is saved, and no draft any more. */
export function holdAutosave() {
  clearTimeout(timer);
  timer = 0;
}

function body(more) {
  const data = new FormData();
  data.append("csrfmiddlewaretoken", token);
  data.append("article", article);
  for (const [name, value] of Object.entries(more)) data.append(name, value);
  return data;
}

async function send() {
  timer = 0;
  const text = JSON.stringify(latest);
  if (JSON.stringify(latest.fields) === sent) return;
  try {
    const answer = await fetch(address, { method: "POST", body: body({ key, draft: text }) });
    if (answer.redirected) document.dispatchEvent(new Event("desk:signed-out"));
    else if (answer.ok) sent = JSON.stringify(latest.fields);
  } catch {
    timer = setTimeout(send, EVERY); // off the network for a moment
  }
}

function leave() {
  if (!timer) return;
  clearTimeout(timer);
  timer = 0;
  const text = JSON.stringify(latest);
  if (text.length < BEACON) navigator.sendBeacon(address, body({ key, draft: text }));
}

/* The drafts that the server has for this form and user: [key, draft], the newest first. */
export async function draftsOnServer() {
  if (!address) return [];
  try {
    const answer = await fetch(`${address}?article=${encodeURIComponent(article)}`);
    if (!answer.ok || answer.redirected) return [];
    const found = await answer.json();
    return found.drafts.map((row) => [row.key, row.draft]);
  } catch {
    return []; // the browser's own are offered
  }
}

export function forgetOnServer(draftKey) {
  if (address) fetch(address, { method: "POST", body: body({ key: draftKey, discard: "1" }), keepalive: true });
}
