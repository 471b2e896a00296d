/* With scripts an attempt shows its own pages: the form need not ask the server for them. */
(function () {
  var field = document.querySelector("input[name=paged]");
  if (field) field.parentNode.removeChild(field);
})();
