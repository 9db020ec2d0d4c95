// A page whose content is marked `data-live` refreshes itself, in place, until it is done. What
// changed is said to those who do not see it. Without scripts the page reloads itself.

const EVERY = 800; // milliseconds

function content() {
  return document.getElementById("content");
}

function isLive() {
  return content()?.querySelector("[data-live], [data-live] *") !== null;
}

const said = document.createElement("p");
said.className = "visually-hidden";
said.setAttribute("role", "status");

function say() {
  const words = content().querySelector("[data-say]")?.dataset.say ?? "";
  if (said.textContent !== words) said.textContent = words;
}

function put(fresh) {
  const focused = document.activeElement?.id;
  content().replaceWith(document.adoptNode(fresh));
  if (focused) document.getElementById(focused)?.focus();
  say();
}

async function refresh() {
  try {
    const answer = await fetch(window.location.href, { credentials: "same-origin" });
    if (answer.redirected && new URL(answer.url).pathname !== window.location.pathname) {
      window.location.replace(answer.url);
      return;
    }
    if (answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("content");
      if (fresh) put(fresh);
    }
  } catch {
    // The server is away for a moment: the next round asks again.
  }
  if (isLive()) window.setTimeout(refresh, EVERY);
}

if (content() && isLive()) {
  content().after(said);
  say();
  window.setTimeout(refresh, EVERY);
}
