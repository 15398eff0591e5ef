/* Keeps what is typed on the server (htmx posts each [data-draft] box a moment after the last key) and says so;
   warns before leaving while something is not kept. When server or session went away it keeps asking, with the
   token of whoever signed in meanwhile. An answer may bring the text two writers made ([data-whole]); what was
   typed since is carried over. Without this file "Simpan" does it. */
(function () {
  "use strict";
  var unkept = new Set();

  function box(event) { return event.target.closest && event.target.closest("[data-draft]"); }
  function sender(event) {
    var source = event.detail.requestConfig && event.detail.requestConfig.elt;
    return source && source.hasAttribute("data-draft") ? source : null;
  }
  function answer(event) { return event.detail.xhr && event.detail.xhr.getResponseHeader("X-Draft"); }

  function done(found, ok) {
    found.querySelector("[data-draft-failed]").hidden = ok;
    if (ok && found.typed === found.sent) unkept.delete(found);
  }

  function parsed(text) { return new DOMParser().parseFromString(text, "text/html"); }

  function again(found) {
    if (found.waiting) return;
    found.tries = (found.tries || 0) + 1;
    found.waiting = setTimeout(function () { found.waiting = null; renew(found); }, Math.min(3000 * found.tries, 30000));
  }

  function renew(found) {
    fetch(location.href).then(function (response) { return response.text(); }).then(function (text) {
      var page = parsed(text), token = page.querySelector("[name=csrfmiddlewaretoken]");
      if (!token || !page.querySelector("[data-draft]")) return again(found);
      document.body.setAttribute("hx-headers", page.body.getAttribute("hx-headers"));
      document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach(function (input) { input.value = token.value; });
      htmx.trigger(found, "draft:again");
    }).catch(function () { again(found); });
  }

  function alike(a, b, most, end) {
    var n = 0;
    while (n < most && a[end ? a.length - 1 - n : n] === b[end ? b.length - 1 - n : n]) n += 1;
    return n;
  }
  /* `now` was typed from `sent`; the server made `whole` of `sent`. The same typing on `whole`, or null. */
  function carried(sent, now, whole) {
    if (now === sent) return whole;
    var head = alike(sent, now, Math.min(sent.length, now.length));
    var tail = alike(sent, now, Math.min(sent.length, now.length) - head, true);
    var typed = now.slice(head, now.length - tail), most = Math.min(sent.length, whole.length);
    var stop = sent.length - tail, moved = whole.length - sent.length;
    if (stop <= alike(sent, whole, most)) return whole.slice(0, head) + typed + whole.slice(stop);
    if (head >= sent.length - alike(sent, whole, most, true)) {
      return whole.slice(0, head + moved) + typed + whole.slice(stop + moved);
    }
    return null;
  }

  function show(area, text) {
    var now = area.value, at = area.selectionStart;
    if (now === text) return;
    var far = now.length - at, stays = at <= alike(now, text, Math.min(now.length, text.length));
    area.value = text;
    if (document.activeElement === area) {
      at = stays ? at : Math.max(0, text.length - far);
      area.setSelectionRange(at, at);
    }
  }

  function follow(found, text) {
    var said = parsed(text), version = said.querySelector("[data-version]"), base = found.querySelector("[name=base_version]");
    if (!version || !base) return;
    var changes = [];
    said.querySelectorAll("[data-whole]").forEach(function (whole) {
      var name = whole.getAttribute("data-whole"), area = found.querySelector("textarea[name=" + name + "]");
      changes.push([area, carried(found.sentText[name], area.value, whole.value)]);
    });
    if (changes.some(function (change) { return change[1] === null; })) return;
    changes.forEach(function (change) { show(change[0], change[1]); });
    base.value = version.getAttribute("data-version");
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
    found.sentText = {};
    found.querySelectorAll("textarea[name]").forEach(function (area) { found.sentText[area.name] = area.value; });
    var data = event.detail.formData, prefix = found.getAttribute("data-draft");
    Array.from(data.keys()).forEach(function (name) {
      if (name.indexOf(prefix) !== 0 || data.get(name) instanceof File) data.delete(name);
    });
  });
  document.addEventListener("htmx:beforeSwap", function (event) {
    if (sender(event)) event.detail.shouldSwap = !!answer(event);
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    var found = sender(event), said = answer(event), status = event.detail.xhr.status;
    if (!found) return;
    found.refused = !said && status >= 400 && status < 500 ? (found.refused || 0) + 1 : 0;
    if (said === "kept") { found.tries = 0; follow(found, event.detail.xhr.responseText); }
    if (!said && found.refused < 3) again(found);
    done(found, said === "kept");
  });
  document.addEventListener("submit", function () { unkept.clear(); });
  window.addEventListener("focus", function () {
    unkept.forEach(function (found) { if (found.waiting) { clearTimeout(found.waiting); found.waiting = null; renew(found); } });
  });
  window.addEventListener("beforeunload", function (event) { if (unkept.size) event.preventDefault(); });
})();
