// Who else has this customer open? Asked again and again, which also tells the others that this page is looked at.
import { ask, askAgain, textOf } from "./asking.js";

const EVERY = 5_000;
const LONGEST = 20_000;

const box = document.querySelector("[data-presence]");
if (box) askAgain({ every: EVERY, longest: LONGEST, look });

// Where the case is over nothing is said here: what was typed into the page is its member's, and the server says it next.
async function look() {
  const text = await textOf(await ask(box.dataset.presence));
  if (text === null) return;
  const told = new DOMParser().parseFromString(text, "text/html").querySelector("[data-word]");
  const before = box.querySelector("[data-word]");
  if (!told || told.dataset.word === before.dataset.word) return;
  const pressed = before.contains(document.activeElement);
  before.replaceWith(told);
  if (pressed) told.querySelector("button")?.focus();
  const news = [...told.querySelectorAll("[data-news]")].map((each) => each.textContent);
  document.querySelector("[data-presence-said]").textContent = news.join("") || "ほかに開いている担当者はいません。";
}
