// Makes the storefront quicker to use; every page works without it. Parts are found by data-… attributes.
const page = document, on = (name, act, early) => page.addEventListener(name, act, early);
const find = (query, within = page) => within.querySelector(query);
page.documentElement.dataset.js = '';

// A second press of a button that is still working does nothing. An add carries a key that changes with what is added
// and after it arrived, so that one sent twice is added once.
const newKey = () => crypto.randomUUID?.() ?? Date.now() + '-' + Math.random();
on('submit', e => {
  const form = e.target, button = e.submitter, key = form.elements.Key;
  if (form.ariaBusy === 'true') return e.preventDefault(), e.stopPropagation();
  if (key) {
    key.value = '';
    const what = new URLSearchParams(new FormData(form)) + button?.value;
    if (form.what !== what) [form.what, form.key] = [what, newKey()];
    key.value = form.key;
  }
  if (form.method === 'post') busy(form, button, true);
}, true);
const busy = (form, button, is) => {
  form.ariaBusy = is;
  if (button) button.ariaBusy = is;
};
on('pageshow', e => e.persisted && location.reload());

// What the server refuses outside a form's own answer, or a lost connection, becomes a message.
const say = text => {
  const toast = find('#toast');
  if (toast) toast.textContent = text;
};
on('htmx:response:error', ({ detail: { ctx } }) => {
  if (ctx.response.status !== 422) say(find('h1', new DOMParser().parseFromString(ctx.text, 'text/html'))?.textContent);
});
on('htmx:error', e => e.detail.ctx && !e.detail.ctx.response && say(find('#toast').dataset.offline));
on('htmx:finally:request', ({ detail: { ctx } }) => {
  const form = ctx.request.form;
  if (!form) return;
  busy(form, ctx.request.submitter, false);
  if (ctx.response?.status < 300) form.what = 0;
});
let fading;
new MutationObserver(() => {
  clearTimeout(fading);
  fading = setTimeout(say, 6000, '');
}).observe(find('#toast'), { childList: true });

// Quantity: − and + beside the field.
on('click', e => {
  const step = e.target.dataset.step;
  if (!step) return;
  const field = find('input', e.target.parentElement);
  step > 0 ? field.stepUp() : field.stepDown();
  field.dispatchEvent(new Event('change', { bubbles: true }));
});

// Suggestions: arrows choose, Enter goes, Escape closes.
on('keydown', e => {
  if (!e.target.matches('[role=combobox]')) return;
  const list = page.getElementById(e.target.getAttribute('aria-controls')), hits = [...list.children];
  const now = hits.findIndex(hit => hit.ariaSelected === 'true'), way = { ArrowDown: 1, ArrowUp: -1 }[e.key];
  if (e.key === 'Escape') list.replaceChildren();
  if (e.key === 'Enter' && now >= 0) e.preventDefault(), hits[now].click();
  if (!way || !hits.length) return;
  e.preventDefault();
  const next = hits[(now + way + (now < 0 && way < 0) + hits.length) % hits.length];
  hits.forEach(hit => hit.ariaSelected = hit === next);
  e.target.setAttribute('aria-activedescendant', next.id);
});
on('htmx:after:swap', () => {
  for (const field of page.querySelectorAll('[role=combobox]'))
    field.ariaExpanded = find(`#${field.getAttribute('aria-controls')} *`) ? 'true' : 'false';
});
on('focusout', e => {
  const box = e.target.closest?.('[role=search]');
  if (box && !box.contains(e.relatedTarget)) find('[role=listbox]', box)?.replaceChildren();
});
