// Searches the site's own index in the browser: no server, no third party. Without this script the page leads to the
// archive and the topics.
(function () {
  'use strict';
  var form = document.getElementById('search');
  var status = document.getElementById('search-status');
  var results = document.getElementById('search-results');
  var field = form.elements.q;
  var shown = 50;
  var parts = null;
  var run = 0;

  function fold(text) {
    return text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase();
  }

  function load() {
    if (!parts) {
      parts = fetch(form.dataset.index).then(json).then(function (index) {
        return index.parts.map(function (part) {
          return fetch(new URL(part, form.dataset.index)).then(json).then(prepare);
        });
      });
      parts.catch(function () { parts = null; });
    }
    return parts;
  }

  // "2026-03-09" as people of the page's language write it; as it is where a browser does not know how.
  function day(date) {
    try {
      return new Date(date.slice(0, 10) + 'T12:00:00')
        .toLocaleDateString(document.documentElement.lang, { dateStyle: 'long' });
    } catch (error) {
      return date;
    }
  }

  function json(response) {
    if (!response.ok) throw new Error(response.status);
    return response.json();
  }

  function prepare(articles) {
    articles.forEach(function (a) {
      a.words = [fold(a.title), fold((a.tags || []).concat(a.author || []).join(' ')), fold(a.summary)];
    });
    return articles;
  }

  // Every word must occur; words in titles count most. Newer articles come first among equals.
  function score(article, words) {
    var total = 0;
    for (var i = 0; i < words.length; i++) {
      var best = 0;
      for (var j = 0; j < 3; j++) {
        var at = (' ' + article.words[j]).indexOf(words[i]);
        if (at >= 0) best = Math.max(best, [9, 4, 1][j] + ((' ' + article.words[j])[at - 1] === ' ' ? 1 : 0));
      }
      if (!best) return 0;
      total += best;
    }
    return total;
  }

  function show(found, query) {
    found.sort(function (a, b) { return b.score - a.score || (a.article.date < b.article.date ? 1 : -1); });
    results.textContent = '';
    found.slice(0, shown).forEach(function (hit) {
      var item = document.createElement('li');
      var title = document.createElement('h2');
      var link = document.createElement('a');
      link.href = new URL('../' + hit.article.path, form.dataset.index);
      link.textContent = hit.article.title;
      title.append(link);
      var text = document.createElement('p');
      text.textContent = hit.article.summary;
      var date = document.createElement('p');
      date.className = 'meta';
      date.textContent = day(hit.article.date);
      item.append(title, text, date);
      results.append(item);
    });
    status.textContent = (found.length ? form.dataset.some : form.dataset.none)
      .replace('{count}', found.length).replace('{words}', query);
  }

  function search() {
    var query = field.value.trim();
    var words = fold(query).split(/\s+/).filter(Boolean);
    var mine = ++run;
    if (!words.length) {
      results.textContent = status.textContent = '';
      return;
    }
    load().then(function (loading) {
      var found = [];
      return Promise.all(loading.map(function (part) {
        return part.then(function (articles) {
          articles.forEach(function (article) {
            var points = score(article, words);
            if (points) found.push({ article: article, score: points });
          });
        });
      })).then(function () { if (mine === run) show(found, query); });
    }).catch(function () {
      parts = null;
      if (mine === run) status.textContent = form.dataset.failed;
    });
  }

  form.addEventListener('submit', function (event) {
    event.preventDefault();
    history.replaceState(null, '', '?q=' + encodeURIComponent(field.value));
    search();
  });
  var typing;
  field.addEventListener('input', function () {
    clearTimeout(typing);
    typing = setTimeout(search, 200);
  });
  var asked = new URLSearchParams(location.search).get('q');
  if (asked) {
    field.value = asked;
    search();
  }
})();
