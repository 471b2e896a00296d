/* Time, breaks and what the invigilator says, as the server tells them. Without this file the page says what was left
   when it was loaded. */
(function () {
  var attempt = window.Attempt;
  if (!attempt) return;
  var form = attempt.form, each = attempt.each, data = form.dataset;
  var said = document.querySelector("[data-clock-said]");
  var ends = null, paused = false, quiet = false, called = 60, next;

  function minutes() { return Math.ceil((ends - Date.now()) / 60000); }

  function words() {
    return minutes() > 1 ? data.clockLeft.replace("{n}", minutes()) : data.clockLast;
  }

  function tick() {
    if (attempt.isOver()) { ends = null; face(); }
    if (ends === null || paused) return;
    each(document.querySelectorAll("[data-clock]"), function (clock) { clock.textContent = words(); });
    var step = [1, 5, 10].filter(function (one) { return minutes() <= one; })[0] || 60;
    if (!quiet && step < called) { called = step; said.textContent = words(); }
    if (Date.now() >= ends) finish();
  }

  /* The server takes what is on its way for a while after the end. */
  function finish() {
    ends = null;
    face();
    document.querySelector("[data-over-text]").textContent = data.timeOver;
    attempt.cover("over", true);
    attempt.hand([["anyway", "1"]]);
  }

  function face() {
    each(document.querySelectorAll("[data-timer]"), function (timer) { timer.hidden = ends === null || quiet; });
    each(document.querySelectorAll("[data-timer-quiet]"), function (timer) { timer.hidden = ends === null || !quiet; timer.open = false; });
  }

  function read(state) {
    if (state.closed) { attempt.end(state.text); return tick(); }
    if (!state.paused && !form.querySelector("[data-position]")) return location.reload();
    paused = state.paused;
    attempt.cover("pause", paused);
    ends = state.left === null ? null : Date.now() + state.left * 1000;
    list(state.messages);
    face();
    tick();
  }

  function list(messages) {
    var place = document.querySelector("[data-messages]");
    for (var i = place.children.length; i < messages.length; i += 1) {
      var line = document.createElement("p");
      line.className = "alert";
      line.dataset.tone = "now";
      line.textContent = messages[i];
      place.appendChild(line);
    }
  }

  function poll() {
    clearTimeout(next);
    if (attempt.isOver()) return;
    var unsent = attempt.unsent();
    attempt.ask(data.stateUrl, [["unsent", unsent.count], ["waited", unsent.waited]])
      .then(function (response) { return response.json(); }).then(read).catch(function () { return null; })
      .then(function () { next = setTimeout(poll, Number(data.poll) * 1000); });
  }

  form.addEventListener("attempt-page", function (event) {
    quiet = event.detail.quiet;
    face();
    tick();
  });
  form.addEventListener("attempt-signed-in", poll);
  window.addEventListener("online", poll);
  document.addEventListener("visibilitychange", function () { if (!document.hidden) poll(); });
  if (data.left) ends = Date.now() + Number(data.left) * 1000;
  quiet = Boolean(form.querySelector("[data-page]:not([hidden])[data-quiet]"));
  face();
  setInterval(tick, 5000);
  tick();
  next = setTimeout(poll, 2000);
})();
