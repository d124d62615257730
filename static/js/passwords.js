// How is a password shown while it is typed? By its button, for half a minute, and never when it is sent. Nor does it stay
// in a page that the browser keeps.
const SHOWN_FOR = 30_000;

for (const told of document.querySelectorAll("[data-tells-of-showing]")) told.hidden = false;

for (const button of document.querySelectorAll("[data-shows]")) {
  const box = document.getElementById(button.dataset.shows);
  const word = button.lastElementChild;
  let timer;

  const show = (shown) => {
    clearTimeout(timer);
    box.type = shown ? "text" : "password";
    word.textContent = shown ? "隠す" : "表示";
    button.setAttribute("aria-pressed", shown);
    if (shown) timer = setTimeout(show, SHOWN_FOR, false);
  };

  button.hidden = false;
  button.addEventListener("click", () => show(box.type === "password"));
  box.form.addEventListener("submit", () => show(false));
  addEventListener("pagehide", () => {
    show(false);
    box.value = "";
  });
}
