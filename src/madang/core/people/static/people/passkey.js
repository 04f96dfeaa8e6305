// Says in words what the passkey library only writes to the console.
(function () {
  'use strict'
  function show (name) {
    document.querySelectorAll('[data-passkey-' + name + ']').forEach(function (element) { element.hidden = false })
  }
  if (!window.PublicKeyCredential) {
    const button = document.getElementById('passkey_button')
    if (button) button.disabled = true
    show('unsupported')
  }
  document.addEventListener('allauth.error', function (event) {
    event.preventDefault()
    show('failed')
  })
})()
