// How does a page ask again and again? While it is looked at, one question at a time, less often where none is answered.
const PATIENCE = 10_000;
// The login is over, or what is asked about: what is shown is to be seen no more.
const OVER = [403, 404, 410];

// `look` asks once and throws where that fails; it is told how often in a row it failed before, and so is `failed`.
export function askAgain({ every, longest, look, failed = () => {} }) {
  let timer;
  let missed = 0;
  let asking = false;

  const once = async () => {
    clearTimeout(timer);
    if (asking) return;
    asking = true;
    try {
      await look(missed);
      missed = 0;
    } catch {
      missed += 1;
      failed(missed);
    }
    asking = false;
    if (!document.hidden) timer = setTimeout(once, Math.min(every * 2 ** missed, longest));
  };

  document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : once()));
  addEventListener("online", once);
  if (!document.hidden) timer = setTimeout(once, every);
  return once;
}

export function ask(url, more = {}) {
  return fetch(url, { cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(PATIENCE), ...more });
}

// The text of an answer; null where it is over. Throws where the server could not answer.
export async function textOf(answer) {
  if (answer.type === "opaqueredirect" || OVER.includes(answer.status)) return null;
  if (!answer.ok) throw new Error(answer.status);
  return answer.text();
}
