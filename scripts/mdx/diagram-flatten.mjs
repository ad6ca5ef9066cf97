// Runs inside the browser: turns Mermaid's drawing, whose look hangs on a style sheet of its own, into plain SVG with
// attributes only. It then fits into a page without inline style, in the page's own font.

/** Self-contained: the function is sent to the browser as text. Returns the SVG. */
export function flatten(source) {
  const host = document.createElement('div');
  host.style.width = '1000px';
  document.body.append(host);
  host.innerHTML = source;
  const svg = host.querySelector('svg');
  const looks = {
    fill: '',
    stroke: 'none',
    'stroke-width': '1px',
    'stroke-dasharray': 'none',
    opacity: '1',
    'font-size': '',
    'font-weight': '400',
    'text-anchor': 'start',
    'dominant-baseline': 'auto',
  };
  const drawn = 'path, rect, circle, ellipse, polygon, polyline, line, text, tspan';
  const seen = [...svg.querySelectorAll(drawn)].map((element) => {
    const computed = getComputedStyle(element);
    const isText = element.matches('text, tspan');
    // Inside a text, what the parent says need not be said again.
    const above = element.matches('tspan') ? getComputedStyle(element.parentElement) : null;
    const found = Object.entries(looks)
      .filter(
        ([name, usual]) =>
          (isText || !/^(font|text|dominant)/.test(name)) &&
          computed.getPropertyValue(name) !== (above?.getPropertyValue(name) ?? usual),
      )
      // Half transparent, a label's ground lets its arrow run through the words.
      .filter(([name]) => name !== 'opacity' || !element.closest('.edgeLabel'))
      .map(([name]) => [name, computed.getPropertyValue(name)])
      .filter(([, value]) => !/^0px$|^1px, 0px$/.test(value));
    const hidden = computed.visibility === 'hidden' || computed.display === 'none';
    return [element, found, hidden];
  });
  for (const [element, found, hidden] of seen) {
    for (const name of Object.keys(looks)) element.removeAttribute(name);
    for (const [name, value] of found) element.setAttribute(name, value);
    if (hidden) element.remove();
  }
  for (const element of svg.querySelectorAll('style, title, desc, script, foreignObject, rect:not([width])'))
    element.remove();
  const used = new Set(
    [...svg.outerHTML.matchAll(/url\(&quot;#([^&]+)&quot;\)|url\(#([^)]+)\)/g)].map((m) => m[1] ?? m[2]),
  );
  for (const marker of svg.querySelectorAll('marker, linearGradient, filter, defs > *'))
    if (!used.has(marker.id)) marker.remove();
  for (const element of [svg, ...svg.querySelectorAll('*')]) {
    for (const { name } of [...element.attributes]) {
      const kept =
        name === 'id'
          ? used.has(element.id)
          : !/^(class|style|font-style|role|aria-|data-|xmlns:|look|tabindex)/.test(name);
      if (!kept) element.removeAttribute(name);
    }
    for (const { name, value } of [...element.attributes]) {
      element.setAttribute(
        name,
        value.replace(/-?\d+\.\d{3,}/g, (number) => String(Math.round(Number(number) * 100) / 100)),
      );
    }
  }
  for (;;) {
    const empty = svg.querySelector('g:empty, defs:empty, text:empty, tspan:empty');
    if (!empty) break;
    empty.remove();
  }
  const { width, height } = svg.viewBox.baseVal;
  svg.setAttribute('width', String(Math.round(width)));
  svg.setAttribute('height', String(Math.round(height)));
  svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  const out = svg.outerHTML;
  host.remove();
  return out;
}
