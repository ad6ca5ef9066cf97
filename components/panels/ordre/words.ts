// What happened, in a reader's words. Pure.
import type { OrderEvent } from '#labs/order/events.ts';
import type { Order, Waits } from '#labs/order/inbox.ts';
import type { Judgement } from '#labs/order/judge.ts';
import type { OrderState, Reader, Sent } from '#labs/order/lab.ts';

export const orderNames: Record<Order, string> = {
  aucun: 'aucun ordre',
  fifo: 'FIFO',
  causal: 'causal',
  total: 'total',
};

export const orderRules: Record<Order, string> = {
  aucun: 'Chacun lit les messages comme ils arrivent.',
  fifo: 'Chaque émetteur numérote ses messages\u00a0; chacun les lit dans l’ordre de leur émetteur.',
  causal: 'Chaque message porte une horloge vectorielle\u00a0: ce que son auteur avait lu. Il n’est lu qu’après cela.',
  total: 'Un séquenceur numérote tous les messages\u00a0; tous les lisent dans l’ordre de ces numéros.',
};

/** Whose place it is. */
export const placeName = ({ readers }: OrderState, place: number): string => readers[place]?.name ?? 'le séquenceur';

/** `d’Alice`, `de Bob`. */
const of = (name: string): string => (/^[AEIOUYÉ]/.test(name) ? `d’${name}` : `de ${name}`);

const messageOf = (state: OrderState, id: string): Sent | undefined => state.sent.find((each) => each.id === id);
const quoted = (state: OrderState, id: string): string => `${id} «\u00a0${messageOf(state, id)?.text ?? ''}\u00a0»`;

const listed = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} et ${words.at(-1)}`;

/** What a message waits for: `A1 d’Alice`, `le n° 2`. */
export function waitsText(state: OrderState, waits: readonly Waits[]): string {
  return listed(
    waits.map(({ sender, number }) => {
      if (sender === null) return `le n°\u00a0${number}`;
      const name = state.readers[sender]?.name ?? '';
      const known = state.sent.find((each) => each.sender === sender && each.number === number);
      return `${known?.id ?? `le message ${number}`} ${of(name)}`;
    }),
  );
}

/** What a held message still waits for, now. */
export function heldText(state: OrderState, { clock, read }: Reader, waits: readonly Waits[]): string {
  const left = waits.filter(({ sender, number }) =>
    sender === null ? read.length < number : (clock[sender] ?? 0) < number,
  );
  return left.length === 0 ? 'son tour est venu' : `attend ${waitsText(state, left)}`;
}

/** The last event; what to do when there is none yet. */
export function lastText(state: OrderState): string {
  return state.last === null
    ? 'Rien n’est encore parti. Avancez d’un événement avec la touche → ou le bouton, ou déroulez.'
    : eventText(state, state.last);
}

export function eventText(state: OrderState, event: OrderEvent): string {
  switch (event.type) {
    case 'message.sent': {
      const { id, sender } = event.message;
      return `${placeName(state, sender)} envoie ${quoted(state, id)}${event.own === 'returns' ? ' au séquenceur' : ''}.`;
    }
    case 'message.held': {
      const where = event.place < state.readers.length ? `chez ${placeName(state, event.place)}` : 'au séquenceur';
      return `${event.id} arrive trop tôt ${where}\u00a0: gardé en tampon, il attend ${waitsText(state, event.waits)}.`;
    }
    case 'message.stamped':
      return `Le séquenceur donne le n°\u00a0${event.total} à ${event.id}${event.hadWaited ? ', sorti du tampon,' : ''} et l’envoie à tous.`;
    case 'message.delivered': {
      const name = placeName(state, event.place);
      const left = event.hadWaited ? ', sorti du tampon' : '';
      if (event.early.length === 0) return `${name} lit ${quoted(state, event.id)}${left}.`;
      return `${name} lit ${quoted(state, event.id)}${left} sans avoir lu ${listed(event.early)}\u00a0: c’est le désordre.`;
    }
    default:
      event satisfies never;
      return '';
  }
}

export type Verdict = { name: string; kept: boolean; text: string };

/** The three orders, judged on what was read so far; `over`: nothing is left to come. */
export function verdicts(state: OrderState, { fifo, causal, total }: Judgement, over: boolean): Verdict[] {
  const soFar = over ? 'respecté' : 'respecté jusqu’ici';
  const inversion = (list: Judgement['fifo']) => {
    const [first] = list;
    return first ? `${placeName(state, first.reader)} lit ${first.second} avant ${first.first}` : soFar;
  };
  return [
    { name: 'FIFO', kept: fifo.length === 0, text: inversion(fifo) },
    { name: 'causal', kept: causal.length === 0, text: inversion(causal) },
    {
      name: 'total',
      kept: total === null,
      text: total
        ? `${placeName(state, total.one)} et ${placeName(state, total.other)} lisent ${total.ids[0]} et ${total.ids[1]} en sens contraire`
        : soFar,
    },
  ];
}
