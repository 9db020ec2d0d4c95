// Names the files that were chosen, and reports too many or too large ones before they are sent.

const form = document.getElementById("upload-form");
const input = document.getElementById("id_files");
const list = form.querySelector(".chosen");
const drop = form.querySelector(".drop");
const most = Number(form.dataset.mostBytes);
const mostFiles = Number(form.dataset.mostFiles);

function inWords(bytes) {
  if (bytes < 1000) return interpolate(gettext("%(number)s bytes"), { number: bytes }, true);
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

function add(text, className) {
  const item = document.createElement("li");
  item.textContent = text;
  item.dir = "auto";
  if (className) item.className = className;
  list.append(item);
}

input.addEventListener("change", function () {
  const files = Array.from(input.files);
  const total = files.reduce((sum, file) => sum + file.size, 0);
  let problem = "";
  if (total > most) {
    const words = gettext("%(size)s is too large for an upload (at most %(most)s). Send it in parts, or import it on the server with manage.py import_dump.");
    problem = interpolate(words, { size: inWords(total), most: form.dataset.mostInWords }, true);
  } else if (files.length > mostFiles) {
    const words = gettext("%(number)s files are too many at once (at most %(most)s); put them in a ZIP.");
    problem = interpolate(words, { number: files.length, most: mostFiles }, true);
  }
  input.setCustomValidity(problem);
  list.replaceChildren();
  if (problem) add(problem, "look");
  for (const file of files.slice(0, 20)) add(`${file.name}, ${inWords(file.size)}`);
  if (files.length > 20) {
    add(interpolate(gettext("and %(more_count)s more"), { more_count: files.length - 20 }, true));
  }
});

for (const name of ["dragenter", "dragover"]) {
  drop.addEventListener(name, () => drop.classList.add("over"));
}
for (const name of ["dragleave", "drop"]) {
  drop.addEventListener(name, () => drop.classList.remove("over"));
}

// Beside the input a file would be opened by the browser, and the page left.
drop.addEventListener("dragover", (event) => event.preventDefault());
drop.addEventListener("drop", function (event) {
  if (event.target === input || !event.dataTransfer?.files.length) return;
  event.preventDefault();
  input.files = event.dataTransfer.files;
  input.dispatchEvent(new Event("change"));
});

form.addEventListener("submit", function () {
  form.querySelector("[type=submit]").value = gettext("Sending…");
});
