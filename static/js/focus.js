// What is read first, and is a frame around it? What has to be mended, or that all is done; the heading of who came by
// finger or mouse needs no frame.
const KEPT_AS = "left-by";
let leftBy = "keyboard";

// Some browsers are set to keep nothing; there everybody is taken to have come by keyboard.
function kept(does) {
  try {
    return does(sessionStorage);
  } catch {
    return null;
  }
}

const first = document.querySelector("[data-focus]");
if (first?.matches("h1") && kept((store) => store.getItem(KEPT_AS)) === "hand") first.dataset.byHand = "";
first?.focus();

addEventListener("pointerdown", () => (leftBy = "hand"), true);
addEventListener("keydown", () => {
  leftBy = "keyboard";
  delete first?.dataset.byHand;
}, true);
addEventListener("pagehide", () => kept((store) => store.setItem(KEPT_AS, leftBy)));
