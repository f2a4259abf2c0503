// Articles' pages. Everything is readable and works without it: it shows what only a script can do.
(function () {
  'use strict';
  var share = document.querySelector('.share');
  if (share) {
    var data = share.dataset;
    var said = share.querySelector('[role=status]');
    var show = function (name, available, act) {
      var button = share.querySelector('[data-do=' + name + ']');
      if (!button || !available) return;
      button.hidden = false;
      button.onclick = act;
    };
    show('copy', navigator.clipboard, function () {
      navigator.clipboard.writeText(data.url).then(function () {
        said.textContent = data.copied;
      }, function () {
        said.textContent = data.url;
      });
    });
    show('share', navigator.share, function () {
      navigator.share({ title: data.title, url: data.url }).catch(function () {});
    });
  }

  var sections = [];
  document.querySelectorAll('.toc a').forEach(function (link) {
    var heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (heading) sections.push([heading, link]);
  });
  if (!sections.length) return;
  var current, waiting;
  function mark() {
    waiting = false;
    var found;
    // The section whose heading was last to pass the upper third of the window.
    sections.forEach(function (section) {
      if (section[0].getBoundingClientRect().top < innerHeight / 3) found = section[1];
    });
    if (found === current) return;
    if (current) current.removeAttribute('aria-current');
    current = found;
    if (!found) return;
    found.setAttribute('aria-current', 'true');
    // A long table of contents scrolls by itself; the page stays where it is.
    var box = found.closest('details');
    var above = found.getBoundingClientRect().top - box.getBoundingClientRect().top;
    if (above < 0 || above > box.clientHeight - 48) box.scrollTop += above - box.clientHeight / 2;
  }
  function soon() {
    if (!waiting) requestAnimationFrame(mark);
    waiting = true;
  }
  addEventListener('scroll', soon, { passive: true });
  addEventListener('resize', soon);
  soon();
})();
