/* The board. A monitor's figures are written into their row as they come; whatever else changes, and whatever a figure
   changes besides itself, is asked for again: at most once a second, and never under a finger or pointer. Sound is off
   until somebody on this screen turns it on: one soft tone when another bay needs someone. */
(function () {
  var EVERY = 15000, LEAST = 1000, asked = 0, waiting = null, needed = [], context = null;

  function board() { return document.getElementById("board"); }

  function needing() { return board().dataset.needing.split(" ").filter(Boolean); }

  function busy() {
    var place = board();
    return place.querySelector(".ag-rail:hover, button:hover, button:active") !== null;
  }

  function refresh() {
    if (waiting) { return; }
    waiting = setTimeout(function again() {
      if (busy()) { waiting = setTimeout(again, LEAST); return; }
      waiting = null;
      asked = Date.now();
      window.htmx.trigger(board(), "refresh");
    }, Math.max(0, asked + LEAST - Date.now()));
  }

  function write(row, value, look) {
    if (row.dataset.state !== look) { refresh(); return; }
    if (look === "gap") { return; }
    row.querySelector(".ag-vital__now").firstChild.nodeValue = value;
    row.querySelector("dt small").textContent = "live";
  }

  document.body.addEventListener("reading", function (event) {
    var told = JSON.parse(event.detail), card = document.querySelector('[data-of="' + told.of + '"]');
    if (!card) { refresh(); return; }
    Object.keys(told.signs).forEach(function (sign) {
      var row = card.querySelector('[data-sign="' + sign + '"]');
      if (row) { write(row, told.signs[sign][0], told.signs[sign][1]); }
    });
    if (told.more) { refresh(); }
  });
  document.body.addEventListener("message", refresh);
  document.body.addEventListener("stale", function (event) {
    if (!event.detail) { refresh(); return; }
    document.querySelectorAll(".ag-vital dt small").forEach(function (age) {
      if (age.textContent === "live") { age.textContent = "at " + event.detail; }
    });
  });
  setInterval(refresh, EVERY);

  document.querySelectorAll("[data-clock]").forEach(function (clock) {
    var ahead = Date.parse(clock.dateTime) - Date.now(), how = { hour: "2-digit", minute: "2-digit", timeZone: clock.dataset.clock };
    setInterval(function () { clock.textContent = new Date(Date.now() + ahead).toLocaleTimeString("en-GB", how); }, 1000);
  });

  function tone() {
    if (!context) { return; }
    var source = context.createOscillator(), loud = context.createGain(), at = context.currentTime;
    source.frequency.value = 660;
    loud.gain.setValueAtTime(0.0001, at);
    loud.gain.exponentialRampToValueAtTime(0.2, at + 0.05);
    loud.gain.exponentialRampToValueAtTime(0.0001, at + 0.6);
    source.connect(loud).connect(context.destination);
    source.start(at);
    source.stop(at + 0.7);
  }

  document.querySelectorAll("[data-sound]").forEach(function (button) {
    button.hidden = !window.AudioContext;
    button.addEventListener("click", function () {
      if (context) { context.close(); context = null; } else { context = new window.AudioContext(); tone(); }
      button.setAttribute("aria-pressed", String(context !== null));
      button.querySelector("span").textContent = context ? "Sound on" : "Sound off";
    });
  });

  document.body.addEventListener("htmx:afterSwap", function () {
    var now = needing();
    if (now.some(function (bay) { return needed.indexOf(bay) < 0; })) { tone(); }
    needed = now;
  });
  needed = needing();
}());
