/* Sections one after another become one at a time. The address keeps the chosen one; without script all are shown. */
document.querySelectorAll("[data-tabs]").forEach(function (nav) {
  var tabs = Array.from(nav.querySelectorAll('a[href^="#"]'));
  function panel(tab) { return document.getElementById(tab.hash.slice(1)); }
  function show(chosen) {
    tabs.forEach(function (tab) {
      if (tab === chosen) { tab.setAttribute("aria-current", "true"); } else { tab.removeAttribute("aria-current"); }
      if (panel(tab)) { panel(tab).hidden = tab !== chosen; }
    });
  }
  function named(hash) { return tabs.find(function (tab) { return tab.hash === hash; }); }
  function within(hash) {
    var target = hash.length > 1 && document.getElementById(decodeURIComponent(hash.slice(1)));
    return target && tabs.find(function (tab) { return panel(tab) && panel(tab).contains(target); });
  }
  function wrong() { return tabs.find(function (tab) { return panel(tab) && panel(tab).querySelector(".nhsuk-form-group--error, .ag-field.is-wrong"); }); }
  tabs.forEach(function (tab) {
    tab.addEventListener("click", function (event) {
      event.preventDefault();
      history.replaceState(null, "", tab.hash);
      show(tab);
    });
  });
  window.addEventListener("hashchange", function () {
    var found = named(location.hash) || within(location.hash);
    if (!found) { return; }
    show(found);
    document.getElementById(location.hash.slice(1)).focus();
  });
  show(named(location.hash) || within(location.hash) || wrong() || tabs.find(function (tab) { return tab.hasAttribute("aria-current"); }) || tabs[0]);
});
