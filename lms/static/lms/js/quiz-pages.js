/* Shows an attempt page by page and a question in another language. Without this file all pages follow one another. */
(function () {
  var attempt = window.Attempt;
  if (!attempt) return;
  var form = attempt.form, each = attempt.each;
  var pages = form.querySelectorAll("[data-page]");
  var steps = form.querySelector("[data-steps]");
  var now = 0;
  if (form.dataset.whole) return location.replace(form.dataset.whole + location.hash);
  if (!pages.length) return; // a paused test shows no question; it is loaded anew when it goes on

  function show(index, target) {
    now = index;
    each(pages, function (page, place) { page.hidden = place !== index; });
    each(document.querySelectorAll(".q-map a"), function (link) {
      var question = document.getElementById(link.hash.slice(1));
      if (question && pages[index].contains(question)) link.setAttribute("aria-current", "page"); else link.removeAttribute("aria-current");
    });
    steps.querySelector("[data-back]").hidden = index === 0;
    steps.querySelector("[data-next]").hidden = index === pages.length - 1;
    form.querySelector("[data-finish]").hidden = index !== pages.length - 1;
    form.dispatchEvent(new CustomEvent("attempt-page", { detail: { quiet: pages[index].hasAttribute("data-quiet") } }));
    if (!target) return;
    if (!target.hasAttribute("tabindex")) target.tabIndex = -1;
    target.focus();
    target.scrollIntoView();
  }

  function open(name) {
    var question = document.getElementById(name);
    if (!question || !question.closest("[data-page]")) return false;
    show(Array.prototype.indexOf.call(pages, question.closest("[data-page]")), question);
    return true;
  }

  steps.hidden = pages.length < 2;
  each(form.querySelectorAll("[data-plain]"), function (part) { part.parentNode.removeChild(part); });
  steps.addEventListener("click", function (event) {
    var button = event.target.closest("button");
    if (!button) return;
    var index = now + (button.hasAttribute("data-next") ? 1 : -1);
    show(index, pages[index].querySelector("h2"));
  });
  document.addEventListener("click", function (event) {
    var link = event.target.closest("a[href*='#q']");
    if (link && open(link.hash.slice(1))) event.preventDefault();
  });
  if (!open(location.hash.slice(1))) show(0);

  /* --- Questions without an answer, asked about before handing in --- */

  form.addEventListener("attempt-missing", function (event) {
    var box = form.querySelector("[data-missing]");
    var list = box.querySelector("[data-missing-list]");
    list.textContent = "";
    event.detail.forEach(function (position) {
      var link = document.createElement("a");
      link.href = "#q" + position;
      link.textContent = list.dataset.name.replace("{n}", position);
      list.appendChild(link);
    });
    box.querySelector("[data-missing-count]").textContent = box.dataset.text.replace("{n}", event.detail.length);
    box.hidden = false;
    box.focus();
    box.scrollIntoView();
  });

  /* --- One question in another language, with the answer as it stands --- */

  function fetched(address) {
    return attempt.ask(address, null, "text/html").then(function (response) { return response.text(); });
  }

  function swap(link) {
    var question = link.closest("[data-position]");
    var failed = question.querySelector("[data-no-language]");
    attempt.settle();
    fetched(link.dataset.language).then(function (html) {
      replace(question, html, true);
      var again = document.querySelector("#" + question.id + " [data-language][aria-current]");
      if (again) again.focus();
    }).catch(function () { if (failed) failed.hidden = false; });
  }

  function replace(question, html, keeps) {
    var fresh = new DOMParser().parseFromString(html, "text/html").querySelector("[data-position]");
    var fields = attempt.filled(question);
    var counter = "[name=seq-" + question.dataset.position + "]";
    if (keeps) fresh.querySelector(counter).value = question.querySelector(counter).value;
    fresh = document.importNode(fresh, true);
    question.parentNode.replaceChild(fresh, question);
    if (keeps) attempt.fill(fresh, fields);
    else attempt.fill(fresh, attempt.filled(fresh));
  }

  form.addEventListener("click", function (event) {
    var link = event.target.closest("[data-language]");
    if (!link) return;
    event.preventDefault();
    swap(link);
  });

  /* Where a quiz tells at once how an answer was: the question comes back with it. */
  form.addEventListener("attempt-kept", function (event) {
    var question = document.getElementById("q" + event.detail);
    fetched(question.dataset.fragment).then(function (html) {
      var fresh = document.importNode(new DOMParser().parseFromString(html, "text/html").querySelector("[data-told]"), true);
      var told = question.querySelector("[data-told]");
      told.textContent = "";
      while (fresh.firstChild) told.appendChild(fresh.firstChild);
    }).catch(function () { return null; });
  });

  /* A newer answer came from another tab or device: it is shown. */
  form.addEventListener("attempt-overtaken", function (event) {
    var question = document.getElementById("q" + event.detail);
    fetched(question.dataset.fragment).then(function (html) {
      replace(question, html, false);
      attempt.say("newer");
    }).catch(function () { attempt.say("failed"); });
  });
})();
