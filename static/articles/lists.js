// Lists swap in place with htmx; this keeps the focus, announces the new list, and sends the form
// when something is chosen.

const status = document.getElementById("list-status");
let wasLink = false;

document.addEventListener("htmx:beforeRequest", (event) => {
  wasLink = event.target instanceof HTMLAnchorElement;
  const list = document.getElementById("list");
  if (list) list.setAttribute("aria-busy", "true");
});

document.addEventListener("htmx:afterSettle", () => {
  const title = document.getElementById("list-title");
  const said = document.getElementById("list-total") || document.querySelector(".empty-title");
  // The link that was followed is gone: reading goes on at the heading.
  if (title && (wasLink || document.activeElement === document.body)) {
    title.focus({ preventScroll: true });
    title.scrollIntoView({ block: "nearest" });
    if (window.scrollY > title.offsetTop) window.scrollTo(0, 0);
  }
  if (status && title) {
    status.textContent = said
      ? `${title.textContent.trim()}: ${said.textContent.trim()}`
      : title.textContent.trim();
  }
});

// What went wrong in place is asked for again as a whole page.
for (const name of ["htmx:responseError", "htmx:sendError"]) {
  document.addEventListener(name, (event) => {
    const path = event.detail.pathInfo && event.detail.pathInfo.finalRequestPath;
    if (path) window.location.assign(path);
  });
}

document.addEventListener("change", (event) => {
  const field = event.target;
  if (!field.form || !("submitOnChange" in field.form.dataset)) return;
  if (field.matches("select, [type=checkbox]")) field.form.requestSubmit();
});
