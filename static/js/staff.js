// What can staff do by a key? One function for each; nothing happens while something is typed into a box.
import "./beside.js";
import "./presence.js";

const PAUSE = 700;
const BOXES = "input, textarea, select, [contenteditable]";
const typed = document.querySelector("[data-typed]");
const keys = document.querySelector("[data-keys]");

let digits = null;
let waiting;

// g, then digits: to the screen of that number, by Enter or after a pause; Esc takes it back.
function goToScreen(press) {
  if (!typed) return;
  digits = "";
  press.preventDefault();
  tell();
}

// ?: which keys there are.
function showKeys(press) {
  if (!keys) return;
  keys.open = !keys.open;
  keys.querySelector("summary").focus();
  press.preventDefault();
}

// /: into the box by which customers are found.
function goToBox(press) {
  const box = document.querySelector("[data-slash]");
  if (!box) return;
  box.focus();
  box.select();
  press.preventDefault();
}

// j and k: to the next and the one before of what is listed.
function goToRow(press) {
  const rows = [...document.querySelectorAll("[data-rows] tbody tr a, [data-rows] > li a")];
  if (!rows.length) return;
  const here = rows.indexOf(document.activeElement);
  const next = press.key.normalize("NFKC") === "j" ? here + 1 : here < 0 ? rows.length - 1 : here - 1;
  rows[Math.max(0, Math.min(next, rows.length - 1))].focus();
  press.preventDefault();
}

const KEYS = { g: goToScreen, "/": goToBox, j: goToRow, k: goToRow, "?": showKeys };

function tell() {
  typed.hidden = digits === null;
  typed.textContent = digits === null ? "" : `画面番号 ${digits || "＿"}　（Enterで開く、Escで取り消す）`;
}

function cancel() {
  clearTimeout(waiting);
  digits = null;
  tell();
}

function open() {
  const number = digits;
  cancel();
  if (number) location.assign(`${typed.dataset.typed}?word=${number}`);
}

// While digits are awaited every other key ends it.
function takeDigit(press) {
  clearTimeout(waiting);
  const digit = press.key.normalize("NFKC");
  if (press.key === "Enter") open();
  else if (press.key === "Backspace") digits = digits.slice(0, -1);
  else if (/^[0-9]$/.test(digit) && digits.length < 3) digits += digit;
  else return cancel();
  press.preventDefault();
  if (digits === null) return;
  tell();
  if (digits) waiting = setTimeout(open, PAUSE);
}

document.addEventListener("keydown", (press) => {
  if (press.ctrlKey || press.altKey || press.metaKey || press.isComposing || press.key === "Shift") return;
  // Esc leaves a box, which a page may have begun with.
  if (press.target.closest?.(BOXES)) return press.key === "Escape" ? press.target.blur() : digits === null || cancel();
  if (digits !== null) return takeDigit(press);
  KEYS[press.key.normalize("NFKC")]?.(press);
});

// A page that is shown in a frame is as long as it is; without this the frame has a scroll bar.
for (const frame of document.querySelectorAll("[data-fitted]")) {
  const fit = () => {
    const page = frame.contentDocument?.documentElement;
    if (page) frame.style.height = `${page.scrollHeight + 2}px`;
  };
  frame.addEventListener("load", fit);
  if (frame.contentDocument?.readyState === "complete") fit();
}
