// Has what a screen waits for come? The server is asked again and again, less often as time passes, and at once when one
// comes back from the telephone to the browser. Then the page goes on by itself, as its button would.
const EVERY = [
  [90_000, 1_000],
  [180_000, 2_000],
  [Infinity, 4_000],
];
const LONGEST = 30_000;
const PATIENCE = 10_000;
const MISSED = 3;
const CUT_OFF = "通信が途切れています。つながると、自動で確認します。";
const TOLD = [240, 180, 120, 60, 30];

const waiting = document.querySelector("[data-wait]");
if (waiting && !waiting.dataset.word.startsWith("expired")) watch(waiting);

function watch(box) {
  const began = Date.now();
  let timer, missed = 0;

  const pause = () => {
    const every = EVERY.find(([until]) => Date.now() - began < until)[1];
    return Math.min(every * 2 ** missed, LONGEST);
  };

  const say = (text) => {
    const line = box.querySelector("[data-cut-off]");
    if (line.textContent !== text) line.textContent = text;
  };

  const again = () => {
    clearTimeout(timer);
    if (!document.hidden) timer = setTimeout(look, pause());
  };

  const ask = async (url) => {
    const answer = await fetch(url, { cache: "no-store", redirect: "error", signal: AbortSignal.timeout(PATIENCE) });
    if (!answer.ok) throw new Error(answer.status);
    return answer;
  };

  const look = async () => {
    clearTimeout(timer);
    try {
      const word = await (await ask(box.dataset.wait)).text();
      missed = 0;
      say("");
      // A page that comes back when all has come already goes on, too.
      if ((word !== box.dataset.word || word.startsWith("confirmed")) && (await moveOn(word))) return;
    } catch {
      missed += 1;
      if (missed === MISSED) say(CUT_OFF);
    }
    again();
  };

  // Whether nothing more is to be asked.
  const moveOn = async (word) => {
    if (word.startsWith("confirmed")) {
      box.querySelector("form").requestSubmit();
      return true;
    }
    if (word.startsWith("expired")) {
      location.reload();
      return true;
    }
    const page = new DOMParser().parseFromString(await (await ask(location.href)).text(), "text/html");
    // The region stays, or what is new in it would not be said; what an earlier press was told is over.
    box.querySelector("[data-heard]").replaceChildren(...page.querySelector("[data-heard]").childNodes);
    for (const told of document.querySelectorAll(".head :is([role=status], [data-focus])")) told.remove();
    box.dataset.word = word;
    return false;
  };

  addEventListener("online", look);
  document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : look()));
  for (const line of box.querySelectorAll("[data-by-itself]")) line.hidden = false;
  look();
}

// How long there is still time: seen each second, said a few times.
const left = document.querySelector("[data-left]");
if (left) count(left, document.querySelector("[data-left-said]"));

function count(shown, said) {
  const ends = Date.now() + Date.parse(shown.dataset.until) - Date.parse(shown.dataset.now);
  let last = Infinity;
  const tick = () => {
    const seconds = Math.max(0, Math.ceil((ends - Date.now()) / 1000));
    const minutes = Math.floor(seconds / 60);
    shown.textContent = `あと${minutes ? `${minutes}分` : ""}${seconds % 60 || !minutes ? `${seconds % 60}秒` : ""}`;
    const passed = TOLD.find((each) => seconds <= each && last > each);
    if (passed && last !== Infinity) said.textContent = `お電話をお待ちする時間は、${shown.textContent}です。`;
    last = seconds;
    if (!seconds) clearInterval(timer);
  };
  const timer = setInterval(tick, 1000);
  shown.hidden = false;
  shown.setAttribute("aria-hidden", "true");
  tick();
}
