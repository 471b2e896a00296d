/* Sends each answer when it is given and tries again while the link is down. Without this file the form posts whole. */
(function () {
  var form = document.querySelector("form[data-save-url]");
  if (!form || !window.fetch || !window.URLSearchParams) return;
  var state = document.querySelector(".save");
  var waiting = {};
  var busy = false;
  var delay = 1000;

  function say(name) {
    state.dataset.state = name;
    state.querySelector("span").textContent = state.dataset[name];
  }

  function send() {
    var positions = Object.keys(waiting);
    if (busy || !positions.length) return;
    busy = true;
    say("saving");
    var position = positions[0];
    var answer = waiting[position];
    var body = new URLSearchParams();
    body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    body.append("position", position);
    body.append("sequence", answer.sequence);
    answer.fields.forEach(function (field) { body.append(field[0], field[1]); });
    fetch(form.dataset.saveUrl, {
      method: "POST", body: body, credentials: "same-origin", redirect: "error", headers: { Accept: "application/json" }
    }).then(function (response) {
      if (response.status >= 500 || response.status === 429) throw new Error("later");
      if (waiting[position] === answer) delete waiting[position];
      busy = false;
      delay = 1000;
      if (!response.ok) return say("failed");
      say("saved");
      send();
    }).catch(function () {
      busy = false;
      say("waiting");
      setTimeout(send, delay);
      delay = Math.min(delay * 2, 30000);
    });
  }

  function filled(question) {
    var prefix = "q-" + question.dataset.position;
    var fields = [];
    Array.prototype.forEach.call(question.querySelectorAll("input, select, textarea"), function (control) {
      var choice = control.type === "radio" || control.type === "checkbox";
      if (control.name.indexOf(prefix) !== 0 || !control.value.trim() || (choice && !control.checked)) return;
      fields.push(["answer" + control.name.slice(prefix.length), control.value]);
    });
    return fields;
  }

  function take(question) {
    var position = question.dataset.position;
    var counter = form.elements["seq-" + position];
    counter.value = Number(counter.value) + 1;
    var fields = filled(question);
    waiting[position] = { sequence: counter.value, fields: fields };
    var link = document.querySelector('.q-map a[href="#q' + position + '"]');
    if (link) {
      if (fields.length) link.dataset.state = "done"; else delete link.dataset.state;
    }
    send();
  }

  form.addEventListener("change", function (event) {
    var question = event.target.closest("[data-position]");
    if (question) take(question);
  });
  var pause;
  form.addEventListener("input", function (event) {
    var question = event.target.closest("[data-position]");
    if (!question || !event.target.matches("input:not([type=radio]):not([type=checkbox]), textarea")) return;
    clearTimeout(pause);
    pause = setTimeout(function () { take(question); }, 1500);
  });
  window.addEventListener("online", send);
  window.addEventListener("beforeunload", function (event) {
    if (Object.keys(waiting).length && !form.dataset.leaving) event.preventDefault();
  });
  form.addEventListener("submit", function () { form.dataset.leaving = "1"; });
})();
