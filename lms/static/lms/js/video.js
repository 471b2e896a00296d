// Videos of other hosts: the player loads in the page after the reader's click, and not before.
// Without this script the link opens the host's own page in a new tab.
document.addEventListener("click", function (event) {
  var link = event.target.closest("[data-player]");
  if (!link) return;
  event.preventDefault();
  var frame = document.createElement("iframe");
  frame.src = link.dataset.player;
  frame.title = link.dataset.title;
  frame.allow = "fullscreen; encrypted-media";
  frame.referrerPolicy = "strict-origin";
  frame.width = 640;
  frame.height = 360;
  link.closest(".video-poster").replaceWith(frame);
  frame.focus();
});
