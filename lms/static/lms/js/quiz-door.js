/* A log-in that has expired is renewed in the page. The questions stay covered until the same person is back. */
(function () {
  var attempt = window.Attempt;
  if (!attempt) return;
  var door = document.querySelector("[data-cover=door]");
  var form = door.querySelector("form");
  var second = door.querySelector("[data-second-step]");
  var watch;

  function say(text) { door.querySelector("[data-problem]").textContent = text; }

  function look() { attempt.renew().catch(function () { return null; }); }

  attempt.form.addEventListener("attempt-signed-out", function () {
    attempt.cover("door", true);
    watch = setInterval(look, 10000);
  });
  attempt.form.addEventListener("attempt-signed-in", function () {
    clearInterval(watch);
    form.reset();
    say("");
    second.hidden = true;
    attempt.cover("door", false);
  });

  function answered(response) {
    return response.json().catch(function () { return {}; }).then(function (reply) {
      if (response.ok && reply.location) {
        form.elements.password.value = "";
        return attempt.renew().catch(function () {
          second.hidden = false;
          second.querySelector("a").href = reply.location;
          second.querySelector("a").focus();
        });
      }
      var problems = (reply.form && reply.form.errors) || [];
      if (reply.form) {
        Object.keys(reply.form.fields).forEach(function (name) { problems = problems.concat(reply.form.fields[name].errors); });
      }
      say(problems.join(" ") || door.dataset.failed);
      return form.elements.login.focus();
    });
  }

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    say("");
    var fields = [["login", form.elements.login.value], ["password", form.elements.password.value]];
    attempt.request(form.action, fields).then(answered)
      .catch(function () { say(door.dataset.offline); });
  });
})();
