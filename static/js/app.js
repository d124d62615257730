// Where is スマ保 installed from? Its pages name the program that answers where there is no connection. Without it, as in
// a private window, all is as on the web.
const place = document.querySelector("[data-worker]");
if (place) navigator.serviceWorker?.register(place.dataset.worker).catch(() => {});
