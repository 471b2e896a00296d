/* Answers that have not reached the server wait in this browser, each under person, attempt and question. They go when
   the server has them, when the person signs out and when the attempt is over; never because a tab is closed. */
(function () {
  var storage = null;
  try {
    storage = window.localStorage;
    storage.setItem("answer", "");
    storage.removeItem("answer");
  } catch (refused) { storage = null; }

  window.Waiting = function (person, attempt) {
    var prefix = ["answer", person, attempt, ""].join(" ");
    var mark = ["attempt", person, attempt].join(" ");

    function keys() {
      var found = [];
      for (var i = 0; storage && i < storage.length; i += 1) {
        if (storage.key(i).indexOf(prefix) === 0) found.push(storage.key(i));
      }
      return found;
    }

    return {
      lasting: Boolean(storage),
      all: function () {
        var answers = {};
        keys().forEach(function (key) {
          try { answers[key.slice(prefix.length)] = JSON.parse(storage.getItem(key)); } catch (broken) { storage.removeItem(key); }
        });
        return answers;
      },
      put: function (position, answer) {
        try { storage.setItem(prefix + position, JSON.stringify(answer)); } catch (full) { this.lasting = false; }
      },
      drop: function (position, sequence) {
        var kept = this.all()[position];
        if (kept && Number(kept.sequence) <= Number(sequence)) storage.removeItem(prefix + position);
      },
      clear: function () {
        if (storage) keys().concat(mark).forEach(function (key) { storage.removeItem(key); });
      },
      /* The mark stands while the attempt is open here. Signing out in another tab takes it away. */
      open: function () { if (storage) storage.setItem(mark, ""); },
      close: function () { if (storage) storage.removeItem(mark); },
      isForgotten: function () { return Boolean(storage) && storage.getItem(mark) === null; }
    };
  };

  var over = document.querySelector("[data-attempt-over]");
  if (!over) return;
  var rest = window.Waiting(over.dataset.person, over.dataset.attemptOver);
  if (Object.keys(rest.all()).length) over.hidden = false;
  rest.clear();
})();
