// Typing in a sheet: Enter leads to the next field, in the last one to the button. Without this, Tab does.
(function () {
  var form = document.querySelector("[data-sheet]");
  if (!form) return;
  var stops = [].slice.call(form.querySelectorAll(".input, .btn"));
  form.addEventListener("keydown", function (event) {
    var here = stops.indexOf(event.target);
    if (event.key !== "Enter" || here < 0 || event.target.tagName !== "INPUT") return;
    event.preventDefault();
    stops[here + 1].focus();
    if (stops[here + 1].select) stops[here + 1].select();
  });
  (form.querySelector("[aria-invalid]") || stops[0]).focus();
})();
