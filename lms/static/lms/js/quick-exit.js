// Leave quickly: the link, or Shift three times within five seconds. Nothing is sent or stored.
// The neutral page opens in a new tab and takes this page's place, so that Back does not return here.
(function () {
  var link = document.querySelector(".quick-exit");
  if (!link) return;
  var presses = [];

  function leave() {
    document.documentElement.hidden = true;
    window.open(link.href, "_blank", "noopener,noreferrer");
    location.replace(link.href);
  }

  link.addEventListener("click", function (event) {
    event.preventDefault();
    leave();
  });
  addEventListener("keyup", function (event) {
    presses = event.key === "Shift" ? presses.concat(Date.now()).slice(-3) : [];
    if (presses.length === 3 && presses[2] - presses[0] < 5000) leave();
  });
})();
