// Makes pictures small before they are sent: 1200, 640 and 320 pixels wide as WebP (JPEG where the browser writes none) and a square JPEG for link
// previews. Without this file they go as they are. [data-pictures] sends each at once; [data-picture] puts one into its form.
const widths = [1200, 640, 320], most = { 1200: 120e3, 640: 36e3, 320: 12e3 }, side = 600;

// Drawing turns the picture the way the camera was held and leaves the camera's data behind.
const draw = (bitmap, width, height, fit) => {
  const canvas = document.createElement('canvas'), pen = canvas.getContext('2d');
  [canvas.width, canvas.height] = [width, height];
  pen.imageSmoothingQuality = 'high';
  if (fit) pen.fillStyle = '#fff', pen.fillRect(0, 0, width, height);
  const scale = Math.min(width / bitmap.width, height / bitmap.height), [w, h] = fit ? [bitmap.width * scale, bitmap.height * scale] : [width, height];
  pen.drawImage(bitmap, (width - w) / 2, (height - h) / 2, w, h);
  return canvas;
};

// The best quality that weighs no more than it should.
const pack = async (canvas, type, limit) => {
  let blob;
  for (const quality of [.8, .7, .6, .5, .4]) {
    blob = await new Promise(done => canvas.toBlob(done, type, quality));
    if (blob.size <= limit) break;
  }
  return blob;
};

const shrink = async file => {
  const bitmap = await createImageBitmap(file);
  const largest = Math.min(widths[0], bitmap.width), sizes = [largest, ...widths.filter(w => w < largest)];
  const typeOf = async canvas => (await pack(canvas, 'image/webp', Infinity)).type === 'image/webp' ? 'image/webp' : 'image/jpeg';
  let from = bitmap, type;
  const made = [];
  for (const width of sizes) {
    // Each size is drawn of the one before, which smooths better than one great step.
    from = draw(from, width, Math.max(1, Math.round(bitmap.height * width / bitmap.width)));
    type ??= await typeOf(from);
    made.push(new File([await pack(type === 'image/jpeg' ? draw(from, from.width, from.height, true) : from, type, most[width] ?? most[640])], file.name, { type }));
  }
  const share = new File([await pack(draw(bitmap, side, side, true), 'image/jpeg', 90e3)], 'share.jpg', { type: 'image/jpeg' });
  bitmap.close();
  return { largest: made[0], small: made.slice(1), share };
};

const post = (address, data, progress) => new Promise((done, fail) => {
  const request = new XMLHttpRequest();
  request.open('POST', address);
  request.setRequestHeader('HX-Request', 'true');
  request.upload.onprogress = event => progress(event.loaded / event.total);
  request.onload = () => done(request);
  request.onerror = fail;
  request.send(data);
});

const sendAll = async files => {
  const trouble = [], part = () => document.getElementById('pictures');
  const say = (text, share) => {
    const bar = part().querySelector('progress');
    part().querySelector('[data-progress]').textContent = text;
    bar.hidden = share === undefined;
    if (share >= 0) bar.value = share;
    else bar.removeAttribute('value');
  };
  let added = 0;
  for (const [n, file] of files.entries()) {
    const which = files.length > 1 ? `picture ${n + 1} of ${files.length}` : 'the picture';
    const form = part().querySelector('form');
    form.inert = true;
    try {
      say(`Making ${which} small …`, -1);
      const { largest, small, share } = await shrink(file).catch(() => { throw `“${file.name}” cannot be opened as a picture by this browser.`; });
      const data = new FormData(form);
      data.delete('Files');
      data.append('Files', largest);
      small.forEach(size => data.append('Small', size));
      data.append('Share', share);
      say(`Sending ${which} …`, 0);
      const answer = await post(form.action, data, share => say(`Sending ${which} …`, share)).catch(() => { throw `“${file.name}” was not added: the shop did not answer. Choose it again.`; });
      const fresh = new DOMParser().parseFromString(answer.responseText, 'text/html').getElementById('pictures');
      if (!fresh) throw `“${file.name}” was not added. Load this page again, then choose it again.`;
      if (answer.status < 300) added++;
      else trouble.push(...[...fresh.querySelectorAll('[role=alert] li')].map(line => line.textContent));
      part().replaceWith(fresh);
      window.htmx?.process(fresh);
    } catch (why) {
      trouble.push(String(why));
    }
    part().querySelector('form').inert = false;
  }
  part().querySelectorAll('.said').forEach(line => line.remove());
  say([added && `${added === 1 ? '1 picture is' : `${added} pictures are`} added.`, ...trouble].filter(Boolean).join(' '));
  part().querySelector('[data-pictures]').focus();
};

const put = (field, files) => {
  const basket = new DataTransfer();
  files.forEach(file => basket.items.add(file));
  field.files = basket.files;
};

document.addEventListener('change', async ({ target: field }) => {
  if (!field.files?.length) return;
  if (field.matches('[data-pictures]')) {
    const files = [...field.files];
    field.value = '';
    await sendAll(files);
  } else if (field.matches('[data-picture]')) {
    const form = field.form, file = field.files[0], note = form.querySelector('[data-progress]');
    try {
      const { largest, small, share } = await shrink(file);
      put(field, [largest]);
      put(form.elements.Small, small);
      put(form.elements.Share, [share]);
      note.textContent = `Made small: ${Math.ceil(largest.size / 1000)} KB. It is added when you save.`;
    } catch {
      field.value = '';
      note.textContent = `“${file.name}” cannot be opened as a picture by this browser.`;
    }
  }
});
document.documentElement.dataset.scripted = '';
