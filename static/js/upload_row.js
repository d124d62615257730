// What is seen of a file on its way to the server? Its name, how it looks, how far it is, and what can be done about it.
const WIDTH = 320;
const SAID = {
  queued: "送信を待っています。",
  sending: "送信しています。",
  arriving: "登録しています。",
  pausing: "通信が途切れました。自動でもう一度送ります。",
  failed: "通信できなかったため、送信できませんでした。電波の良い場所で「もう一度送る」を押してください。",
  taken: "送りました。",
};
const UNDER_WAY = new Set(["queued", "sending", "arriving", "pausing", "failed"]);
// One after another: a picture that is decoded needs fifty times the room of its file.
let drawing = Promise.resolve();

export class UploadRow {
  state = "";
  failures = 0;
  progress = 0;

  constructor(file) {
    this.file = file;
    this.shown = document.querySelector("[data-row]").content.firstElementChild.cloneNode(true);
    this.find(".pic__name").textContent = file.name;
    this.bar = this.find("progress");
    this.bar.setAttribute("aria-label", `${file.name}の送信状況`);
    for (const word of this.shown.querySelectorAll(".vh")) word.textContent = `（${file.name}）`;
    drawing = drawing.then(() => this.draw()).catch(() => {});
  }

  find(what) {
    return this.shown.querySelector(what);
  }

  get underWay() {
    return UNDER_WAY.has(this.state);
  }

  // Drawn, since the page may show no blob: address. What this browser cannot read (HEIC) keeps the words in its place.
  async draw() {
    if (!this.underWay && this.state !== "taken") return;
    const picture = await createImageBitmap(this.file, { resizeWidth: WIDTH, resizeQuality: "medium" });
    this.preview = document.createElement("canvas");
    Object.assign(this.preview, { width: picture.width, height: picture.height, className: "pic__img" });
    this.preview.getContext("2d").drawImage(picture, 0, 0);
    picture.close();
    this.find(".pic__img").replaceChildren(this.preview);
  }

  // `told` says more than the state does.
  to(state, told = SAID[state]) {
    this.state = state;
    this.told = told;
    this.isSaid = false;
    const said = this.find(".up__said");
    said.textContent = told;
    said.classList.toggle("up__said--wrong", ["pausing", "failed", "refused"].includes(state));
    this.bar.hidden = !["queued", "sending", "arriving", "pausing"].includes(state);
    if (state === "queued" || state === "pausing") this.moved(0);
    this.find("[data-again]").hidden = state !== "failed";
    const cancel = this.find("[data-cancel]");
    cancel.hidden = state === "arriving" || state === "taken";
    cancel.firstElementChild.textContent = state === "refused" ? "閉じる" : "中止する";
  }

  moved(progress) {
    this.progress = progress;
    this.bar.value = progress;
    if (this.state === "sending" && progress === 1) this.to("arriving");
  }
}
