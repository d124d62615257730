// How is an address filled from its 郵便番号, or from another address, without leaving the page? The button's own form is
// sent, and the boxes, or the places to choose from, are taken over from the page that comes back. What is typed meanwhile
// stays.
const FAILED = "通信できませんでした。もう一度ボタンを押すか、住所を入力してください。";

for (const place of document.querySelectorAll("[data-place]")) {
  const boxes = [...place.querySelectorAll(".in")];
  const [code, ...lines] = boxes;
  const said = place.querySelector("[data-filled]");
  const listed = place.querySelector("[data-listed]");

  const fill = async (button) => {
    const sent = boxes.map((box) => box.value);
    const body = new URLSearchParams(new FormData(button.form, button));
    const answer = await fetch(button.form.action, { method: "POST", body });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const there = page.getElementById(code.id)?.closest("[data-place]");
    const beside = there?.querySelector("[data-filled]").textContent.trim();
    const told = beside || page.querySelector("main .head [role=status]")?.textContent.trim();
    if (!told) throw new Error(FAILED);
    const untouched = boxes.filter((box, number) => box.value === sent[number]);
    for (const box of untouched) box.value = page.getElementById(box.id).value;
    listed.replaceChildren(...there.querySelector("[data-listed]").children);
    said.textContent = told;
    (listed.querySelector("[type=radio]") ?? lines.find((box) => !box.value))?.focus();
  };

  place.addEventListener("click", (press) => {
    const button = press.target.closest("button");
    if (!button) return;
    press.preventDefault();
    fill(button).catch(() => (said.textContent = FAILED));
  });
}
