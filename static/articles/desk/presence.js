/* A sign every few seconds that this form is open, and word of who else has it open. Without this
   script the page says so when it loads, and the server still lets nobody save over anybody. */
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const box = document.getElementById("desk-notices");
  const form = document.getElementById("article_form");
  if (!box || !form || !Number(box.dataset.seconds)) return;
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const others = document.getElementById("others-notice");
  const changed = document.getElementById("changed-notice");
  const gone = document.getElementById("gone-notice");
  let timer;

  function body(extra) {
    const data = new FormData();
    data.append("csrfmiddlewaretoken", token);
    data.append("version", box.dataset.version);
    if (extra) data.append(extra, "1");
    return data;
  }

  /* Written only when it says something new, so that it is not read out every time. */
  function put(element, text) {
    if (element.textContent !== text) element.textContent = text;
  }

  function show(said) {
    const names = (said.others || []).map((other) => interpolate(gettext("%(name)s (since %(since)s)"), other, true));
    if (names.length) put(others.querySelector(".who"), names.join(gettext(", ")));
    others.hidden = !names.length;
    if (said.changed) put(changed.querySelector(".when"), said.changed);
    changed.hidden = !said.changed;
    gone.hidden = !said.is_gone;
  }

  async function beat() {
    try {
      const answer = await fetch(box.dataset.address, { method: "POST", body: body() });
      if (answer.redirected) document.dispatchEvent(new Event("desk:signed-out"));
      else if (answer.ok) show(await answer.json());
    } catch {
      // Off the network for a moment: the next beat tells.
    }
  }

  function start() {
    clearInterval(timer);
    timer = setInterval(beat, Number(box.dataset.seconds) * 1000);
  }

  start();
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) beat();
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) {
      beat();
      start();
    }
  });
  window.addEventListener("pagehide", () => {
    clearInterval(timer);
    navigator.sendBeacon(box.dataset.address, body("left"));
  });

  /* `change` comes only when a field is left; what is typed counts at once. */
  form.addEventListener("input", () => window.desk && window.desk.changed && window.desk.changed());
});
