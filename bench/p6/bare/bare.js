// The peer of P6: 5,000 rows of which only those in view are drawn, found by a search, and nothing that changes them.
const names = Array.from({ length: 5000 }, (_, index) => `Network ${index}`);
const need = (/** @type {string} */ where) => /** @type {HTMLElement} */ (document.querySelector(where));
const [list, lines, search] = [need('#list'), need('#lines'), /** @type {HTMLInputElement} */ (need('input'))];
let found = names;

function draw() {
  lines.style.height = `${found.length * 36}px`;
  const first = Math.max(0, Math.floor(list.scrollTop / 36) - 6);
  const rows = found.slice(first, first + Math.ceil(list.clientHeight / 36) + 12).map((name, index) => {
    const row = document.createElement('div');
    row.className = 'row';
    row.style.top = `${(first + index) * 36}px`;
    for (const text of [name, 'WPA2', '2.4 GHz', '−60 dBm']) row.append(Object.assign(document.createElement('span'), { textContent: text }));
    return row;
  });
  lines.replaceChildren(...rows);
}
list.addEventListener('scroll', draw);
search.addEventListener('input', () => { found = names.filter((name) => name.toLowerCase().includes(search.value.toLowerCase())); list.scrollTop = 0; draw(); });
new ResizeObserver(draw).observe(list);
