// The pages work without this. It shows live pages anew when the gateway says that there are new transactions, and asks before something is deleted.
"use strict";

const main = document.querySelector("main[data-live]");
if (main && window.EventSource) {
  const live = document.getElementById("live");
  const status = document.createElement("span");
  const button = document.createElement("button");
  let paused = false;
  let waiting = false;
  let loading = false;
  let events = null;

  const say = text => { if (status.textContent !== text) status.textContent = text; };

  // Where the reader is, so that a part that is shown anew does not take the focus, the place or the opened details away.
  const keep = part => ({
    open: [...part.querySelectorAll("details")].map(d => d.open),
    scroll: [...part.querySelectorAll(".scroll")].map(s => s.scrollLeft),
  });

  const restore = (part, kept, href) => {
    part.querySelectorAll("details").forEach((d, i) => { d.open = kept.open[i] || false; });
    part.querySelectorAll(".scroll").forEach((s, i) => { s.scrollLeft = kept.scroll[i] || 0; });
    if (href) {
      const again = [...part.querySelectorAll("a")].find(a => a.getAttribute("href") === href);
      if (again) again.focus({ preventScroll: true });
    }
  };

  const reload = async () => {
    if (paused || loading || document.hidden) { waiting = true; return; }
    loading = true;
    waiting = false;
    try {
      const response = await fetch(location.href, { credentials: "same-origin", headers: { Accept: "text/html" } });
      if (!response.ok || response.redirected) { say("Not updated: log in again."); return; }
      const fresh = new DOMParser().parseFromString(await response.text(), "text/html").getElementById("overview");
      const old = document.getElementById("overview");
      if (fresh && old) {
        const active = old.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
        const kept = keep(old);
        old.replaceWith(fresh);
        restore(fresh, kept, active);
        main.dataset.updates = String(Number(main.dataset.updates || 0) + 1);
      }
    } catch {
      say("The gateway does not answer.");
    } finally {
      loading = false;
      if (waiting && !paused && !document.hidden) reload();
    }
  };

  const connect = () => {
    events = new EventSource(new URL("events", document.querySelector('link[rel="stylesheet"]').href.replace(/assets\/[^/]*$/, "")).href);
    events.onopen = () => say("Live");
    events.onerror = () => say("Connection lost, trying again");
    events.addEventListener("transactions", reload);
  };

  button.type = "button";
  button.className = "quiet";
  button.textContent = "Pause";
  button.addEventListener("click", () => {
    paused = !paused;
    button.textContent = paused ? "Go on" : "Pause";
    say(paused ? "Paused" : "Live");
    if (!paused && waiting) reload();
  });
  document.addEventListener("visibilitychange", () => { if (!document.hidden && waiting) reload(); });
  live.append(status, " ");
  live.after(button);
  connect();
}

for (const form of document.querySelectorAll("form[data-confirm]")) {
  form.addEventListener("submit", event => { if (!confirm(form.dataset.confirm)) event.preventDefault(); });
}

for (const time of document.querySelectorAll("time[datetime]")) {
  time.title = new Date(time.dateTime).toLocaleString();
}
