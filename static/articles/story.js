// What a story's page offers where there are scripts: its address to copy, the page to print, and for
// editors its form.

function offer(tools) {
  const copy = tools.querySelector("[data-copy]");
  const status = tools.querySelector("[role=status]");
  const canonical = document.querySelector("link[rel=canonical]");

  copy.addEventListener("click", async () => {
    const address = canonical ? canonical.href : window.location.href;
    try {
      await navigator.clipboard.writeText(address);
      status.textContent = copy.dataset.copied;
    } catch {
      // Not allowed, or no secure address: the address is shown, to be copied by hand.
      status.textContent = address;
    }
  });
  tools.querySelector("[data-print]").addEventListener("click", () => window.print());
  // Whoever works at the desk; the desk itself asks who it is.
  const isOfDesk = document.cookie.split("; ").includes("desk=1");
  tools.querySelector("[data-edit]").hidden = !isOfDesk;
  tools.hidden = false;
}

const tools = document.querySelector(".story-tools");
if (tools) offer(tools);
