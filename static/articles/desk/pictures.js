// Pictures are dropped on a caption's row, and shown there before they are saved. The file input
// does without this script.

const MOST_BYTES = 20 * 1024 * 1024;
const SHOWN_WIDTH = 240;

function hasFiles(event) {
  return Boolean(event.dataTransfer) && [...event.dataTransfer.types].includes("Files");
}

function rowUnder(event) {
  return event.target.closest?.("#captions-group tr.form-row:not(.empty-form)");
}

function inputOf(row) {
  return row.querySelector('input[type="file"]');
}

/* A file that misses a row would otherwise open in place of the form. */
function onDragOver(event) {
  if (!hasFiles(event)) return;
  event.preventDefault();
  const row = rowUnder(event);
  event.dataTransfer.dropEffect = row ? "copy" : "none";
  mark(row);
}

function mark(row) {
  for (const one of document.querySelectorAll(".row-takes-picture")) {
    if (one !== row) one.classList.remove("row-takes-picture");
  }
  row?.classList.add("row-takes-picture");
}

function onDrop(event) {
  if (!hasFiles(event)) return;
  event.preventDefault();
  mark(null);
  const row = rowUnder(event);
  const file = event.dataTransfer.files[0];
  if (!row || !file) return;
  const carrier = new DataTransfer();
  carrier.items.add(file);
  inputOf(row).files = carrier.files;
  inputOf(row).dispatchEvent(new Event("change", { bubbles: true }));
  row.querySelector('[name$="-alt_text"]')?.focus();
}

function onChange(event) {
  const input = event.target;
  if (input.type !== "file" || !input.closest("#captions-group")) return;
  show(input, input.files[0]);
}

async function show(input, file) {
  const cell = input.closest(".picture-input") || input.parentElement;
  cell.querySelectorAll(".picture-new").forEach((old) => old.remove());
  if (!file) return;
  const box = document.createElement("div");
  box.className = "picture-new";
  const words = document.createElement("p");
  words.setAttribute("role", "status");
  box.append(words);
  cell.prepend(box);
  if (file.size > MOST_BYTES) {
    words.textContent = interpolate(gettext("%(name)s is larger than 20 MB and will be refused."), file, true);
    return;
  }
  try {
    const picture = await createImageBitmap(file);
    const canvas = document.createElement("canvas");
    canvas.width = Math.min(SHOWN_WIDTH, picture.width);
    canvas.height = Math.round((picture.height * canvas.width) / picture.width);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    words.textContent = interpolate(
      gettext("%(name)s, %(width)s × %(height)s; saved with the story."),
      { name: file.name, width: picture.width, height: picture.height },
      true,
    );
    box.prepend(canvas);
  } catch {
    words.textContent = interpolate(gettext("This browser cannot show %(name)s as an image."), file, true);
  }
}

export function startPictures() {
  if (!document.getElementById("captions-group")) return;
  document.addEventListener("dragover", onDragOver);
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) mark(null);
  });
  document.addEventListener("drop", onDrop);
  document.addEventListener("change", onChange);
}
