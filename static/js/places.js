// How is an address filled from its 郵便番号 without leaving the page? The button's own form is sent, and the boxes are
// taken over from the page that comes back.
const FAILED = "通信できませんでした。もう一度ボタンを押すか、住所を入力してください。";

for (const place of document.querySelectorAll("[data-place]")) {
  const button = place.querySelector("button");
  const [code, ...lines] = place.querySelectorAll("input");
  const said = place.querySelector("[data-filled]");

  const fill = async () => {
    const body = new URLSearchParams(new FormData(button.form, button));
    const answer = await fetch(button.form.action, { method: "POST", body });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const told = page.querySelector("main .head [role=status]");
    if (!page.getElementById(code.id) || !told) throw new Error(FAILED);
    for (const box of lines) box.value = page.getElementById(box.id).value;
    said.textContent = told.textContent.trim();
    lines.find((box) => !box.value)?.focus();
  };

  button.addEventListener("click", (press) => {
    press.preventDefault();
    fill().catch(() => (said.textContent = FAILED));
  });
}
