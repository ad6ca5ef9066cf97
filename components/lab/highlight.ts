// Words of a lesson light up things of a panel. A panel marks what can be pointed at with `data-cible="partition-2"`
// (several names, separated by spaces, are allowed); this sets `data-lit` on them for a while. The attribute is not
// React's, so a redraw leaves it alone.

/** Milliseconds a thing stays lit. */
const litFor = 4_000;
let stop: (() => void) | null = null;

/** Sent on `document` before the search: a hidden panel has one chance to show itself. `detail` is the name. */
export const pointedAt = 'relais:voir';

/** Sent on `document` before something is done for the reader to see: a panel that shows the past goes back to the present. */
export const aboutToShow = 'relais:direct';

function put(target: string): boolean {
  const found = [...document.querySelectorAll(`[data-cible~="${CSS.escape(target)}"]`)];
  for (const element of found) element.setAttribute('data-lit', '');
  found[0]?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  return found.length > 0;
}

/** Lights what bears this name; false when nothing does (the panel has not drawn it, or not yet). */
export function highlight(target: string): boolean {
  stop?.();
  document.dispatchEvent(new CustomEvent(pointedAt, { detail: target }));
  const found = put(target);
  const timer = setTimeout(() => stop?.(), litFor);
  stop = () => {
    clearTimeout(timer);
    for (const element of document.querySelectorAll('[data-lit]')) element.removeAttribute('data-lit');
    stop = null;
  };
  return found;
}
