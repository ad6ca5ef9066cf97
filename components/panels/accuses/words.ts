// What happened in a room with acknowledgements, in a reader's words. Pure.
import type { AccusesEvent, AckWhen } from '#contract/accuses.ts';
import { type AccusesState, publisherName, type Subscriber, subscriberNames } from '#labs/accuses/lab.ts';
import { counted } from '../../lab/format.ts';
import type { MarkName } from '../../realtime/marks.ts';

export const linkWords: Record<Subscriber['link'], string> = {
  none: 'pas encore dans la salle',
  live: 'en ligne',
  cut: 'connexion coupée',
  crashed: 'en panne',
  over: 'salle fermée',
};

export const whenWords: Record<AckWhen, string> = { before: 'avant', after: 'après' };

/** `2`, `2 et 3`, `2, 3 et 4`. */
export function listText(items: readonly (number | string)[]): string {
  const last = items.at(-1);
  if (last === undefined) return '';
  return items.length === 1 ? `${last}` : `${items.slice(0, -1).join(', ')} et ${last}`;
}

const nameOf = (who: number): string => subscriberNames[who] ?? '';

export function eventText(event: AccusesEvent): string {
  switch (event.type) {
    case 'opened':
      return `${listText(subscriberNames)} sont abonnés à une salle neuve, avec accusés.`;
    case 'published':
      return `Le broker range le message d’${publisherName} sous le numéro ${event.sequence}.`;
    case 'duplicate':
      return `${publisherName} répète son message\u00a0: le broker reconnaît son identifiant. Le ${event.sequence} reste rangé une seule fois.`;
    case 'delivered':
      return event.redelivered
        ? `${nameOf(event.who)} reçoit le ${event.sequence}, marqué «\u00a0renvoyé\u00a0» par le broker.`
        : `${nameOf(event.who)} reçoit le ${event.sequence}.`;
    case 'recognised':
      return `${nameOf(event.who)} connaît déjà le ${event.sequence}, à son numéro\u00a0: pas de second traitement.`;
    case 'processed':
      return `${nameOf(event.who)} a traité le ${event.sequence}.`;
    case 'acked':
      return `${nameOf(event.who)} acquitte ${event.upTo ? 'tout, jusqu’au' : 'le'} ${event.sequence}.`;
    case 'cut':
      return `La connexion de ${nameOf(event.who)} est coupée. Le broker garde ce qui n’est pas acquitté.`;
    case 'crashed':
      return crashText(nameOf(event.who), event.held);
    case 'back':
      return backText(nameOf(event.who), event.again);
    case 'acknowledges':
      return `${nameOf(event.who)} acquitte désormais ${whenWords[event.when]} le traitement.`;
    case 'withholds':
      return event.withheld
        ? `${nameOf(event.who)} retient ses accusés.`
        : `${nameOf(event.who)} envoie de nouveau ses accusés.`;
    case 'armed':
      return `${nameOf(event.who)} tombera en panne au milieu du prochain traitement.`;
    case 'closed':
      return 'La salle a disparu avec le serveur qui la tenait.';
    default:
      event satisfies never;
      return '';
  }
}

function crashText(name: string, [first, ...others]: readonly number[]): string {
  const also = others.length === 0 ? '' : `, avec ${listText(others)} en main`;
  return `${name} tombe en panne au milieu du ${first}${also}.`;
}

const backText = (name: string, again: readonly number[]): string =>
  again.length === 0
    ? `${name} revient\u00a0: rien n’attendait son accusé.`
    : `${name} revient\u00a0: le broker lui renvoie ${listText(again)}.`;

/** The last events with their place on the timeline, the newest last. */
export const placed = ({ told, count }: AccusesState): { place: number; event: AccusesEvent }[] =>
  told.map((event, index) => ({ place: count - told.length + index + 1, event }));

/** The last event; what to do when there is none. */
export function lastText({ told }: AccusesState): string {
  const last = told.at(-1);
  if (last?.type === 'closed') return `${eventText(last)} Publiez\u00a0: une autre s’ouvrira.`;
  return last ? eventText(last) : 'Publiez un message\u00a0: trois abonnés le recevront, et l’acquitteront.';
}

/** What a subscriber has lived through, in a few words each; nothing when nothing special. */
export function outcomesOf(one: Subscriber): { kind: 'twice' | 'lost' | 'replayed' | 'givenUp'; text: string }[] {
  const twice = one.recognised.filter((sequence) => one.processed.includes(sequence));
  const outcomes: ReturnType<typeof outcomesOf> = [];
  if (one.lost.length > 0)
    outcomes.push({
      kind: 'lost',
      text: `${counted(one.lost.length, 'perdu', 'perdus')}\u00a0: ${listText(one.lost)}`,
    });
  if (one.replayed.length > 0)
    outcomes.push({
      kind: 'replayed',
      text: `${counted(one.replayed.length, 'rejoué', 'rejoués')}\u00a0: ${listText(one.replayed)}`,
    });
  if (twice.length > 0)
    outcomes.push({
      kind: 'twice',
      text: `${twice.length > 1 ? 'reçus deux fois, traités' : 'reçu deux fois, traité'} une fois\u00a0: ${listText(twice)}`,
    });
  if (one.givenUp > 0)
    outcomes.push({
      kind: 'givenUp',
      text: `${counted(one.givenUp, 'abandonné', 'abandonnés')} par le broker`,
    });
  return outcomes;
}

/** One sentence for who cannot see the drawing. */
export function stateText({ said, subscribers, run }: AccusesState): string {
  if (run === null) return '';
  const each = subscribers.map(({ name, processed, waiting, link }) => {
    const away = link === 'live' ? '' : `, ${linkWords[link]}`;
    return `${name}${away}\u00a0: ${counted(processed.length, 'traité')}, ${counted(waiting.length, 'en attente', 'en attente')}`;
  });
  return `${counted(said.length, 'message')} dans la salle. ${each.join('\u00a0; ')}.`;
}

/** What one wants to find again. */
export function markOf(event: AccusesEvent): MarkName | null {
  switch (event.type) {
    case 'opened':
      return 'nouvelle salle';
    case 'published':
      return { label: `message ${event.sequence}`, series: 'published', every: 1, small: true };
    case 'duplicate':
      return `${event.sequence} répété`;
    case 'recognised':
      return `${nameOf(event.who)} reconnaît le ${event.sequence}`;
    case 'cut':
      return `coupure de ${nameOf(event.who)}`;
    case 'crashed':
      return `panne de ${nameOf(event.who)}`;
    case 'back':
      return `retour de ${nameOf(event.who)}`;
    default:
      return null;
  }
}
