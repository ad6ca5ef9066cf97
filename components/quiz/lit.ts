// Lights a part of the panel as soon as it is drawn.
import { highlight } from '../lab/highlight.ts';

/** Pictures to wait for what a command brings: a first message also creates its topic. About three seconds. */
export const patience = 180;

/** A panel hidden a moment ago needs a picture, too. */
export async function lit(target: string, pictures: number): Promise<boolean> {
  for (let left = pictures; left > 0; left -= 1) {
    await new Promise((drawn) => requestAnimationFrame(drawn));
    if (highlight(target)) return true;
  }
  return false;
}

/** What a command brings may take the place of what was lit: for a second, it is lit again. */
export async function keepLit(target: string): Promise<void> {
  for (let left = patience / 3; left > 0; left -= 1) {
    await new Promise((drawn) => requestAnimationFrame(drawn));
    if (!document.querySelector('[data-lit]')) highlight(target);
  }
}

export const said = {
  nothing: 'Rien de tel dans le panneau pour l’instant.',
  shown: 'Montré dans le panneau.',
  done: 'Fait, et montré dans le panneau.',
} as const;
