// How does what this portal once left in browsers go again? It takes away what it kept, and then itself.
const { scope } = {{ own | tojson }};

const leave = async () => {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(`shell ${scope} `)).map((name) => caches.delete(name)));
  await registration.unregister();
};

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(leave()));
