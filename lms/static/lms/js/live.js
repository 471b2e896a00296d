// A part of the page that shows what is going on: looked up again every 15 seconds. Without this there is a link.
(function () {
  var EVERY = 15000;
  var stale = document.querySelector("[data-stale]");
  var signedOut = document.querySelector("[data-signed-out]");

  function put(text) {
    var fresh = new DOMParser().parseFromString(text, "text/html").querySelector("[data-live]");
    if (!fresh) throw new Error("nothing to show");
    var shown = document.querySelector("[data-live]");
    var focused = shown.contains(document.activeElement) ? document.activeElement.id : "";
    [].forEach.call(shown.querySelectorAll("details[open][id]"), function (open) {
      var same = fresh.querySelector("#" + open.id);
      if (same) same.open = true;
    });
    shown.parentNode.replaceChild(document.importNode(fresh, true), shown);
    var again = focused && document.getElementById(focused);
    if (again) again.focus({ preventScroll: true });
  }

  function look() {
    if (document.hidden) return;
    // The header makes the server refuse instead of leading to the log-in page.
    fetch(location.href, { credentials: "same-origin", headers: { "X-Requested-With": "XMLHttpRequest" } })
      .then(function (response) {
        signedOut.hidden = response.status !== 403;
        if (!response.ok) throw new Error(response.status);
        return response.text();
      })
      .then(put)
      .then(function () { stale.hidden = true; }, function () { stale.hidden = !signedOut.hidden; });
  }

  setInterval(look, EVERY);
  document.addEventListener("visibilitychange", look);
})();
