// What happened in a run, in a reader's words. Pure.
import type { RunEvent } from '#contract/reseau.ts';
import { missing } from '#labs/order/reorder.ts';
import { type Receiver, type RunState, receiverNames } from '#labs/reseau/run.ts';
import { counted } from '../../lab/format.ts';

export const senderName = 'Alice';

type Range = { from: number; to: number };
export const rangesText = (ranges: readonly Range[]): string =>
  ranges.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, index) => from + index)).join(', ');

/** The last event; what to do when there is none yet. */
export function lastText(state: RunState): string {
  if (state.count === 0) return 'Réglez le réseau, puis envoyez neuf messages à trois récepteurs.';
  return state.last === null ? 'Les messages vont partir.' : eventText(state, state.last);
}

export function eventText(state: RunState, event: RunEvent): string {
  switch (event.type) {
    case 'sent': {
      const lost = event.packets.filter(({ takes }) => takes === null).map(({ receiver }) => receiverNames[receiver]);
      const towards = lost.length === 0 ? '' : ` Le réseau le perd vers ${[...new Set(lost)].join(' et ')}.`;
      return `${senderName} envoie le message ${event.sequence}.${towards}`;
    }
    case 'arrived': {
      const name = receiverNames[event.receiver];
      const one = state.receivers[event.receiver];
      if (!state.network.numbered) return `${event.sequence} arrive chez ${name}, qui le lit aussitôt.`;
      if (one?.did === 'ignored') return `${event.sequence} arrive encore chez ${name}\u00a0: déjà connu, ignoré.`;
      if (one?.did === 'held')
        return `${event.sequence} arrive chez ${name}, qui attend ${one.stream.expected}\u00a0: gardé en tampon.`;
      return `${event.sequence} arrive chez ${name}, qui l’attendait\u00a0: lu${releasedText(one)}.`;
    }
    case 'asked':
      return `${receiverNames[event.receiver]} redemande ${rangesText(event.ranges)} au serveur, qui renvoie.`;
    case 'head':
      return `${senderName} a fini\u00a0: son dernier numéro est ${event.sequence}.`;
    case 'ended':
      return endings[event.reason];
    default:
      event satisfies never;
      return '';
  }
}

const endings = {
  done: 'Plus rien n’est en route.',
  time: 'Arrêté après une minute\u00a0: il manque encore quelque chose.',
  stopped: 'Arrêté\u00a0: un autre envoi a commencé.',
  lost: 'Arrêté\u00a0: le serveur qui envoyait a disparu.',
} as const;

/** What had waited for the message that has come. */
function releasedText(one: Receiver | undefined): string {
  const others = one && one.released > 1 ? one.delivered.slice(1 - one.released) : [];
  if (others.length === 0) return '';
  return `, puis ${others.map(({ sequence }) => sequence).join(', ')}, ${others.length > 1 ? 'sortis' : 'sorti'} du tampon`;
}

/** How a receiver stands, and what may be left out where room is short. */
export function standText(state: RunState, one: Receiver): { stand: string; detail: string } {
  if (!state.network.numbered) {
    const wrong = one.delivered.filter((each) => each.wrong !== null).length;
    if (wrong === 0) return { stand: 'lit ce qui arrive', detail: ', comme cela arrive' };
    return { stand: counted(wrong, 'lecture fausse', 'lectures fausses'), detail: ', sans le savoir' };
  }
  const ignored = one.ignored > 0 ? ` · ${counted(one.ignored, 'doublon ignoré', 'doublons ignorés')}` : '';
  const { gap } = one.stream;
  if (!gap) return { stand: 'rien ne manque', detail: ignored };
  const times = gap.asks === 0 ? 'pas encore redemandé' : `redemandé ${counted(gap.asks, 'fois', 'fois')}`;
  return { stand: `manque ${rangesText(missing(one.stream))}`, detail: `\u00a0: ${times}${ignored}` };
}
