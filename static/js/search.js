// How is a bank found without leaving the page? The button's own form is sent, also when its box was left or one of
// several chosen, and what was found is taken over from the page that comes back.
const FAILED = "通信できませんでした。もう一度ボタンを押すか、そのまま次へお進みください。";
// Who leaves a box by pressing 次へ is on the way to another page: that press must be seen before anything is asked.
const AFTER_A_PRESS = 200;

// What was said of a mistake when the page was drawn is no longer so once something was found.
const forgive = (told) => {
  const field = told.closest(".field");
  field.classList.remove("field--wrong");
  field.querySelector(".err")?.remove();
  for (const box of field.querySelectorAll("[aria-invalid]")) box.removeAttribute("aria-invalid");
};

// The list in which somebody is choosing stays as it is.
const take = (form, page, choosing) => {
  for (const told of form.querySelectorAll("[data-told]")) {
    const fresh = page.getElementById(told.id);
    const text = fresh.textContent.trim();
    if (told.textContent !== text) told.textContent = text;
    if (text) forgive(told);
    if (told === choosing) continue;
    const [old, found] = [told.nextElementSibling, fresh.nextElementSibling];
    const chosen = new Set([...old.querySelectorAll(":checked")].map((each) => each.id));
    old.replaceChildren(...found.childNodes);
    for (const each of old.querySelectorAll("[type=radio]")) each.checked ||= chosen.has(each.id);
  }
};

// What there was to choose is chosen.
for (const told of document.querySelectorAll("[data-told]")) {
  told.nextElementSibling.addEventListener("change", () => (told.textContent = ""));
}

for (const place of document.querySelectorAll("[data-search]")) {
  const button = place.querySelector("button");
  const told = place.querySelector("[data-told]");
  const { form } = button;
  let latest = 0;
  let leaving = false;

  const search = async (choosing) => {
    const turn = ++latest;
    const body = new URLSearchParams(new FormData(form, button));
    const answer = await fetch(form.action, { method: "POST", body });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!page.getElementById(told.id)) throw new Error(FAILED);
    if (turn !== latest) return;
    const { activeElement } = document;
    const here = place.contains(activeElement);
    take(form, page, choosing);
    document.getElementById(activeElement.id)?.focus({ preventScroll: true });
    if (here) told.scrollIntoView({ block: told.nextElementSibling.childElementCount ? "center" : "nearest" });
  };
  const ask = (choosing) => search(choosing).catch(() => (told.textContent = FAILED));

  form.addEventListener("submit", () => (leaving = true));
  addEventListener("pageshow", () => (leaving = false));
  place.addEventListener("change", ({ target }) => {
    const choosing = target.type === "radio" ? told : null;
    setTimeout(() => leaving || ask(choosing), AFTER_A_PRESS);
  });
  // What was found is not what is being typed.
  place.addEventListener("input", ({ target }) => {
    if (target.type === "radio") return;
    latest += 1;
    told.textContent = "";
  });
  button.addEventListener("click", (press) => {
    press.preventDefault();
    ask();
  });
}
