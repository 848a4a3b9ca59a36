/* The bar of one session. While the stream is silent none of its figures is called live, not one that was asked for
   meanwhile either; once the stream speaks again the bar is asked for anew. */
(function () {
  var silent = false;

  function mark() {
    if (!silent) { return; }
    document.querySelectorAll(".ag-run__live dt").forEach(function (name) {
      name.lastChild.nodeValue = name.lastChild.nodeValue.replace(/, live$/, ", not live");
    });
  }

  document.body.addEventListener("stale", function (event) {
    silent = Boolean(event.detail);
    if (silent) { mark(); } else { document.body.dispatchEvent(new CustomEvent("changed")); }
  });
  document.body.addEventListener("htmx:oobAfterSwap", mark);
}());
