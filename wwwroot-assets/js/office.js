// The back office without this file works; with it, focus follows what changed, the find box has keys, a pressed button shows it, lists live, and Print prints.
document.addEventListener('htmx:after:swap', () => document.activeElement.closest('#seek') || document.getElementById('said')?.focus());

// The box that finds everything: "/" goes to it, arrows walk what it offers, Escape and leaving it close that.
document.querySelectorAll('#seek').forEach(seek => {
  const field = seek.querySelector('input'), offers = document.getElementById('seek-offers'), close = () => offers.replaceChildren();
  addEventListener('keydown', event => {
    const within = seek.contains(event.target), way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === '/' && !event.ctrlKey && !event.metaKey && !event.altKey && !event.target.closest('input, textarea, select')) {
      event.preventDefault();
      field.select();
    } else if (within && event.key === 'Escape') {
      close();
      field.focus();
    } else if (within && way) {
      const stops = [field, ...offers.querySelectorAll('a')];
      stops[stops.indexOf(event.target) + way]?.focus();
      event.preventDefault();
    }
  });
  seek.addEventListener('focusout', event => event.relatedTarget && !seek.contains(event.relatedTarget) && close());
  addEventListener('click', event => seek.contains(event.target) || close());
});

document.addEventListener('submit', event => {
  const form = event.target, button = form.querySelector('button:not([type=button])');
  if (form.hasAttribute('hx-post') || form.hasAttribute('hx-get') || !button) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = true;
  button.setAttribute('aria-busy', 'true');
  if (form.dataset.slow) button.textContent = form.dataset.slow;
});

// A page shown again by the back button is fresh: its forms can be sent.
addEventListener('pageshow', () => document.querySelectorAll('[data-sent]').forEach(form => {
  delete form.dataset.sent;
  form.querySelector('[aria-busy]')?.removeAttribute('aria-busy');
}));

document.querySelectorAll('[data-print]').forEach(button => {
  button.hidden = false;
  button.addEventListener('click', () => print());
});

// The grid: Enter and the arrows go up and down a column, as in a spreadsheet; the last Enter leads to the button.
document.querySelectorAll('[data-grid]').forEach(grid => grid.addEventListener('keydown', event => {
  const way = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[event.key], cell = event.target.closest('td');
  if (!way || !cell || event.isComposing) return;
  event.preventDefault();
  const rows = [...grid.querySelectorAll('tbody tr')];
  for (let i = rows.indexOf(cell.parentElement) + way; rows[i]; i += way) {
    const next = rows[i].cells[cell.cellIndex].querySelector('input');
    if (next) { next.focus(); next.select?.(); return; }
  }
  if (way > 0) grid.querySelector('.save button').focus();
}));

// Scanning: codes are queued and sent one after another while the field stays open for the next, so that a fast scanner loses none.
document.querySelectorAll('[data-scan]').forEach(form => {
  const field = form.querySelector('[name=scan]'), last = form.querySelector('[role=status]'), codes = [];
  let busy = false;
  const send = async () => {
    busy = true;
    while (codes.length) {
      const data = new FormData(form);
      data.set('scan', codes[0]);
      const answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams(data) });
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      if (!page.querySelector('[data-scan]')) return location.assign(answer.url);
      codes.shift();
      last.textContent = page.getElementById(last.id).textContent || page.querySelector('#count-offers p')?.textContent;
      form.querySelectorAll('[data-fresh]').forEach(part => part.replaceWith(page.getElementById(part.id)));
      if (answer.redirected) history.replaceState(null, '', answer.url);
    }
  };
  form.addEventListener('submit', event => {
    if (event.submitter?.hasAttribute('formaction') || event.submitter?.name || !field.value.trim()) return;
    event.preventDefault();
    event.stopPropagation();
    codes.push(field.value);
    field.value = '';
    if (busy) return;
    send().catch(() => {
      field.value = codes.shift();
      last.textContent = 'Not added: the shop did not answer. Press Add again.';
    }).finally(() => { busy = false; });
  });
});

// Behind the scenes: the list fetches itself when the shop says there is something new, unless somebody stopped it.
document.querySelectorAll('[data-live]').forEach(list => {
  const live = document.getElementById('live'), news = new EventSource(list.dataset.live);
  live.parentElement.hidden = false;
  news.onmessage = () => live.checked && !document.hidden && list.dispatchEvent(new CustomEvent('news'));
  addEventListener('pagehide', () => news.close());
});
