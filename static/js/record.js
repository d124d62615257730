// What can the record of a customer do by itself? It masks what was shown for a minute, and says where the customer is.
const EVERY = 2_000;
const LONGEST = 30_000;
const PATIENCE = 10_000;
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
  let timer, missed = 0;

  const again = () => {
    clearTimeout(timer);
    if (!document.hidden) timer = setTimeout(look, Math.min(EVERY * 2 ** missed, LONGEST));
  };

  const look = async () => {
    clearTimeout(timer);
    try {
      const signal = AbortSignal.timeout(PATIENCE);
      const answer = await fetch(box.dataset.live, { cache: "no-store", redirect: "manual", signal });
      // The login or the case is over, and what is shown here is to be seen no more.
      if (answer.type === "opaqueredirect" || [403, 404, 410].includes(answer.status)) return location.reload();
      if (!answer.ok) throw new Error(answer.status);
      take(await answer.text());
      missed = 0;
    } catch {
      missed += 1;
      if (missed === MISSED) said.textContent = CUT_OFF;
    }
    again();
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
    if (told.length) said.textContent = `${told.join("、")}が変わりました。`;
    else if (missed >= MISSED) said.textContent = "";
  };

  document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : look()));
  addEventListener("online", look);
  document.querySelector("[data-by-itself]").hidden = false;
  document.querySelector("[data-without]").hidden = true;
  again();
}
