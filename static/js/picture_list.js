// How does the list on 803 show what has come, from here and from a telephone, without the page being left? The server is
// asked for its mark; where that is another one, what is new is taken over from the page as it is now.
const OFTEN_FOR = 90_000;
const OFTEN = 1_000;
const SELDOM = 2_000;
// While files are sent from here: what has come of them is seen in their own rows.
const WHILE_SENDING = 4_000;
const LONGEST = 30_000;
const PATIENCE = 10_000;
const ENDED = [403, 404, 410];

export function pictureList(form, { waitsFor, isSending, isTold, shown }) {
  const { dataset } = form;
  const list = form.querySelector("[data-pictures]");
  let began, timer, next, running, over;
  let missed = 0;
  let turn = Promise.resolve();

  const ask = async (url) => {
    const answer = await fetch(url, { cache: "no-store", redirect: "error", signal: AbortSignal.timeout(PATIENCE) });
    over = ENDED.includes(answer.status);
    if (!answer.ok) throw new Error(answer.status);
    return answer;
  };

  const isWanted = () =>
    !over && !document.hidden && (Number(dataset.waiting) || dataset.phone !== "none" || waitsFor().length);

  const once = async () => {
    [next, running] = [null, true];
    const due = waitsFor();
    try {
      const { mark, phone } = await (await ask(dataset.state)).json();
      if (mark !== dataset.mark || phone !== dataset.phone) show(await (await ask(form.action)).text());
      missed = 0;
      shown(due);
    } catch {
      missed += 1;
    }
    clearTimeout(timer);
    const often = Date.now() - began < OFTEN_FOR ? OFTEN : SELDOM;
    const every = isSending() ? WHILE_SENDING : often;
    timer = isWanted() ? setTimeout(look, Math.min(every * 2 ** missed, LONGEST)) : null;
    running = false;
  };

  // One question at a time; whoever asks while one is under way is told by the next.
  const look = () => (next ??= turn = turn.then(once));

  // At once, or with what is asked anyway.
  const lookFor = (atOnce) => {
    began = Date.now();
    if (atOnce || !(timer || running)) look();
  };

  const show = (text) => {
    const page = new DOMParser().parseFromString(text, "text/html");
    const fresh = page.querySelector("[data-upload]");
    for (const name of ["mark", "waiting", "phone"]) {
      if (name !== "waiting" && dataset[name] !== fresh.dataset[name]) began = Date.now();
      dataset[name] = fresh.dataset[name];
    }
    const { activeElement } = document;
    renew(list, fresh.querySelector("[data-pictures]"));
    for (const part of ["[data-count]", "#files-hint", "[data-phone-section]"]) {
      const [old, now] = [form.querySelector(part), fresh.querySelector(part)];
      if (old && !old.isEqualNode(now)) old.replaceWith(now);
    }
    tellRefused(document.getElementById("refused"), page.getElementById("refused"));
    keepFocus(activeElement);
  };

  // But for what is told beside a file's own name.
  const tellRefused = (old, now) => {
    const lines = now ? [...now.querySelectorAll("[data-refused]")] : [];
    for (const line of lines) if (isTold(line.dataset.refused, line.textContent)) line.remove();
    const left = now?.querySelector("[data-refused]") ? [now] : [];
    if (old) old.replaceWith(...left);
    else form.querySelector("[data-count]").after(...left);
  };

  const keepFocus = (last) => {
    if (last.isConnected) return;
    const same = last.value && form.querySelector(`[name=${last.name}][value=${CSS.escape(last.value)}]`);
    const moved = last.value && document.getElementById(`pic-${last.value}`);
    (same || moved || document.getElementById("files")).focus({ preventScroll: true });
  };

  document.addEventListener("visibilitychange", () => isWanted() && look());
  addEventListener("online", () => isWanted() && look());
  return { list, lookFor, show, isOver: () => over };
}

function renew(list, fresh) {
  const known = new Map([...list.children].map((each) => [each.id, each]));
  [...fresh.children].forEach((each, place) => {
    const old = known.get(each.id);
    if (old) renewOne(old, each);
    known.delete(each.id);
    const here = old ?? each;
    if (list.children[place] !== here) list.insertBefore(here, list.children[place] ?? null);
  });
  for (const gone of known.values()) gone.remove();
}

// The box in which somebody may be typing stays where it is, or what is being turned from kana into kanji would be lost. What
// they have typed stays beside what they saw, so that the server can tell whether another window has changed it.
function renewOne(old, fresh) {
  const [image, now] = [old, fresh].map((each) => each.querySelector(".pic__img"));
  if (!image.isEqualNode(now)) image.replaceWith(now);
  let [box, other] = [old, fresh].map((each) => each.querySelector(".in"));
  const seen = old.querySelector("[type=hidden]").value;
  if (box.value === seen) box.value = other.value;
  else fresh.querySelector("[type=hidden]").value = seen;
  for (; box.parentNode !== old; box = box.parentNode, other = other.parentNode) {
    const parts = [...other.parentNode.childNodes];
    const at = parts.indexOf(other);
    for (const part of [...box.parentNode.childNodes]) if (part !== box) part.remove();
    box.before(...parts.slice(0, at));
    box.after(...parts.slice(at + 1));
  }
}
