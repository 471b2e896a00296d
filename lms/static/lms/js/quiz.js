/* Sends each answer when it is given and tries again while the link is down. Without this file the form posts whole. */
(function () {
  var form = document.querySelector("form[data-attempt]");
  if (!form || !window.fetch || !window.URLSearchParams || !window.Waiting) return;
  var store = window.Waiting(form.dataset.person, form.dataset.attempt);
  var line = document.querySelector(".save");
  var waiting = {};
  var owner = token();
  var covers = {};
  var busy = false, signedOut = false, over = false;
  var delay = 1000, later, typing, pause;

  function each(nodes, act) { Array.prototype.forEach.call(nodes, act); }

  function tell(name, detail) { form.dispatchEvent(new CustomEvent("attempt-" + name, { detail: detail })); }

  function say(name) {
    line.dataset.state = name;
    line.querySelector("span").textContent = line.dataset[name].replace("{n}", Object.keys(waiting).length);
  }

  /* The most urgent cover takes the place of the questions. */
  function cover(name, shown) {
    covers[name] = shown;
    var first = ["over", "door", "pause"].filter(function (one) { return covers[one]; })[0];
    each(document.querySelectorAll("[data-cover]"), function (one) { one.hidden = one.dataset.cover !== first; });
    document.querySelector("[data-uncovered]").hidden = Boolean(first);
    if (first && shown) document.querySelector("[data-cover=" + first + "] h2").focus();
  }

  function leave(address) {
    document.documentElement.hidden = true;
    waiting = {};
    over = true;
    location.replace(address);
  }

  /* --- Asking the server --- */

  function token() {
    var found = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie);
    return found ? found[1] : "";
  }

  function request(address, fields, type) {
    var options = { credentials: "same-origin", redirect: "error" };
    options.headers = { Accept: type || "application/json", "X-Requested-With": "XMLHttpRequest" };
    if (fields) {
      options.method = "POST";
      options.headers["X-CSRFToken"] = token() || form.elements.csrfmiddlewaretoken.value;
      options.body = new URLSearchParams();
      fields.forEach(function (field) { options.body.append(field[0], field[1]); });
    }
    if (window.AbortController) {
      var control = new AbortController();
      options.signal = control.signal;
      setTimeout(function () { control.abort(); }, 20000);
    }
    return fetch(address, options);
  }

  function checked(response) {
    if (response.ok || response.status === 409) return response;
    if (response.status === 401) {
      if (store.isForgotten()) leave(form.dataset.home);
      if (!signedOut) { signedOut = true; tell("signed-out"); }
    }
    if (response.status === 404) leave(form.dataset.home);
    if (response.status === 403) owner = null;
    throw new Error(response.status);
  }

  /* Every log-in brings a new token. Before anything else is sent, it is asked whose log-in it is. */
  function owned() {
    var now = token();
    if (now === owner) return Promise.resolve();
    return request(form.dataset.stateUrl).then(checked).then(function () {
      owner = now || token();
      if (signedOut) { signedOut = false; tell("signed-in"); send(); }
    });
  }

  function ask(address, fields, type) {
    return owned().then(function () { return request(address, fields, type); }).then(checked);
  }

  function renew() {
    owner = null;
    return owned();
  }

  /* --- Answers --- */

  function filled(question) {
    var prefix = "q-" + question.dataset.position;
    var fields = [];
    each(question.querySelectorAll("input, select, textarea"), function (control) {
      var choice = control.type === "radio" || control.type === "checkbox";
      if (control.name.indexOf(prefix) !== 0 || !control.value.trim() || (choice && !control.checked)) return;
      fields.push(["answer" + control.name.slice(prefix.length), control.value]);
    });
    return fields;
  }

  function fill(question, fields) {
    var prefix = "q-" + question.dataset.position;
    each(question.querySelectorAll("input, select, textarea"), function (control) {
      if (control.name.indexOf(prefix) !== 0) return;
      var values = fields.filter(function (field) { return field[0] === "answer" + control.name.slice(prefix.length); })
        .map(function (field) { return field[1]; });
      if (control.type === "radio" || control.type === "checkbox") control.checked = values.indexOf(control.value) >= 0;
      else control.value = values.length ? values[0] : "";
    });
    question.dispatchEvent(new CustomEvent("filled", { bubbles: true }));
    mark(question);
  }

  function mark(question) {
    var link = document.querySelector('.q-map a[href$="#' + question.id + '"]');
    if (!link) return;
    var answered = filled(question).length > 0;
    if (answered) link.dataset.state = "done"; else delete link.dataset.state;
    link.querySelector("span").textContent = answered ? link.parentNode.dataset.answered : "";
  }

  function blame(position, text) {
    var question = document.getElementById("q" + position);
    var old = question.querySelector("[data-refused]");
    if (old) old.parentNode.removeChild(old);
    if (!text) return;
    var error = document.createElement("p");
    error.className = "error";
    error.dataset.refused = "";
    error.setAttribute("role", "alert");
    error.textContent = text;
    question.insertBefore(error, question.firstChild.nextSibling);
  }

  function take(question) {
    var position = question.dataset.position;
    var counter = form.elements["seq-" + position];
    counter.value = Math.max(Number(counter.value) + 1, Date.now());
    var since = waiting[position] ? waiting[position].at : Date.now();
    waiting[position] = { sequence: counter.value, fields: filled(question), at: since };
    store.put(position, waiting[position]);
    blame(position, "");
    mark(question);
    send();
  }

  function settle() {
    clearTimeout(pause);
    if (typing) take(typing);
    typing = null;
  }

  function unsent() {
    var times = Object.keys(waiting).map(function (position) { return waiting[position].at; });
    var oldest = times.length ? Math.min.apply(null, times) : Date.now();
    return { count: times.length, waited: Math.max(0, Math.round((Date.now() - oldest) / 1000)) };
  }

  function send() {
    clearTimeout(later);
    var position = Object.keys(waiting)[0];
    if (busy || signedOut || over || !position) return;
    var answer = waiting[position];
    busy = true;
    say("saving");
    ask(form.dataset.saveUrl, [["position", position], ["sequence", answer.sequence]].concat(answer.fields))
      .then(function (response) {
        return response.json().then(function (reply) { received(position, answer, reply); });
      })
      .then(function () { busy = false; delay = 1000; send(); }, function () {
        busy = false;
        if (over) return;
        say("waiting");
        later = setTimeout(send, delay);
        delay = Math.min(delay * 2, 30000);
      });
  }

  function received(position, answer, reply) {
    if (reply.closed) return end(reply.error);
    if (waiting[position] === answer) delete waiting[position];
    store.drop(position, answer.sequence);
    if (reply.error) return refused(position, reply.error);
    if (Number(reply.sequence) > Number(answer.sequence)) tell("overtaken", position);
    else if ("during" in form.dataset) tell("kept", position);
    if (Object.keys(waiting).length) return;
    say("saved");
    tell("sent");
  }

  /* Whoever was handing in looks at the question first, unless the time is over. */
  function refused(position, text) {
    blame(position, text);
    say("failed");
    if (!handing || Object.keys(waiting).length) return;
    if (handing.length) return tell("sent");
    handing = null;
    note(text);
  }

  /* The attempt is over: what has not arrived can no longer count. */
  function end(text) {
    over = true;
    waiting = {};
    store.clear();
    document.querySelector("[data-over-text]").textContent = text;
    cover("over", true);
  }

  /* --- Handing in --- */

  var handing = null;

  function hand(extra) {
    settle();
    handing = extra;
    if (Object.keys(waiting).length) return note(form.dataset.handWaiting);
    note(form.dataset.handSending);
    ask(form.dataset.submitUrl, extra).then(function (response) { return response.json(); }).then(function (reply) {
      handing = null;
      if (reply.onward) {
        store.clear();
        leave(reply.onward);
      } else if (reply.error) note(reply.error);
      else { note(""); tell("missing", reply.missing); }
    }).catch(function () {
      note(form.dataset.handWaiting);
      setTimeout(function () { if (handing) hand(handing); }, Math.min(delay, 5000));
    });
  }

  function note(text) { form.querySelector("[data-hand-note]").textContent = text; }

  form.addEventListener("attempt-sent", function () { if (handing) hand(handing); });
  form.addEventListener("click", function (event) {
    var button = event.target.closest("[data-hand]");
    if (!button) return;
    event.preventDefault();
    hand(button.name ? [[button.name, button.value]] : []);
  });

  /* --- Events --- */

  form.addEventListener("change", function (event) {
    var question = event.target.closest("[data-position]");
    if (!question) return;
    if (typing === question) { clearTimeout(pause); typing = null; }
    take(question);
  });
  form.addEventListener("input", function (event) {
    var question = event.target.closest("[data-position]");
    if (!question || !event.target.matches("input:not([type=radio]):not([type=checkbox]), textarea")) return;
    if (typing && typing !== question) settle();
    typing = question;
    clearTimeout(pause);
    pause = setTimeout(settle, 1500);
  });
  form.addEventListener("keydown", function (event) {
    if (event.key === "Enter" && event.target.matches("input")) event.preventDefault();
  });
  form.addEventListener("submit", settle);
  window.addEventListener("online", function () { delay = 1000; send(); });
  document.addEventListener("visibilitychange", function () {
    if (document.hidden) settle(); else if (!over) owned().then(send, send);
  });
  window.addEventListener("pagehide", function () {
    settle();
    if (!Object.keys(waiting).length) store.close();
  });
  window.addEventListener("beforeunload", function (event) {
    settle();
    if (Object.keys(waiting).length && !store.lasting) event.preventDefault();
  });

  window.Attempt = {
    form: form, each: each, ask: ask, request: request, renew: renew, fill: fill, filled: filled, cover: cover, say: say,
    settle: settle, end: end, hand: hand, leave: leave, unsent: unsent,
    isOver: function () { return over; }
  };

  /* What waited from before. */
  store.open();
  var kept = store.all();
  Object.keys(kept).forEach(function (position) {
    var counter = form.elements["seq-" + position];
    if (!counter) return;
    if (Number(counter.value) >= Number(kept[position].sequence)) return store.drop(position, counter.value);
    counter.value = kept[position].sequence;
    waiting[position] = kept[position];
    fill(document.getElementById("q" + position), kept[position].fields);
  });
  send();
})();
