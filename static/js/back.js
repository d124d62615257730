// Is a page that comes back from the browser's memory still anybody's, and does it show what is now? The server is asked;
// until it has answered nothing of the page is to be seen.
const PATIENCE = 10_000;
const page = document.documentElement;
const { whose, version, stateUrl, nowAt } = page.dataset;

const ask = async (url) => {
  const answer = await fetch(url, { cache: "no-store", redirect: "error", signal: AbortSignal.timeout(PATIENCE) });
  return answer.json();
};

const look = async () => {
  const now = await ask(stateUrl).catch(() => ({}));
  if (now.whose !== whose) return location.reload();
  // Not the same address again: behind it may lie a form that was sent, or the beginning of something new.
  if (nowAt && String(now.version) !== version) return location.replace(nowAt);
  page.classList.remove("is-kept");
};

if (stateUrl) {
  addEventListener("pagehide", () => page.classList.add("is-kept"));
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted) look();
  });
}

// A first screen that the browser did not keep comes back under a new name, as another beginning: where its answer was
// kept, it goes on there. Until that is known nothing can be typed into it in vain.
const goOn = async ({ run, url }) => {
  page.classList.add("is-kept");
  const state = new URL(stateUrl, location);
  state.searchParams.set("run", run);
  const there = await ask(state).catch(() => ({}));
  if (there.version) return location.replace(url);
  page.classList.remove("is-kept");
};

if (nowAt && new URL(nowAt, location).pathname !== location.pathname) {
  const begun = history.state?.begun;
  if (begun && begun.url !== nowAt) goOn(begun);
  addEventListener("submit", ({ target }) => {
    const run = target.elements.run?.value;
    if (run) history.replaceState({ ...history.state, begun: { run, url: nowAt } }, "");
  });
}
