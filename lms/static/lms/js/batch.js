// While certificates are being made, show the present state every two seconds. Without scripts there is a link.
(function () {
  function look() {
    var shown = document.querySelector("[data-batch][data-unfinished]");
    if (!shown) return;
    fetch(location.href, { credentials: "same-origin" })
      .then(function (response) { return response.ok ? response.text() : ""; })
      .then(function (text) {
        var fresh = text && new DOMParser().parseFromString(text, "text/html").querySelector("[data-batch]");
        if (fresh) shown.parentNode.replaceChild(document.importNode(fresh, true), shown);
        setTimeout(look, 2000);
      }, function () { setTimeout(look, 5000); });
  }
  setTimeout(look, 2000);
})();
