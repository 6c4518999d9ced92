// Small helps only: every page works without this file.
(function () {
  "use strict";
  // A page that has errors starts at their summary.
  var errors = document.querySelector("[data-errors]");
  if (errors) errors.focus();

  // What somebody types into a return is kept as they type: by the server, and by this browser while it is offline.
  var typing = document.querySelector("form[data-keeps]");
  if (typing) keepTyping(typing);

  function keepTyping(form) {
    var words = form.querySelector("[data-kept-words]");
    if (!words) return;
    var key = "kept " + location.pathname, timer = 0, dirty = false;
    words.textContent = "What you type is kept as you type.";
    function content() {
      var data = new FormData(form);
      data.append("decision_on_form", "keep");
      return data;
    }
    function restore() {
      var left = JSON.parse(localStorage.getItem(key) || "null");
      if (!left) return;
      // It was sent, and the page says so or shows every word again: nothing is left to bring back.
      if (left["was sent"] && document.querySelector(".notice.done, [data-errors]")) {
        localStorage.removeItem(key);
        return;
      }
      Object.keys(left).forEach(function (name) {
        var field = form.elements[name];
        if (field && field.type !== "hidden") field.value = left[name];
      });
      changed();
    }
    function keep() {
      timer = 0;
      dirty = false;
      fetch(location.href, { method: "POST", body: content(), headers: { Accept: "application/json" }, credentials: "same-origin" })
        .then(function (answer) {
          if (!answer.ok) throw new Error(answer.status);
          return answer.json();
        })
        .then(function (said) {
          if (!dirty) localStorage.removeItem(key);
          words.textContent = "Kept at " + said.kept + ". It is not sent yet.";
        })
        .catch(function () {
          words.textContent = "We cannot reach the server. Your words stay in this browser, and we try again.";
          timer = timer || setTimeout(keep, 10000);
        });
    }
    function store(left) {
      new FormData(form).forEach(function (value, name) {
        if (typeof value === "string" && name !== "csrfmiddlewaretoken") left[name] = value;
      });
      try { localStorage.setItem(key, JSON.stringify(left)); } catch (full) { /* the server keeps it all the same */ }
    }
    function changed() {
      dirty = true;
      store({});
      clearTimeout(timer);
      timer = setTimeout(keep, 1200);
    }
    form.addEventListener("input", changed);
    form.addEventListener("submit", function () {
      clearTimeout(timer);
      dirty = false;
      store({ "was sent": true });
    });
    document.addEventListener("visibilitychange", function () {
      if (document.visibilityState === "hidden" && dirty) {
        clearTimeout(timer);
        navigator.sendBeacon(location.href, content());
      }
    });
    restore();
  }

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
