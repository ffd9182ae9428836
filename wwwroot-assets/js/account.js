// Passkeys: the ceremony a browser runs for a button marked data-passkey ("get" to prove who one is, "make" for a new one). What comes out is put
// into the form's field and sent like anything typed. Without script, or where browsers cannot do it, the button stays hidden and the password does.
const able = window.PublicKeyCredential?.parseRequestOptionsFromJSON && navigator.credentials;
let waiting; // The ceremony that waits in the field for the name, until the button begins another.

const ceremony = async (button, how = {}) => {
  const form = button.form;
  const sent = new URLSearchParams();
  for (const name of ['__token', 'Form.Name']) if (form.elements[name]) sent.set(name, form.elements[name].value);
  const answer = await fetch(button.dataset.options, { method: 'POST', body: sent });
  if (!answer.ok) throw new Error(`${answer.status}`);
  const options = await answer.json();
  const credential = button.dataset.passkey === 'make'
    ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
    : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options), ...how });
  form.elements[button.dataset.into].value = JSON.stringify(credential);
  form.submit();
};

if (able) for (const none of document.querySelectorAll('[data-passkey-none]')) none.hidden = true;
for (const button of able ? document.querySelectorAll('[data-passkey]') : []) {
  button.closest('[data-passkey-part]').hidden = false;
  button.addEventListener('click', async () => {
    waiting?.abort();
    const said = document.getElementById('passkey-said');
    said.textContent = '';
    button.disabled = true;
    try {
      await ceremony(button);
    } catch {
      said.textContent = button.dataset.trouble;
    } finally {
      button.disabled = false;
    }
  });
  if ('auto' in button.dataset) {
    PublicKeyCredential.isConditionalMediationAvailable?.().then(yes => {
      if (!yes) return;
      waiting = new AbortController();
      return ceremony(button, { mediation: 'conditional', signal: waiting.signal });
    }).catch(() => {});
  }
}
