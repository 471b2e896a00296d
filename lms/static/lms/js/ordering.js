/* Moves the lines of an ordering question by buttons, arrow keys or their place. Without this file each line has a list of places. */
(function () {
  var lists = document.querySelectorAll("[data-order]");

  function each(list, selector, act) { Array.prototype.forEach.call(list.querySelectorAll(selector), act); }

  function number(list) {
    each(list, "li", function (line, index) { line.querySelector("select").value = String(index + 1); });
  }

  function say(list, line) {
    var lines = Array.prototype.slice.call(list.children);
    var words = list.dataset.say
      .replace("{place}", lines.indexOf(line) + 1).replace("{all}", lines.length)
      .replace("{text}", line.querySelector("[data-text]").textContent);
    list.parentNode.querySelector("[data-said]").textContent = words;
  }

  function settle(list, line) {
    number(list);
    say(list, line);
    line.querySelector("select").dispatchEvent(new CustomEvent("change", { bubbles: true, detail: "settled" }));
  }

  function step(list, line, up) {
    var other = up ? line.previousElementSibling : line.nextElementSibling;
    if (!other) return say(list, line);
    list.insertBefore(up ? line : other, up ? other : line);
    settle(list, line);
  }

  function place(list, line, index) {
    var others = Array.prototype.filter.call(list.children, function (child) { return child !== line; });
    list.insertBefore(line, others[index] || null);
    settle(list, line);
  }

  Array.prototype.forEach.call(lists, function (list) {
    each(list, ".order-move", function (buttons) { buttons.hidden = false; });
    list.addEventListener("click", function (event) {
      var button = event.target.closest("[data-move]");
      if (!button) return;
      step(list, button.closest("li"), button.dataset.move === "up");
      button.focus();
    });
    list.addEventListener("keydown", function (event) {
      var button = event.target.closest("[data-move]");
      if (!button || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
      event.preventDefault();
      step(list, button.closest("li"), event.key === "ArrowUp");
      button.focus();
    });
    list.addEventListener("change", function (event) {
      if (event.detail === "settled" || !event.target.value) return;
      event.stopPropagation();
      var line = event.target.closest("li");
      place(list, line, Number(event.target.value) - 1);
      event.target.focus();
    });
  });
})();
