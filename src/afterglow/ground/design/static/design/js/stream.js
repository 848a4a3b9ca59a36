/* What changes elsewhere is shown here. An element with data-stream="/address" listens; each event asks htmx to refresh
   the fragments that wait for it (hx-trigger="reading from:body"), and "changed" goes with every event. After 15
   seconds of silence the banner says so and figures dim: an old figure must never pass for a live one. The browser
   reconnects by itself, and the banner says that too; where the page has a clock, its time is the clinic's, not the screen's. */
document.querySelectorAll("[data-stream]").forEach(function (place) {
  var SILENCE = 15000, banner = document.querySelector("[data-stale]"), heard = Date.now(), stale = false;
  var source = new EventSource(place.dataset.stream), wall = document.querySelector("[data-clock]");
  var ahead = wall ? Date.parse(wall.dateTime) - heard : 0, how = { timeZone: wall ? wall.dataset.clock : undefined };

  function clock() { return new Date(heard + ahead).toLocaleTimeString("en-GB", how); }

  function say(words, hidden) {
    if (!banner) { return; }
    banner.hidden = hidden;
    banner.querySelector("[data-stale-words]").textContent = words;
  }

  function mark(silent) {
    if (silent === stale) { return; }
    stale = silent;
    document.documentElement.classList.toggle("is-stale", stale);
    document.body.dispatchEvent(new CustomEvent("stale", { detail: stale ? clock().slice(0, 5) : "" }));
    say(stale ? "This page stopped at " + clock() + ". Look at the patients." : "Live again since " + clock() + ".", false);
    if (!stale) { setTimeout(function () { if (!stale) { say("", true); } }, 10000); }
  }

  function hear(event) {
    heard = Date.now();
    mark(false);
    if (event.type === "heartbeat") { return; }
    document.body.dispatchEvent(new CustomEvent(event.type, { detail: event.data }));
    document.body.dispatchEvent(new CustomEvent("changed", { detail: event.data }));
  }

  ["heartbeat", "message"].concat((place.dataset.events || "").split(" ").filter(Boolean)).forEach(function (name) {
    source.addEventListener(name, hear);
  });
  source.addEventListener("open", function () { heard = Date.now(); });
  setInterval(function () { mark(Date.now() - heard > SILENCE); }, 1000);
});
