/* Rows of a question's form: added, moved and removed by buttons; one language or all of them. Without this file there
   are spare rows, a place to type and a box to tick. */
(function () {
  function each(root, selector, act) { Array.prototype.forEach.call(root.querySelectorAll(selector), act); }
  function own(rows) { return rows.querySelector("[data-row-list]"); }
  function newId() { return String(100000 + Math.floor(Math.random() * 900000)); }

  function nextNumber(list) {
    var most = -1;
    Array.prototype.forEach.call(list.children, function (row) {
      var found = /-(\d+)-id$/.exec(row.querySelector("[data-id=id]").name);
      if (found) most = Math.max(most, Number(found[1]));
    });
    return most + 1;
  }

  function nextPart(list) {
    var most = 0;
    Array.prototype.forEach.call(list.children, function (row) {
      most = Math.max(most, Number(row.querySelector("[data-id=id]").value) || 0);
    });
    return String(most + 1);
  }

  function written(row) {
    return Array.prototype.some.call(row.querySelectorAll("textarea, input[inputmode]"), function (field) { return field.value; });
  }

  function start(writing) {
    var said = writing.querySelector("[data-said]");

    function tell(key) { said.textContent = writing.dataset[key]; }

    function changed(row) { row.dispatchEvent(new Event("change", { bubbles: true })); }

    function fill(rows, row) {
      var parts = rows.hasAttribute("data-parts");
      each(row, "[data-id]", function (input) {
        if (input.closest("[data-one-row]") !== row || input.value) return;
        if (input.dataset.id === "kind") return;
        input.value = parts ? nextPart(own(rows)) : newId();
      });
      if (parts) row.querySelector("[data-number]").textContent = "[[" + row.querySelector("[data-id=id]").value + "]]";
    }

    function add(rows, name) {
      var list = own(rows), blank = null;
      Array.prototype.forEach.call(rows.children, function (child) {
        if (child.dataset && child.dataset.blank === name) blank = child;
      });
      var text = blank.innerHTML.split(rows.dataset.mark).join(String(nextNumber(list)));
      var row = document.adoptNode(new DOMParser().parseFromString(text, "text/html").body.firstElementChild);
      fill(rows, row);
      list.appendChild(row);
      prepare(row);
      changed(row);
      tell("added");
      var first = row.querySelector("textarea, input:not([type=hidden])");
      if (first) first.focus();
    }

    function prepare(root) {
      each(root, "[data-row-buttons], [data-adding]", function (buttons) { buttons.hidden = false; });
    }

    function move(row, up) {
      var other = up ? row.previousElementSibling : row.nextElementSibling;
      if (!other) return;
      row.parentNode.insertBefore(up ? row : other, up ? other : row);
      changed(row);
      tell("moved");
    }

    function remove(row) {
      var list = row.parentNode;
      row.remove();
      changed(list);
      tell("removed");
      var button = list.parentNode.querySelector("[data-add]");
      if (button) button.focus();
    }

    function show(code) {
      if (code) writing.dataset.only = code; else delete writing.dataset.only;
      each(writing, "[data-show]", function (button) {
        var chosen = button.dataset.show === code;
        button.setAttribute("aria-pressed", String(chosen));
        button.classList.toggle("button-secondary", !chosen);
      });
    }

    each(writing, "[data-spare]", function (row) { if (!written(row)) row.remove(); });
    each(writing, "[data-one-row]", function (row) { fill(row.closest("[data-rows]"), row); });
    prepare(writing);
    writing.querySelector("[data-shown-languages]").hidden = false;

    writing.addEventListener("click", function (event) {
      var button = event.target.closest("button");
      if (!button) return;
      var row = button.closest("[data-one-row]");
      if (button.hasAttribute("data-add")) add(button.closest("[data-rows]"), button.dataset.add);
      else if (button.hasAttribute("data-remove")) remove(row);
      else if (button.dataset.move) { move(row, button.dataset.move === "up"); button.focus(); }
      else if (button.hasAttribute("data-show")) show(button.dataset.show);
    });
  }

  document.addEventListener("DOMContentLoaded", function () { each(document, "[data-writing]", start); });
})();
