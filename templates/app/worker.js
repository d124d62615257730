// What does the browser show of this portal where there is no connection? One page that is everybody's. All else comes
// from the network each time, and nothing of it is kept.
const { scope, version, offline, files } = {{ own | tojson }};
const SHELF = `shell ${scope} `;
const CURRENT = SHELF + version;

// Asked for as by nobody. The page is not taken from what the browser has kept itself; a file's name is good for one file.
const everybodys = (url) => new Request(url, { cache: url === offline ? "reload" : "default", credentials: "omit" });

const keep = async () => {
  const shelf = await caches.open(CURRENT);
  await shelf.addAll([offline, ...files].map(everybodys));
  await skipWaiting();
};

const tidy = async () => {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(SHELF) && name !== CURRENT).map((name) => caches.delete(name)));
  // So that a page need not wait until this program has started.
  await registration.navigationPreload?.enable();
};

const kept = async (url) => {
  const shelf = await caches.open(CURRENT);
  return (await shelf.match(url)) ?? Response.error();
};

const page = async ({ request, preloadResponse }) => {
  try {
    return (await preloadResponse) ?? (await fetch(request));
  } catch {
    return kept(offline);
  }
};

const file = (request) => fetch(request).catch(() => kept(request.url));

addEventListener("install", (event) => event.waitUntil(keep()));
addEventListener("activate", (event) => event.waitUntil(tidy()));
addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  if (method !== "GET") return;
  if (mode === "navigate") return event.respondWith(page(event));
  if (files.some((name) => url === new URL(name, location).href)) event.respondWith(file(event.request));
});
