// Small helps only: every page works without this file.
(function () {
  "use strict";
  // A page that has errors starts at their summary.
  var errors = document.querySelector("[data-errors]");
  if (errors) errors.focus();

  // In the review, the field one is in lights its lines in the document.
  var pane = document.querySelector("[data-document]");
  if (!pane) return;
  var lit = [];
  function light(field) {
    lit.forEach(function (line) { line.classList.remove("lit"); });
    lit = [];
    var ends = field.dataset.lines.split("-").map(Number);
    for (var n = ends[0]; n <= ends[1]; n++) {
      var line = document.getElementById("line-" + n);
      if (line) { line.classList.add("lit"); lit.push(line); }
    }
    if (lit.length) {
      // Only the pane scrolls: the page stays where the person is.
      pane.scrollTop += lit[0].getBoundingClientRect().top - pane.getBoundingClientRect().top - pane.clientHeight / 4;
    }
  }
  document.addEventListener("focusin", function (event) {
    var field = event.target.closest("[data-lines]");
    if (field) light(field);
  });
})();
