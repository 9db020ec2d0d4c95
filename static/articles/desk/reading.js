// The story as it reads, in place of the raw lines, and again after each change. The server lays it
// out from what the form holds, as it lays out readers' pages; nothing is saved.

const PAUSE = 300; // milliseconds without a change before it is asked for
let pane, evidence, section, page, timer, request;

export function startReading() {
  section = document.getElementById("reading");
  if (!section) return;
  pane = section.parentElement;
  page = section.querySelector(".reading-page");
  evidence = document.getElementById("evidence");
  document.addEventListener("desk:changed", () => {
    if (section.hidden) return;
    clearTimeout(timer);
    timer = setTimeout(load, PAUSE);
  });
  tabs();
  if (!evidence) {
    pane.hidden = false;
    pane.parentElement.classList.add("panes-two");
    show(true);
  }
}

function tabs() {
  if (!evidence) return;
  const bar = document.createElement("div");
  bar.className = "side-tabs";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", gettext("Beside the form"));
  for (const [reads, label] of [[false, gettext("Original")], [true, gettext("Preview")]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.dataset.reads = reads;
    button.addEventListener("click", () => show(reads));
    bar.append(button);
  }
  pane.prepend(bar);
  show(false);
}

function show(reads) {
  section.hidden = !reads;
  if (evidence) evidence.hidden = reads;
  pane.querySelectorAll(".side-tabs button").forEach((button) => {
    button.setAttribute("aria-pressed", String(button.dataset.reads === String(reads)));
  });
  if (reads) load();
}

export function toggleReading() {
  if (evidence) show(section.hidden);
  if (!section.hidden) section.scrollIntoView({ block: "nearest" });
}

async function load() {
  const data = new FormData(document.getElementById("article_form"));
  const files = [...data].filter(([, value]) => value instanceof File);
  for (const [name] of files) data.delete(name);
  request?.abort();
  request = new AbortController();
  try {
    const response = await fetch(section.dataset.address, {
      method: "POST",
      body: data,
      signal: request.signal,
    });
    if (!response.ok) throw new Error(String(response.status));
    const made = new DOMParser().parseFromString(await response.text(), "text/html");
    const scrolled = page.scrollTop;
    page.replaceChildren(...made.body.childNodes);
    page.scrollTop = scrolled;
  } catch (error) {
    if (error.name === "AbortError") return;
    page.textContent = gettext("It cannot be shown now; what you wrote is still in the form.");
  }
}

export function showLines() {
  if (evidence && section && !section.hidden) show(false);
}
