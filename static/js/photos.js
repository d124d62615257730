// How do pictures get from a device into 803, and from a telephone by 806, without the page being left? What is chosen,
// dropped or pasted is sent at once; which pictures there are, the server says.
import { pictureList } from "./picture_list.js";
import { UploadRow } from "./upload_row.js";
import { uploads } from "./uploads.js";

const HOLDS = "画像を送っています。終わると次へ進みます。もう一度押すと、この画面にとどまります。";
const [LEFT, WHAT_NOW] = ["送信できていない写真", "があります。「もう一度送る」か「中止する」を押してから、「次へ」を押してください。"];
const [FIRST, MORE] = ["写真を選ぶ・撮影する", "写真を追加する"];
const CUT_OFF = "通信できませんでした。もう一度ボタンを押してください。";
const NAMED = 5;
// What Safari says of the key that ends a conversion, after it has ended.
const COMPOSING = 229;
const MEGABYTE = 2 ** 20;

const form = document.querySelector("[data-upload]");
if (form) watch(form);

function watch(form) {
  const find = (what) => form.querySelector(what);
  const [box, field, rowsShown] = ["#files", "[data-drop]", "[data-rows]"].map(find);
  const { many, megabytes, state } = form.dataset;
  const mine = new Map();
  let batch = [];
  let counted = find("[data-count]")?.textContent;
  let goesOn = null;
  let going = 0;
  let lines = [];
  let tooMany = [];

  const inList = () => (pictures ? [...pictures.list.children].map((each) => each.id.slice("pic-".length)) : []);
  const taken = () => sending.those("taken");
  const takenIds = () => [...mine].filter(([, row]) => row.state === "taken").map(([id]) => id);
  const room = () => many - new Set([...inList(), ...takenIds()]).size;
  const sending = uploads(form, { room, changed, known, closed, full: tellTooMany });
  const pictures = state ? pictureList(form, { waitsFor: taken, isSending: () => going > 0, isTold, shown }) : null;

  // All that happens at once in one piece: what is said last would silence the rest.
  function say(...more) {
    lines.push(...more);
    queueMicrotask(() => {
      if (lines.length) find("[data-spoken]").textContent = lines.join("");
      lines = [];
    });
  }

  function tell(text) {
    Object.assign(find("[data-told]"), { textContent: text, hidden: !text });
    if (text) say(text);
  }

  function tellTooMany(files) {
    tooMany = [...files, ...tooMany];
    const names = tooMany.slice(0, NAMED).map(({ name }) => `「${name}」`);
    const more = tooMany.length > NAMED ? `ほか${tooMany.length - NAMED}枚` : "";
    tell(tooMany.length ? `写真は${many}枚まで選択できます。${names.join("")}${more}は登録していません。` : "");
  }

  function take(files) {
    const chosen = [...files];
    if (!chosen.length) return;
    tooMany = [];
    tellTooMany(chosen.slice(many));
    if (!sending.underWay().length) batch = [];
    for (const file of chosen.slice(0, many)) {
      const row = new UploadRow(file);
      const tenths = Math.ceil((file.size * 10) / MEGABYTE) / 10;
      const tooLarge = `「${file.name}」は${tenths}MBあります。1枚${megabytes}MBまでの写真を選択してください。`;
      if (file.size > megabytes * MEGABYTE) row.to("refused", tooLarge);
      else batch.push(row);
      sending.add(row);
      rowsShown.append(row.shown);
    }
    if (sending.underWay().length) say(`${sending.underWay().length}枚の写真を送っています。`);
    sending.pump();
  }

  // A file that was chosen stays in its box over Back and reload: it is ours from here on.
  function takeChosen() {
    take(box.files);
    box.value = "";
  }

  // The run's address is this page's from now on: whoever loads it again, or comes back, finds what was taken.
  function known(row, id) {
    mine.set(id, row);
    if (row.state === "taken") mended();
    const { nowAt } = document.documentElement.dataset;
    if (nowAt) {
      form.action = nowAt;
      if (location.pathname !== nowAt) history.replaceState(history.state, "", nowAt);
    }
    pictures?.lookFor(!sending.underWay().length);
  }

  // That nothing was chosen is no longer so.
  function mended() {
    const told = document.getElementById("errors");
    if (!told) return;
    if (told.contains(document.activeElement)) box.focus({ preventScroll: true });
    for (const each of [told, find("#files-error")]) each.remove();
    field.classList.remove("field--wrong");
    box.removeAttribute("aria-invalid");
    box.setAttribute("aria-describedby", "files-hint");
    if (!document.getElementById("refused")) document.title = document.title.replace(/^エラー：/, "");
  }

  // What was read beside a file's name is not to be told once more by the next page.
  function closed(row) {
    const [id] = [...mine].find(([, each]) => each === row) ?? [];
    if (pictures && id) arrange("remove", id).catch(() => {});
  }

  function isTold(id, why) {
    const row = mine.get(id);
    if (row && row.state !== "refused") {
      row.to("refused", why);
      if (row.preview) row.find(".pic__img").replaceChildren(row.preview);
      sending.rows.add(row);
      rowsShown.append(row.shown);
    }
    return Boolean(row);
  }

  // What was due is in the list now, or gone again. What was drawn of it here stays until the server has read it.
  function shown(due) {
    for (const row of due) {
      if (row.state !== "taken") continue;
      row.state = "shown";
      const left = row.shown.contains(document.activeElement);
      sending.drop(row);
      if (left) box.focus({ preventScroll: true });
    }
    for (const [id, { preview }] of mine) {
      const place = preview && document.getElementById(`pic-${id}`)?.querySelector(".pic__img--none");
      if (place && !place.contains(preview)) place.append(preview);
    }
    const count = find("[data-count]").textContent;
    if (!isBusy() && count !== counted) say((counted = count));
    changed();
  }

  function isBusy() {
    return sending.underWay().length || (pictures && !pictures.isOver() && (taken().length || Number(form.dataset.waiting)));
  }

  function changed() {
    const left = sending.underWay();
    const [all, progress] = [find("[data-all]"), find("[data-all] progress")];
    const sum = (rows, of) => rows.reduce((size, row) => size + of(row), 0);
    batch = batch.filter((row) => row.underWay || ["taken", "shown"].includes(row.state));
    all.hidden = !left.length;
    all.firstElementChild.textContent = `${batch.length}枚中${batch.length - left.length}枚を送りました。`;
    progress.value = sum(batch, (row) => row.file.size * row.progress) / (sum(batch, (row) => row.file.size) || 1);
    if (going && !left.length && batch.length) say(`${batch.length}枚の写真を送りました。`);
    going = left.length;
    window.onbeforeunload = left.length ? (leaving) => leaving.preventDefault() : null;

    const [sent, there] = [takenIds().length, inList().length];
    find("[data-pick]").textContent = sent + there ? MORE : FIRST;
    Object.assign(find("[data-sent]"), {
      textContent: `このスマートフォンから${sent}枚を送りました。`,
      hidden: pictures || !sent,
    });
    find("[data-again-all]").hidden = sending.those("failed").length < 2;

    const wrong = sending.those("failed", "refused").filter(({ isSaid }) => !isSaid);
    for (const row of wrong) row.isSaid = true;
    say(...wrong.map((row) => `${row.file.name}：${row.told}`));
    if (goesOn ? wrong.length : !sending.those("failed").length) hold(null);
    if (!goesOn || isBusy()) return;
    const button = goesOn;
    hold(null);
    form.requestSubmit(button);
  }

  // With the button whose press is to be made up for.
  function hold(button) {
    const failed = sending.those("failed").length;
    goesOn = failed ? null : button;
    const link = Object.assign(document.createElement("a"), { href: "#up-rows", textContent: LEFT });
    find("[data-hold]")?.replaceChildren(...(button ? (failed ? [link, WHAT_NOW] : [HOLDS]) : []));
  }

  // What one does to the list meanwhile must not break off what is being sent.
  async function arrange(name, value) {
    const body = new FormData(form);
    body.append(name, value);
    const answer = await fetch(form.action, { method: "POST", body });
    if (!answer.ok) throw new Error(answer.status);
    pictures.show(await answer.text());
  }

  async function arrangeBy({ name, value }) {
    const called = document.getElementById(`pic-${value}`)?.querySelector(".pic__name").firstChild.textContent;
    await arrange(name, value);
    if (name === "remove") say(`「${called}」を削除しました。`);
  }

  // The return key would send the form; nor does it where it ends what is being turned from kana into kanji.
  form.addEventListener("keydown", (press) => {
    if (press.key !== "Enter" || !press.target.matches("[data-pictures] .in")) return;
    press.preventDefault();
    if (press.isComposing || press.keyCode === COMPOSING) return;
    const captions = [...form.querySelectorAll("[data-pictures] .in")];
    captions[captions.indexOf(press.target) + 1]?.focus();
  });

  form.addEventListener("submit", (press) => {
    const { submitter } = press;
    if (!(submitter.name ? sending.underWay().length : isBusy())) return;
    press.preventDefault();
    press.stopPropagation();
    if (submitter.name) arrangeBy(submitter).catch(() => tell(CUT_OFF));
    else hold(goesOn ? null : submitter);
  });

  const hasFiles = ({ dataTransfer }) => dataTransfer.types.includes("Files");
  document.addEventListener("dragover", (drag) => {
    if (!hasFiles(drag)) return;
    drag.preventDefault();
    field.classList.add("is-over");
  });
  document.addEventListener("dragleave", ({ relatedTarget }) => relatedTarget || field.classList.remove("is-over"));
  document.addEventListener("drop", (drop) => {
    if (!hasFiles(drop)) return;
    drop.preventDefault();
    field.classList.remove("is-over");
    const items = [...drop.dataTransfer.items].filter((item) => !item.webkitGetAsEntry?.()?.isDirectory);
    take(items.map((item) => item.getAsFile()).filter(Boolean));
  });
  document.addEventListener("paste", ({ clipboardData }) => {
    // A table's cells come as a picture, too.
    if (!clipboardData.types.includes("text/plain")) take(clipboardData.files);
  });

  for (const each of form.querySelectorAll("[data-put], [data-look]")) each.hidden = true;
  box.className = "vh";
  find("[data-pick]").hidden = false;
  find("[data-again-all]").addEventListener("click", () => {
    rowsShown.focus({ preventScroll: true });
    sending.anew(sending.those("failed"));
  });
  find("[data-by-script]").hidden = !matchMedia("(pointer: fine)").matches;
  box.addEventListener("change", takeChosen);
  addEventListener("pageshow", () => {
    takeChosen();
    changed();
    if (mine.size || document.documentElement.dataset.version !== "0") pictures?.lookFor(true);
  });
}
