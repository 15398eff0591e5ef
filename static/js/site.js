/* Small helps for those who have JavaScript; every page works without this file.
   "/" goes to the search box, "?" opens the help page (both can be switched off at the foot of the page),
   an error summary takes the focus, a form says when it holds unsaved changes, menus close on Esc, a text
   meant for a chat is copied by a button. */
(function () {
  "use strict";
  var secure = location.protocol === "https:";
  var off = (secure ? "__Host-" : "") + "pintasan=mati";
  var typing = "input, textarea, select, [contenteditable]";
  var shortcuts = document.cookie.split("; ").indexOf(off) < 0;

  function showError(root) {
    var summary = root.querySelector("[data-error-summary]");
    if (summary) summary.focus();
  }

  function closeMenus(except) {
    document.querySelectorAll("details.menu[open]").forEach(function (menu) {
      if (menu !== except) menu.open = false;
    });
  }

  function setShortcuts(on) {
    shortcuts = on;
    document.cookie = off + "; path=/; SameSite=Strict; max-age=" + (on ? 0 : 31536000) + (secure ? "; Secure" : "");
    drawShortcuts();
  }

  function drawShortcuts() {
    document.querySelectorAll("[data-shortcuts]").forEach(function (item) {
      item.hidden = false;
      item.querySelector("[data-shortcuts-off]").hidden = !shortcuts;
      item.querySelector("[data-shortcuts-on]").hidden = shortcuts;
    });
  }

  function follow(event, target) {
    if (!target) return;
    event.preventDefault();
    if (target.href) target.click();
    else target.focus();
  }

  function copy(button) {
    if (!button) return;
    navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value).then(function () {
      button.parentElement.querySelector("[data-copied]").hidden = false;
    });
  }

  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") {
      var open = document.querySelector("details.menu[open]");
      closeMenus();
      if (open) open.querySelector("summary").focus();
    }
    if (!shortcuts || event.ctrlKey || event.metaKey || event.altKey || event.target.closest(typing)) return;
    if (event.key === "/") follow(event, document.querySelector("input[type=search]"));
    if (event.key === "?") follow(event, document.querySelector("[data-help]"));
  });

  document.addEventListener("click", function (event) {
    closeMenus(event.target.closest("details.menu"));
    if (event.target.closest("[data-shortcuts-off]")) setShortcuts(false);
    if (event.target.closest("[data-shortcuts-on]")) setShortcuts(true);
    copy(event.target.closest("[data-copy]"));
  });

  var unsaved = false;
  document.addEventListener("input", function (event) {
    var form = event.target.closest("form[data-guard]");
    if (!form) return;
    unsaved = true;
    var hint = form.querySelector("[data-unsaved]");
    if (hint) hint.hidden = false;
  });
  document.addEventListener("submit", function () { unsaved = false; });
  window.addEventListener("beforeunload", function (event) { if (unsaved) event.preventDefault(); });
  document.addEventListener("htmx:afterSwap", function (event) { showError(event.target); });

  document.querySelectorAll("[data-copy]").forEach(function (button) { button.hidden = !navigator.clipboard; });
  drawShortcuts();
  showError(document);
})();
