/* While the connection is away a form would be sent into nothing, and the browser's own page would take the place of
   what was typed. Such a form is kept back, in words. Forms that wait on the device have a script of their own. */
(function () {
  var banner = document.querySelector("[data-unsent]");
  if (!banner || document.querySelector("[data-away]")) { return; }
  document.addEventListener("submit", function (event) {
    if (navigator.onLine) { return; }
    event.preventDefault();
    banner.hidden = false;
    banner.focus();
  });
  window.addEventListener("online", function () { banner.hidden = true; });
}());
