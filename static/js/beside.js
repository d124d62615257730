// What does the customer see now? Asked every second; what has changed is fetched, and focus stays where it was.
const EVERY = 1_000;
const LONGEST = 15_000;
const PATIENCE = 10_000;

const mirror = document.querySelector("[data-beside]");
if (mirror) watch(mirror);

function watch(mirror) {
  const said = document.querySelector("[data-beside-said]");
  let timer, missed = 0;

  const again = () => {
    clearTimeout(timer);
    if (!document.hidden) timer = setTimeout(look, Math.min(EVERY * 2 ** missed, LONGEST));
  };

  const ask = (url, more = {}) => fetch(url, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE), ...more });

  const draw = async () => {
    const answer = await ask(mirror.dataset.beside, { redirect: "manual" });
    // It has ended, or the member is not in any more: the page says which.
    if (answer.type === "opaqueredirect" || [403, 404, 410].includes(answer.status)) return location.reload();
    if (!answer.ok) throw new Error(answer.status);
    const focused = document.activeElement?.value;
    const before = mirror.querySelector(".mirror__no")?.textContent;
    mirror.innerHTML = await answer.text();
    mirror.dataset.word = mirror.firstElementChild.dataset.word;
    if (focused) mirror.querySelector(`button[value="${CSS.escape(focused)}"]`)?.focus();
    const now = mirror.querySelector("h2")?.textContent;
    if (now && before !== mirror.querySelector(".mirror__no").textContent) said.textContent = `お客さまの画面：${now}`;
  };

  const look = async () => {
    clearTimeout(timer);
    try {
      const word = await (await ask(mirror.dataset.wordUrl)).text();
      if (word !== mirror.dataset.word) await draw();
      missed = 0;
    } catch {
      missed += 1;
    }
    again();
  };

  // Pointing loads nothing anew.
  mirror.addEventListener("submit", async (press) => {
    press.preventDefault();
    const form = press.target;
    const body = new URLSearchParams(new FormData(form, press.submitter));
    try {
      await ask(form.action, { method: "POST", body, redirect: "manual" });
      await draw();
    } catch {
      location.reload();
    }
  });

  for (const line of document.querySelectorAll("[data-beside-by-itself]")) line.hidden = false;
  addEventListener("online", look);
  document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : look()));
  look();
}
