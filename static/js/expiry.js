// When does this page end, and how is it given more time? The server says when; the browser only counts from there.
const WARN_BEFORE = 5 * 60_000;
const MINUTE = 60_000;
const OVER = "有効時間が過ぎました。お手続きを続けるには、この画面を開き直してください。";
const FAILED = "通信できませんでした。もう一度「時間を延長する」を押してください。";

const find = (name, page = document) => page.querySelector(`[data-${name}]`);
const box = find("expires-at");
if (box) watch(box.dataset);

function watch({ scope, extendUrl, lost }) {
  const [warning, said] = ["warning", "said"].map((name) => find(name));
  const otherTabs = new BroadcastChannel("expiry");
  let ends, until, trouble, timer, cameFrom;

  // Asks the clock each time, since a timer stands still while the machine sleeps.
  const look = () => {
    const minutes = Math.ceil((ends - Date.now()) / MINUTE);
    box.hidden = !trouble && ends - Date.now() > WARN_BEFORE;
    document.documentElement.classList.toggle("is-expiring", !box.hidden);
    if (box.hidden) return;
    const state = minutes > 0 ? `あと${minutes}分で${lost}。続ける場合は「時間を延長する」を押してください。` : OVER;
    warning.textContent = trouble ?? state;
    if (trouble || minutes === 5 || minutes <= 1) say(warning.textContent);
  };

  const say = (text) => {
    if (said.textContent !== text) said.textContent = text;
  };

  const count = (end, shown) => {
    clearInterval(timer);
    [ends, until, trouble] = [end, shown, undefined];
    timer = setInterval(look, 1000);
    look();
  };

  const tell = () => otherTabs.postMessage({ scope, ends, shown: until });

  const extend = async () => {
    const next = location.pathname + location.search;
    const body = new URLSearchParams({ csrf_token: document.querySelector("[name=csrf_token]").value, next });
    const answer = await fetch(extendUrl, { method: "POST", body });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = find("expires-at", page);
    if (found?.dataset.scope !== scope) return OVER;
    count(endOf(found.dataset), found.dataset.until);
  };

  const press = async (event) => {
    event.preventDefault();
    const inside = box.contains(document.activeElement);
    trouble = await extend().catch(() => FAILED);
    if (trouble) return look();
    tell();
    say(`時間を延長しました。${until}。`);
    if (inside) (cameFrom ?? document.getElementById("main")).focus({ preventScroll: true });
  };

  for (const button of document.querySelectorAll("[data-extend]")) button.addEventListener("click", press);
  box.addEventListener("focusin", ({ relatedTarget }) => (cameFrom = relatedTarget));
  otherTabs.addEventListener("message", ({ data }) => {
    if (data.scope === scope && data.ends > ends) count(data.ends, data.shown);
  });
  count(endOf(box.dataset), box.dataset.until);
  tell();
}

function endOf({ expiresAt, serverNow }) {
  return Date.now() + Date.parse(expiresAt) - Date.parse(serverNow);
}
