/* Moves the lines of an ordering question by buttons, arrow keys or their place. Without this file each line has a list of places. */
(function () {
  document.documentElement.classList.add("can-move");

  function lines(list) { return Array.prototype.slice.call(list.children); }

  function place(line) { return line.querySelector("select"); }

  function say(list, line) {
    var words = list.dataset.say
      .replace("{place}", lines(list).indexOf(line) + 1).replace("{all}", list.children.length)
      .replace("{text}", line.querySelector("[data-text]").textContent);
    list.parentNode.querySelector("[data-said]").textContent = words;
  }

  function settle(list, line) {
    lines(list).forEach(function (one, index) { place(one).value = String(index + 1); });
    say(list, line);
    place(line).dispatchEvent(new CustomEvent("change", { bubbles: true, detail: "settled" }));
  }

  function step(line, up) {
    var list = line.parentNode;
    var other = up ? line.previousElementSibling : line.nextElementSibling;
    if (!other) return say(list, line);
    list.insertBefore(up ? line : other, up ? other : line);
    settle(list, line);
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-move]");
    if (!button) return;
    step(button.closest("li"), button.dataset.move === "up");
    button.focus();
  });
  document.addEventListener("keydown", function (event) {
    var button = event.target.closest("[data-move]");
    if (!button || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    step(button.closest("li"), event.key === "ArrowUp");
    button.focus();
  });
  document.addEventListener("change", function (event) {
    var list = event.target.closest("[data-order]");
    if (!list || event.detail === "settled" || !event.target.value) return;
    event.stopPropagation();
    var line = event.target.closest("li");
    var others = lines(list).filter(function (one) { return one !== line; });
    list.insertBefore(line, others[Number(event.target.value) - 1] || null);
    settle(list, line);
    event.target.focus();
  }, true);

  /* Answers that were put in from elsewhere: the lines follow their places. */
  document.addEventListener("filled", function (event) {
    Array.prototype.forEach.call(event.target.querySelectorAll("[data-order]"), function (list) {
      var all = lines(list);
      if (!all.every(function (line) { return place(line).value; })) return;
      all.sort(function (one, other) { return place(one).value - place(other).value; });
      all.forEach(function (line) { list.appendChild(line); });
    });
  });
})();
