/* The number pad types into the chosen field of its entry. A real keyboard and the system's own pad work the same. */
document.addEventListener("focusin", function (event) {
  var entry = event.target.closest("[data-entry]");
  if (entry && event.target.matches(".nhsuk-input")) { choosePadField(entry, event.target); }
});

document.addEventListener("click", function (event) {
  var button = event.target.closest("[data-pad] button");
  if (!button) { return; }
  var entry = button.closest("[data-entry]"), field = currentPadField(entry), key = button.dataset.key;
  if (key === "next") {
    var fields = padFields(entry);
    choosePadField(entry, fields[(fields.indexOf(field) + 1) % fields.length]);
  } else {
    field.value = key === "erase" ? field.value.slice(0, -1) : field.value + key;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
});

function padFields(entry) { return Array.from(entry.querySelectorAll(".ag-entry__fields .nhsuk-input")); }

function currentPadField(entry) { return entry.querySelector(".nhsuk-input.is-current") || padFields(entry)[0]; }

function choosePadField(entry, chosen) {
  padFields(entry).forEach(function (field) { field.classList.toggle("is-current", field === chosen); });
}

function showPads(root) {
  root.querySelectorAll("[data-entry]").forEach(function (entry) {
    entry.querySelector("[data-pad]").hidden = false;
    choosePadField(entry, entry.querySelector(".nhsuk-input.is-wrong") || currentPadField(entry));
  });
}

showPads(document);
document.addEventListener("htmx:afterSwap", function (event) { showPads(event.target.parentElement || document); });
