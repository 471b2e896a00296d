// A QR code leads here with the certificate's code in the fragment, which browsers send to nobody.
// Put it into the form, take it out of the address and its history, and ask.
(function () {
  var form = document.querySelector("[data-code-form]");
  var code = location.hash.slice(1);
  if (!form || !/^[0-9A-Za-z-]{16,19}$/.test(code)) return;
  history.replaceState(null, "", location.pathname);
  form.elements.code.value = code;
  form.submit();
})();
