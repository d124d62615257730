// What can the record of a customer do by itself? It masks what was shown for a minute, and says where the customer is.
import { ask, askAgain, textOf } from "./asking.js";

const EVERY = 2_000;
const LONGEST = 30_000;
const MISSED = 3;
const CUT_OFF = "通信が途切れています。つながると、自動で更新します。";

for (const shown of document.querySelectorAll("[data-masked]")) mask(shown);

function mask(shown) {
  const ends = Date.now() + Number(shown.dataset.milliseconds);
  const look = () => {
    if (Date.now() < ends) return setTimeout(look, Math.min(ends - Date.now(), 1_000));
    shown.textContent = shown.dataset.masked;
    shown.parentElement.querySelector("[data-until]").remove();
    shown.parentElement.querySelector("a").hidden = false;
  };
  look();
}

const live = document.querySelector("[data-live]");
if (live) watch(live, document.querySelector("[data-said]"));

function watch(box, said) {
  const look = async (missed) => {
    const text = await textOf(await ask(box.dataset.live));
    // The login or the case is over, and what is shown here is to be seen no more.
    if (text === null) return location.reload();
    const told = take(text);
    if (told.length) said.textContent = `${told.join("、")}が変わりました。`;
    else if (missed >= MISSED) said.textContent = "";
  };

  const take = (text) => {
    const parts = new DOMParser().parseFromString(text, "text/html").querySelectorAll("[data-part]");
    const told = [];
    box.querySelectorAll("[data-part]").forEach((old, place) => {
      const part = parts[place];
      if (!part || part.innerHTML === old.innerHTML) return;
      const word = (each) => each.dataset.word ?? each.textContent;
      if (word(part) !== word(old)) told.push(part.querySelector("h3").textContent);
      old.replaceWith(part);
    });
    return told;
  };

  const failed = (missed) => {
    if (missed === MISSED) said.textContent = CUT_OFF;
  };

  document.querySelector("[data-by-itself]").hidden = false;
  document.querySelector("[data-without]").hidden = true;
  askAgain({ every: EVERY, longest: LONGEST, look, failed });
}
