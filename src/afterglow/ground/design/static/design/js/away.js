/* While the connection is away, a form with data-away keeps what is sent on this device and hands it over later, under
   the identifier it was given at first, so that nothing is kept twice. What waits is encrypted with a key that stands
   only in this person's own pages: nobody else who signs in here can read it. Nothing else is taken meanwhile. */
(function () {
  var form = document.querySelector("[data-away]"), panel = document.querySelector("[data-away-panel]");
  if (!form || !panel || !window.indexedDB || !window.crypto || !crypto.subtle) { return; }
  var PATIENCE = 8000, AGAIN = 10000, SKEW = 60000, zone = form.dataset.awayZone, away = false, handing = false, refused = {};
  var arrived = performance.timeOrigin + performance.getEntriesByType("navigation")[0].responseStart;
  var ahead = arrived - Number(form.dataset.awayNow), skew = arrived - Number(form.dataset.awayReal);
  var key = crypto.subtle.importKey("raw", bytes(form.dataset.awayKey), "AES-GCM", false, ["encrypt", "decrypt"]);

  function bytes(text) { return Uint8Array.from(atob(text), function (letter) { return letter.charCodeAt(0); }); }

  function asked(request) {
    return new Promise(function (done, failed) {
      request.onsuccess = function () { done(request.result); };
      request.onerror = function () { failed(request.error); };
    });
  }

  async function shelf(mode) {
    var opening = indexedDB.open("afterglow-away", 1);
    opening.onupgradeneeded = function () { opening.result.createObjectStore("waiting", { keyPath: "uuid" }); };
    var base = await asked(opening);
    return base.transaction("waiting", mode).objectStore("waiting");
  }

  async function keep(fields, typed) {
    var text = JSON.stringify({ address: form.action, fields: fields, typed: typed });
    var iv = crypto.getRandomValues(new Uint8Array(12)), uuid = fields.find(function (one) { return one[0] === "uuid"; })[1];
    var data = await crypto.subtle.encrypt({ name: "AES-GCM", iv: iv }, await key, new TextEncoder().encode(text));
    await asked((await shelf("readwrite")).put({ uuid: uuid, typed: typed, iv: iv, data: data }));
  }

  async function waiting() {
    var rows = await asked((await shelf("readonly")).getAll()), own = [], others = 0;
    for (var row of rows.sort(function (one, other) { return one.typed - other.typed; })) {
      try {
        var plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: row.iv }, await key, row.data);
        own.push(Object.assign({ uuid: row.uuid }, JSON.parse(new TextDecoder().decode(plain))));
      } catch (unreadable) { others += 1; }
    }
    return { own: own, others: others };
  }

  async function remove(uuid) { await asked((await shelf("readwrite")).delete(uuid)); }

  function sent(address, fields) {
    var token = form.querySelector("[name=csrfmiddlewaretoken]").value, body = new URLSearchParams(fields);
    body.set("csrfmiddlewaretoken", token);
    return fetch(address, { method: "POST", body: body, signal: AbortSignal.timeout(PATIENCE) });
  }

  function taken(answer, address) {
    return answer.ok && answer.redirected && new URL(answer.url).pathname === new URL(address, location.href).pathname;
  }

  function clinicTime(typed) {
    return new Date(typed - ahead).toLocaleString("sv-SE", { timeZone: zone }).replace(" ", "T").slice(0, 16);
  }

  function parts(place) {
    return Array.from(place.childNodes, function (one) { return one.textContent.trim(); }).filter(Boolean);
  }

  function named(place) { return parts(place)[0].replace(/ \(optional\)$/, ""); }

  function labelled(field, value) {
    var several = field instanceof RadioNodeList, shown = several ? field[0] : field, group = shown.closest("fieldset");
    function mine(one) { return one.value === value; }
    if (shown.options) { return named(shown.labels[0]) + ": " + parts(Array.from(shown.options).find(mine)).join(" "); }
    if (!/^(radio|checkbox)$/.test(shown.type)) { return named(shown.labels[0]) + " " + value; }
    var answer = parts((several ? Array.from(field).find(mine) : shown).labels[0]).join(" ");
    return group ? named(group.querySelector("legend")) + ": " + answer : answer;
  }

  function words(item) {
    return item.fields.filter(function (one) {
      var field = form.elements[one[0]];
      return one[1] && field && field.type !== "hidden" && one[0] !== "taken_at";
    }).map(function (one) { return labelled(form.elements[one[0]], one[1]); }).join(", ");
  }

  async function show() {
    var found = await waiting(), list = panel.querySelector("[data-away-list]"), row = panel.querySelector("template");
    list.replaceChildren();
    found.own.forEach(function (item) {
      var copy = row.content.cloneNode(true), why = refused[item.uuid];
      copy.querySelector("[data-away-time]").textContent = clinicTime(item.typed).slice(11);
      copy.querySelector("[data-away-words]").textContent = words(item);
      copy.querySelector("[data-away-why]").textContent = why ? "Not taken: " + why : "";
      copy.querySelector("button").hidden = !why;
      copy.querySelector("button").addEventListener("click", async function () { await remove(item.uuid); await show(); });
      list.append(copy);
    });
    panel.querySelector("[data-away-count]").textContent = String(found.own.length);
    panel.querySelector("[data-away-others]").hidden = !found.others;
    panel.querySelector("[data-away-unchecked]").hidden = !away;
    panel.querySelector("[data-away-own]").hidden = !found.own.length;
    panel.querySelector("[data-away-skew]").hidden = Math.abs(skew) < SKEW;
    panel.querySelector("[data-away-minutes]").textContent = String(Math.round(skew / 60000));
    panel.hidden = !(away || found.own.length || found.others);
  }

  async function handOver() {
    if (handing) { return; }
    handing = true;
    var left = 0, handed = 0;
    try {
      for (var item of (await waiting()).own) {
        var answer = await sent(item.address, item.fields);
        away = false;
        if (taken(answer, item.address)) { await remove(item.uuid); handed += 1; continue; }
        left += 1;
        var page = new DOMParser().parseFromString(await answer.text(), "text/html");
        var summary = page.querySelector("[data-error-summary] ul");
        refused[item.uuid] = summary ? summary.textContent.trim().replace(/\s+/g, " ") : panel.dataset.signIn;
      }
    } catch (lost) { away = true; } finally { handing = false; }
    await show();
    if (handed && !left && !away) { location.reload(); }
  }

  async function take(event) {
    event.preventDefault();
    var typed = Date.now(), fields = Array.from(new FormData(form)).filter(function (one) {
      return one[0] !== "csrfmiddlewaretoken";
    });
    try {
      var answer = await sent(form.action, fields);
      if (taken(answer, form.action)) { location.assign(answer.url); return; }
      if (!answer.redirected) { form.submit(); return; }
    } catch (lost) { away = true; }
    var own = fields.find(function (one) { return one[0] === "taken_at"; });
    if (own && !own[1]) { own[1] = clinicTime(typed); }
    await keep(fields, typed);
    form.reset();
    form.elements.uuid.value = crypto.randomUUID();
    form.querySelectorAll(".nhsuk-input").forEach(function (field) { field.value = ""; });
    await show();
    panel.focus();
  }

  form.addEventListener("submit", take);
  document.addEventListener("submit", function (event) {
    if (event.target === form || event.target.method !== "post" || (navigator.onLine && !away)) { return; }
    event.preventDefault();
    panel.querySelector("[data-away-refused]").hidden = false;
    panel.hidden = false;
    panel.focus();
  });
  window.addEventListener("offline", function () { away = true; show(); });
  window.addEventListener("online", handOver);
  setInterval(handOver, AGAIN);
  handOver();
}());
