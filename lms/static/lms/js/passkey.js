// Shows what needs a passkey where the browser has them, and says in words when one was not used.
(function () {
  document.addEventListener('DOMContentLoaded', function () {
    if (!window.PublicKeyCredential) return
    document.querySelectorAll('[data-needs-passkeys]').forEach(function (part) { part.hidden = false })
  })
  document.addEventListener('allauth.error', function (event) {
    var words = document.getElementById('passkey_problem')
    if (!words) return
    event.preventDefault()
    words.hidden = false
    words.scrollIntoView({ block: 'center' })
  })
})()
