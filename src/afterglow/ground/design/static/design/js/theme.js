/* Night or light, chosen on each screen and kept there. The server reads the cookie, so that no page flashes. */
document.querySelectorAll("[data-theme-switch]").forEach(function (button) {
  var root = document.documentElement;
  button.hidden = false;
  button.setAttribute("aria-pressed", String(root.dataset.theme === "night"));
  button.addEventListener("click", function () {
    var theme = root.dataset.theme === "night" ? "light" : "night";
    root.dataset.theme = theme;
    button.setAttribute("aria-pressed", String(theme === "night"));
    document.cookie = "theme=" + theme + "; path=/; max-age=31536000; samesite=lax";
  });
});
