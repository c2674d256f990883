// Reloads the page when what it shows has changed, and tells at its foot how far the preview is.
"use strict";

const script = document.currentScript;
const bar = document.getElementById("keikaku-preview-state");
let events = null;

function hear(event) {
  const told = JSON.parse(event.data);
  if (told.version !== script.dataset.version) {
    events.close();
    location.reload();
  } else if (bar) {
    bar.textContent = told.text;
    bar.dataset.state = told.state;
  }
}

function listen() {
  events = new EventSource("/.keikaku/events");
  events.onmessage = hear;
  events.onerror = () => {
    if (bar) {
      bar.textContent = bar.dataset.ended;
      bar.dataset.state = "ended";
    }
  };
}

// A browser opens few connections to one address, so that tabs in the background must not hold any.
document.addEventListener("visibilitychange", () => {
  events?.close();
  if (document.visibilityState === "visible") listen();
});
addEventListener("pagehide", () => events?.close());
if (document.visibilityState === "visible") listen();
