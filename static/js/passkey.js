/* Passkeys need JavaScript and a browser that knows them: only then is their button shown. allauth's own files
   do the work; this one says in words when it did not. */
(function () {
  "use strict";
  function show(selector, shown) {
    document.querySelectorAll(selector).forEach(function (element) { element.hidden = !shown; });
  }
  document.addEventListener("allauth.error", function (event) {
    event.preventDefault();
    show("[data-passkey-failure]", true);
  });
  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-passkey] button")) show("[data-passkey-failure]", false);
  });
  document.addEventListener("DOMContentLoaded", function () {
    if (!window.PublicKeyCredential) return;
    show("[data-passkey]", true);
    show("[data-passkey-missing]", false);
  });
})();
