// The back office without this file works; with it, focus follows what changed, a pressed button shows it, and Print prints.
document.addEventListener('htmx:after:swap', () => document.getElementById('said')?.focus());

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
