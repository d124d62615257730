// How does a browser make a passkey, and use one? The server says what is to be signed, and looks over what comes of it.
const FAILED = "パスキーを確認できませんでした。端末の操作を取りやめたか、この端末にパスキーがない可能性があります。";

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (each) => each.charCodeAt());
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

const form = document.getElementById("passkey");
// A key belongs to one address, and another's page can ask for none.
if (form && window.PublicKeyCredential && location.origin === form.dataset.origin) offer(form);

function offer(form) {
  const button = form.querySelector("[data-passkey]");
  const failed = form.querySelector("[data-failed]");
  const { use, make } = form.dataset;

  const used = async () => {
    const told = await (await fetch(use, { cache: "no-store" })).json();
    const { id, response } = await navigator.credentials.get({
      publicKey: { ...told, challenge: bytes(told.challenge), allowCredentials: [] },
    });
    return {
      key_id: id,
      client_data: text(response.clientDataJSON),
      authenticator_data: text(response.authenticatorData),
      signature: text(response.signature),
      user_handle: text(response.userHandle ?? new ArrayBuffer(0)),
    };
  };

  const made = async () => {
    const told = JSON.parse(make);
    const { id, response } = await navigator.credentials.create({
      publicKey: {
        ...told,
        challenge: bytes(told.challenge),
        user: { ...told.user, id: bytes(told.user.id) },
        excludeCredentials: told.excludeCredentials.map((each) => ({ ...each, id: bytes(each.id) })),
      },
    });
    return { key_id: id, client_data: text(response.clientDataJSON), attestation: text(response.attestationObject) };
  };

  const press = async () => {
    failed.hidden = true;
    button.disabled = true;
    try {
      const answer = await (make ? made() : used());
      for (const [name, value] of Object.entries(answer)) form.elements[name].value = value;
      form.submit();
    } catch {
      button.disabled = false;
      failed.textContent = FAILED;
      failed.hidden = false;
    }
  };

  form.hidden = button.hidden = false;
  form.querySelector("[data-unable]")?.remove();
  button.addEventListener("click", press);
  // A page that comes back from the browser's memory is to be pressed again.
  addEventListener("pageshow", () => (button.disabled = false));
}
