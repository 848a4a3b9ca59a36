/* When something is wrong, start there. */
document.querySelectorAll("[data-error-summary]").forEach(function (summary) { summary.focus(); });
