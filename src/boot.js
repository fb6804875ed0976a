/* Before all else, in any browser: the theme, and a way out where the page cannot run. */
;(function () {
  var html = document.documentElement
  var theme
  try {
    theme = localStorage.getItem('theme')
  } catch (blocked) {}
  // as src/app.tsx does
  if ((theme !== 'light' && theme !== 'dark') || holds('(forced-colors: active)'))
    theme = holds('(prefers-color-scheme: dark)') ? 'dark' : 'light'
  function holds(query) {
    return window.matchMedia && matchMedia(query).matches
  }
  html.setAttribute('data-theme', theme)

  // Trusted Types: a program comes from this place or not at all.
  if (window.trustedTypes)
    trustedTypes.createPolicy('default', {
      createScriptURL: function (url) {
        return new URL(url, location.href).origin === location.origin ? url : null
      },
    })

  /** Says it where the page would stand, unless something stands there; src/main.tsx then draws nothing. */
  function say(text, link) {
    var root = document.getElementById('root')
    if (html.getAttribute('data-state')) return
    html.setAttribute('data-state', 'failed')
    if (root) draw(text, link)
    else document.addEventListener('DOMContentLoaded', draw.bind(null, text, link))
  }

  function draw(text, link) {
    var main = add(document.getElementById('root'), 'main')
    main.style.cssText = 'max-width:36em;margin:0 auto;padding:15vh 24px'
    add(main, 'h1', document.title)
    var sentence = add(main, 'p', text)
    sentence.setAttribute('role', 'alert')
    if (!link) return
    var way = add(sentence, 'a', link)
    way.href = location.href
    way.target = '_blank'
  }

  function add(to, name, text) {
    var element = to.appendChild(document.createElement(name))
    element.textContent = text || ''
    return element
  }

  var browsers = 'Chrome or Edge 110, Firefox 115, Safari 16.4 or newer.'
  if (location.protocol === 'file:')
    say('Browsers do not run this page from a file: open it from a web server, as “npm start” in its project does.')
  else if (window.origin === 'null')
    say(
      'This frame keeps the engine from starting: add “allow-same-origin” to its sandbox, or ',
      'open a tab of its own.',
    )
  else if (![].toSorted) say('This browser is too old to train recommenders: update it, or use ' + browsers)
  else if (!window.Worker)
    say('The engine needs Web Workers, which are switched off here: allow them, or use another browser.')

  addEventListener(
    'error',
    function (event) {
      if (event.target.tagName === 'SCRIPT')
        say('A part of this page did not arrive: check that you are online, then reload.')
      else if (event.message && !/extension:/.test(event.filename))
        say('The page could not start (' + (event.error || event).message + '): reload it, or use ' + browsers)
    },
    true,
  )
})()
