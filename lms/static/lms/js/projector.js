// One screen at a time, by arrows, space, Home, End, Escape, a clicker (Page Up, Page Down) and its blank key.
// Without this script the screens stand below one another and their links lead from one to the next.
(function () {
  var screens = [].slice.call(document.querySelectorAll(".screen"));
  var root = document.documentElement;

  function current() {
    var target = location.hash && document.getElementById(location.hash.slice(1));
    var screen = target && target.closest(".screen");
    return screen ? screens.indexOf(screen) : 0;
  }

  function show() {
    var here = current();
    screens.forEach(function (screen, number) { screen.hidden = number !== here; });
    scrollTo(0, 0);
    screens[here].focus({ preventScroll: true });
  }

  // The place is in the address, but not in the history: Back leaves the view at once.
  function go(number) {
    location.replace("#" + screens[Math.max(0, Math.min(number, screens.length - 1))].id);
  }

  // A text longer than the wall is read to its end first.
  function forward() {
    if (innerHeight + scrollY < root.scrollHeight - 8) scrollBy(0, innerHeight * 0.8);
    else go(current() + 1);
  }

  function back() {
    if (scrollY > 8) scrollBy(0, -innerHeight * 0.8);
    else go(current() - 1);
  }

  var keys = {
    ArrowRight: forward, ArrowDown: forward, PageDown: forward, ArrowLeft: back, ArrowUp: back, PageUp: back,
    " ": function (event) { (event.shiftKey ? back : forward)(); },
    Home: function () { go(0); },
    End: function () { go(screens.length - 1); },
    Escape: function () { location.href = document.querySelector("[data-close]").href; },
    b: blank, ".": blank
  };

  function blank() { root.classList.toggle("is-blank"); }

  addEventListener("keydown", function (event) {
    var action = keys[event.key];
    if (!action || event.ctrlKey || event.altKey || event.metaKey) return;
    // An answer is chosen and a fold opened by the same keys; a clicker's keys always turn the screen.
    var inside = event.target.closest("input, video, summary, select, textarea");
    if (inside && event.key.slice(0, 4) !== "Page" && event.key !== "Escape") return;
    event.preventDefault();
    action(event);
  });
  addEventListener("hashchange", show);
  show();
})();
