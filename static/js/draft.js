/* Keeps what is typed into a report on the server (htmx posts each [data-draft] box a moment after the last key)
   and says so; warns before leaving while something is not kept. Without this file "Simpan draf" does it. */
(function () {
  "use strict";
  var unkept = new Set();

  function box(event) { return event.target.closest && event.target.closest("[data-draft]"); }

  function done(found, ok) {
    found.querySelector("[data-draft-failed]").hidden = ok;
    if (ok && found.typed === found.sent) unkept.delete(found);
  }

  document.addEventListener("input", function (event) {
    var found = box(event);
    if (!found) return;
    found.typed = (found.typed || 0) + 1;
    unkept.add(found);
  });
  document.addEventListener("htmx:configRequest", function (event) {
    var found = box(event);
    if (!found) return;
    found.sent = found.typed;
    var data = event.detail.formData, prefix = found.getAttribute("data-draft");
    Array.from(data.keys()).forEach(function (name) {
      if (name.indexOf(prefix) !== 0 || data.get(name) instanceof File) data.delete(name);
    });
  });
  function kept(event) { return event.detail.xhr && event.detail.xhr.getResponseHeader("X-Draft") === "kept"; }
  document.addEventListener("htmx:beforeSwap", function (event) {
    var source = event.detail.requestConfig && event.detail.requestConfig.elt;
    if (source && source.hasAttribute("data-draft")) event.detail.shouldSwap = kept(event);
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    var source = event.detail.requestConfig && event.detail.requestConfig.elt;
    if (source && source.hasAttribute("data-draft")) done(source, kept(event));
  });
  document.addEventListener("submit", function () { unkept.clear(); });
  window.addEventListener("beforeunload", function (event) { if (unkept.size) event.preventDefault(); });
})();
