// What does the customer see now? Asked every second; what has changed is fetched, and focus stays where it was.
import { ask, askAgain, textOf } from "./asking.js";

const EVERY = 1_000;
const LONGEST = 15_000;

const mirror = document.querySelector("[data-beside]");
if (mirror) watch(mirror);

function watch(mirror) {
  const said = document.querySelector("[data-beside-said]");

  const draw = async () => {
    const text = await textOf(await ask(mirror.dataset.beside));
    // It has ended, or the member is not in any more: the page says which.
    if (text === null) return location.reload();
    const focused = document.activeElement?.value;
    const before = mirror.querySelector(".mirror__no")?.textContent;
    mirror.innerHTML = text;
    mirror.dataset.word = mirror.firstElementChild.dataset.word;
    if (focused) mirror.querySelector(`button[value="${CSS.escape(focused)}"]`)?.focus();
    const now = mirror.querySelector("h2")?.textContent;
    if (now && before !== mirror.querySelector(".mirror__no").textContent) said.textContent = `お客さまの画面：${now}`;
  };

  const look = async () => {
    const word = await (await ask(mirror.dataset.wordUrl, { redirect: "follow" })).text();
    if (word !== mirror.dataset.word) await draw();
  };

  // Pointing loads nothing anew.
  mirror.addEventListener("submit", async (press) => {
    press.preventDefault();
    const form = press.target;
    const body = new URLSearchParams(new FormData(form, press.submitter));
    try {
      await ask(form.action, { method: "POST", body });
      await draw();
    } catch {
      location.reload();
    }
  });

  for (const line of document.querySelectorAll("[data-beside-by-itself]")) line.hidden = false;
  askAgain({ every: EVERY, longest: LONGEST, look })();
}
