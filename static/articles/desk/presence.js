// Reports every few seconds that this form is open, and shows who else has it open. Without this
// script the page says so when it loads, and the server still lets nobody save over anybody.

export function startPresence(form) {
  const box = document.getElementById("desk-notices");
  if (!box || !Number(box.dataset.seconds)) return;
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const othersNotice = document.getElementById("others-notice");
  const changedNotice = document.getElementById("changed-notice");
  const goneNotice = document.getElementById("gone-notice");
  let timer;

  function body(extra) {
    const data = new FormData();
    data.append("csrfmiddlewaretoken", token);
    data.append("version", box.dataset.version);
    if (extra) data.append(extra, "1");
    return data;
  }

  function show(answer) {
    const names = (answer.others || []).map((other) =>
      interpolate(gettext("%(name)s (since %(since)s)"), other, true),
    );
    if (names.length) put(othersNotice.querySelector(".who"), names.join(gettext(", ")));
    othersNotice.hidden = !names.length;
    if (answer.changed) put(changedNotice.querySelector(".when"), answer.changed);
    changedNotice.hidden = !answer.changed;
    goneNotice.hidden = !answer.is_gone;
  }

  async function report() {
    try {
      const answer = await fetch(box.dataset.address, { method: "POST", body: body() });
      if (answer.redirected) document.dispatchEvent(new Event("desk:signed-out"));
      else if (answer.ok) show(await answer.json());
    } catch {
      // Off the network for a moment: the next report tells.
    }
  }

  function restart() {
    clearInterval(timer);
    timer = setInterval(report, Number(box.dataset.seconds) * 1000);
  }

  restart();
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) report();
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) {
      report();
      restart();
    }
  });
  window.addEventListener("pagehide", () => {
    clearInterval(timer);
    navigator.sendBeacon(box.dataset.address, body("left"));
  });
}

/* Written only when it says something new, so that it is not read out every time. */
function put(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
