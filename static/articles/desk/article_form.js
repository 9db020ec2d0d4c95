// The article's form: its scripts, each of which does nothing where its part of the page is missing.
import { startCards } from "./body_cards.js";
import { watchForm } from "./changes.js";
import { startDrafts } from "./drafts.js";
import { startKeys } from "./keys.js";
import { startPictures } from "./pictures.js";
import { startPresence } from "./presence.js";
import { startRawLines } from "./raw_lines.js";
import { startReading } from "./reading.js";
import { startRows } from "./rows.js";
import { startStated } from "./stated.js";

const form = document.getElementById("article_form");
if (form) {
  startCards();
  startRawLines(form);
  startRows();
  startStated(form);
  startPictures();
  startReading();
  startKeys(form);
  watchForm(form);
  startPresence(form);
  startDrafts(form); // the last: what it offers to restore goes into all that is there
}
