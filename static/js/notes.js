// How is what a member writes about a customer kept by itself? A second after typing pauses, at least every five while it
// goes on, and when the page is left. The server knows by page and turn what comes late, and what another page changed.
const PAUSE = 1_000;
const AT_MOST = 5_000;
const LONGEST = 60_000;
const PATIENCE = 10_000;
// So long a form that leads away waits for what was typed to be kept.
const HELD_FOR = 3_000;
// Where nothing is typed any more, trying again would be no sign that anybody is there.
const GIVE_UP_AFTER = 10 * 60_000;
const NOT_KEPT = "保存できていません。通信を確かめてください。";
const CHANGED = "別の画面でこのメモが変わりました。内容を確かめてから「メモを残す」を押してください。";
const TOO_OLD = "この画面からは保存できません。内容を写してから、お客さまをもう一度開いてください。";

const form = document.querySelector("[data-draft]");
if (form) watch(form);

function watch(form) {
  const { text: box, version, turn } = form.elements;
  const said = form.querySelector("[data-kept]");
  // What was refused is shown again and is kept nowhere; beside what another page keeps, a button decides.
  let kept = "unkept" in form.dataset ? null : box.value;
  let shut = "shut" in form.dataset;
  let going, timer, due, typedAt = Date.now(), answered = 0, missed = 0, composing = false, holding = false, passing = false;

  // A line that says the same again would be read out again.
  const tell = (words) => {
    if (said.textContent !== words) said.textContent = words;
  };

  const later = () => {
    clearTimeout(timer);
    if (shut || composing || going || box.value === kept) return;
    if (missed && Date.now() - typedAt > GIVE_UP_AFTER) return;
    due ||= Date.now() + AT_MOST;
    const pause = missed ? Math.min(PAUSE * 2 ** missed, LONGEST) : Math.min(PAUSE, due - Date.now());
    timer = setTimeout(send, Math.max(0, pause));
  };

  // One at a time, but for what is newer when the page is left.
  const send = () => {
    clearTimeout(timer);
    const text = box.value;
    if (shut || text === kept || text === going?.text) return going?.ends;
    due = 0;
    turn.value = Number(turn.value) + 1;
    const mine = (going = { text });
    mine.ends = ask(text, Number(turn.value)).finally(() => {
      if (going === mine) going = undefined;
      later();
    });
    return mine.ends;
  };

  const ask = async (text, number) => {
    try {
      const body = new URLSearchParams(new FormData(form));
      const signal = AbortSignal.timeout(PATIENCE);
      // With keepalive it goes on where the page does not.
      const how = { method: "POST", body, redirect: "manual", cache: "no-store", keepalive: true, signal };
      await take(await fetch(form.dataset.draft, how), text, number);
    } catch {
      missed += 1;
      tell(NOT_KEPT);
    }
  };

  const take = async (answer, text, number) => {
    if (answer.type === "opaqueredirect" || [400, 403, 404, 409, 410, 422].includes(answer.status)) {
      shut = true;
      return tell(answer.status === 409 ? CHANGED : TOO_OLD);
    }
    if (!answer.ok) throw new Error(answer.status);
    const now = await answer.json();
    missed = 0;
    if (number < answered) return;
    answered = number;
    kept = text;
    version.value = now.version;
    tell(`保存しました（${now.at}）`);
  };

  // A form that ends the case or the login would otherwise be quicker than what was typed last.
  const hold = async (press) => {
    if (passing || shut || box.value === kept) return;
    press.preventDefault();
    press.stopImmediatePropagation();
    if (holding) return;
    holding = true;
    await Promise.race([send(), new Promise((enough) => setTimeout(enough, HELD_FOR))]);
    holding = false;
    passing = true;
    press.target.requestSubmit(press.submitter);
    passing = false;
  };

  box.addEventListener("input", () => {
    typedAt = Date.now();
    later();
  });
  box.addEventListener("compositionstart", () => {
    composing = true;
    clearTimeout(timer);
  });
  box.addEventListener("compositionend", () => {
    composing = false;
    later();
  });
  document.addEventListener("submit", hold, true);
  document.addEventListener("visibilitychange", () => document.hidden && send());
  // Before the next page is asked for, which is to show what was typed; then whatever is left.
  addEventListener("beforeunload", send);
  addEventListener("pagehide", send);
  addEventListener("pageshow", later);
  addEventListener("online", send);
  later();
}
