// Which keys lead where on pages of staff? "/" into the box by which customers are found (ui.md section 9).
const box = document.querySelector("[data-slash]");

const isTyping = ({ target }) => target.closest?.("input, textarea, select, [contenteditable]");

document.addEventListener("keydown", (press) => {
  if (press.key !== "/" || press.ctrlKey || press.metaKey || press.altKey || press.isComposing) return;
  if (!box || isTyping(press)) return;
  press.preventDefault();
  box.focus();
  box.select();
});
