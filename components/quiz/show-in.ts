// Carries out what a question shows in the lab it speaks of, then lights it in that lab's panel, which takes the place of the page's own.
import { aboutToShow } from '../lab/highlight.ts';
import { askPanel } from '../lesson/asked-panel.ts';
import type { PanelName } from '../panels/registry.tsx';
import { browserClient } from '../realtime/browser-client.ts';
import type { OnShow } from './feedback.tsx';
import { keepLit, lit, patience, said } from './lit.ts';

/** `own`: the panel of the questions that name none. */
export const showIn =
  (own: PanelName): OnShow =>
  async ({ target, panel, commands = [] }) => {
    const lab = panel ?? own;
    askPanel(lab);
    document.dispatchEvent(new Event(aboutToShow));
    for (const command of commands) {
      const reply = await browserClient().send(lab, command);
      if (!reply.ok) return reply.error.message;
    }
    // The panel may have to come first.
    if (!(await lit(target, patience))) return said.nothing;
    if (commands.length > 0) void keepLit(target);
    return commands.length > 0 ? said.done : said.shown;
  };
