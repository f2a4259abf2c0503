// Loads the list again when something changed, unless a person is typing.
const shown = document.body.dataset.version;
setInterval(async () => {
  if (document.hidden || document.activeElement?.type === 'search') return;
  try {
    const answer = await fetch('/version');
    if (answer.ok && (await answer.text()) !== shown) location.reload();
  } catch { /* stopped; the page stays as it is */ }
}, 2000);
