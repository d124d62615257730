// How is a bank found without leaving the page? The button's own form is sent, also when its box was left or one of
// several chosen, and what was found is taken over from the page that comes back.
const FAILED = "通信できませんでした。もう一度ボタンを押すか、そのまま次へお進みください。";
// Who leaves a box by pressing 次へ is on the way to another page: that press must be seen before anything is asked.
const AFTER_A_PRESS = 200;

const take = (form, page) => {
  for (const told of form.querySelectorAll("[data-told]")) {
    const fresh = page.getElementById(told.id);
    const text = fresh.textContent.trim();
    if (told.textContent !== text) told.textContent = text;
    const [old, found] = [told.nextElementSibling, fresh.nextElementSibling];
    const chosen = new Set([...old.querySelectorAll(":checked")].map((each) => each.id));
    old.replaceChildren(...found.childNodes);
    for (const each of old.querySelectorAll("input")) each.checked ||= chosen.has(each.id);
  }
};

for (const place of document.querySelectorAll("[data-search]")) {
  const button = place.querySelector("button");
  const told = place.querySelector("[data-told]");
  const { form } = button;
  let latest = 0;
  let leaving = false;

  const search = async () => {
    const turn = ++latest;
    const body = new URLSearchParams(new FormData(form, button));
    const answer = await fetch(form.action, { method: "POST", body });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!page.getElementById(told.id)) throw new Error(FAILED);
    if (turn !== latest) return;
    const { activeElement } = document;
    const here = place.contains(activeElement);
    take(form, page);
    document.getElementById(activeElement.id)?.focus({ preventScroll: true });
    if (here) told.scrollIntoView({ block: told.nextElementSibling.childElementCount ? "center" : "nearest" });
  };
  const ask = () => search().catch(() => (told.textContent = FAILED));

  form.addEventListener("submit", () => (leaving = true));
  addEventListener("pageshow", () => (leaving = false));
  place.addEventListener("change", () => setTimeout(() => leaving || ask(), AFTER_A_PRESS));
  button.addEventListener("click", (press) => {
    press.preventDefault();
    ask();
  });
}
