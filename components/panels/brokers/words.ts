// The scenarios on every broker, in a reader's words. Pure.
import type { BrokersEvent, Scenario } from '#contract/brokers.ts';
import type { BrokerName } from '#contract/pubsub.ts';
import { type BrokersState, isOver, type Played, stopped } from '#labs/brokers/lab.ts';
import type { CrewResult, Result, WholeResult } from '#labs/brokers/results.ts';
import { messages } from '#labs/brokers/scenario.ts';
import { counted } from '../../lab/format.ts';
import type { MarkName } from '../../realtime/marks.ts';
import { brokerText, numbersText } from '../pubsub/words.ts';

/** What a cell says; `order` is what a projector can do without; `isBad`: something was lost. */
export type CellWords = { text: string; order: string | null; isBad: boolean };

const plain = (text: string): CellWords => ({ text, order: null, isBad: false });
const missingText = { none: 'rien encore', refused: 'impossible ici' } as const;
const orderText = (inOrder: boolean | null): string | null => (inOrder === true ? 'dans l’ordre' : null);
const numbered = (name: string, numbers: readonly number[]): string[] =>
  numbers.length > 0 ? [`${name}\u00a0: ${numbersText(numbers)}`] : [];

/** What one subscriber got on one broker. */
export function resultText(result: Result): CellWords {
  if (result.kind !== 'fates') return plain(missingText[result.kind]);
  const { cells, received, missed, doubled, waiting, inOrder } = result.fates;
  const before = cells.filter((cell) => cell === 'before').length;
  const parts = [
    `${received} sur ${cells.length}`,
    ...numbered('perdus', missed),
    ...numbered('gardés', waiting),
    ...(before > 0 ? [`${before}\u00a0avant son arrivée`] : []),
    ...numbered('doublés', doubled),
    ...(inOrder === false ? ['dans le désordre'] : []),
  ];
  return { text: parts.join(', '), order: orderText(inOrder), isBad: missed.length > 0 };
}

/** What some workers did on one broker. */
export function crewText(result: CrewResult): CellWords {
  if (result.kind !== 'did') return plain(missingText[result.kind]);
  const { done, died } = result;
  const dead = died.length > 0 ? [`tué avec le ${numbersText(died)} en main`] : [];
  const did = done.length > 0 ? [`${counted(done.length, 'traité')}\u00a0: ${numbersText(done)}`] : [];
  return plain([...dead, ...did].join(', ') || 'aucun traité');
}

/** What became of all that was given to the queue of one broker. */
export function wholeText(result: WholeResult): CellWords {
  if (result.kind !== 'whole') return plain(missingText[result.kind]);
  const { sent, done, lost, doubled, again, inOrder } = result;
  const parts = [
    `${done} sur ${sent}`,
    ...(lost === null ? [] : [lost.length > 0 ? `perdus\u00a0: ${numbersText(lost)}` : '0\u00a0perdu']),
    doubled.length > 0 ? `doublés\u00a0: ${numbersText(doubled)}` : '0\u00a0doublé',
    ...numbered('redonnés', again),
    ...(inOrder === false ? ['dans le désordre'] : []),
  ];
  return { text: parts.join(', '), order: orderText(inOrder), isBad: lost !== null && lost.length > 0 };
}

export const scenarioText: Record<Scenario, string> = {
  topic: 'Publish/subscribe\u00a0: qui a reçu quoi',
  queue: 'File d’attente\u00a0: qui a traité quoi',
};

export function stateText(one: Played, scenario: Scenario): string {
  if (scenario === 'queue' && !one.at.capabilities.sharesWork) return 'pas de file';
  if (stopped(one, scenario) !== null) return 'arrêté';
  if (one.done[scenario]) return 'terminé';
  const { published, file } = one.scene;
  const far = `${scenario === 'topic' ? published : (file?.done ?? 0)} / ${messages}`;
  return one.cut ? `interrompu à ${far}` : far;
}

/** Why a scenario was not played to its end, broker by broker. */
export const reasonsOf = ({ played }: BrokersState, scenario: Scenario): { broker: BrokerName; text: string }[] =>
  played.flatMap((one) => {
    const text = stopped(one, scenario);
    if (text === null) return [];
    const name = brokerText[one.at.broker];
    return [{ broker: one.at.broker, text: text.startsWith(name) ? text : `${name}\u00a0: ${text}` }];
  });

export function lastText({ played }: BrokersState): string {
  if (played.length === 0) return 'Jouez les deux scénarios\u00a0: chaque broker reçoit les mêmes dix messages.';
  if (played.some(({ cut }) => cut))
    return 'Le serveur qui jouait les scénarios a disparu\u00a0: les tableaux s’arrêtent où ils en étaient. Rejouez-les.';
  const done = played.filter(isOver).length;
  return done === played.length
    ? `Les deux scénarios sont joués sur ${counted(done, 'broker')}. Lisez les tableaux ligne par ligne.`
    : `Les scénarios se jouent\u00a0: ${done} sur ${played.length} ont fini.`;
}

export function markOf(event: BrokersEvent): MarkName | null {
  if (event.type === 'play.started') return 'début des scénarios';
  if (event.type !== 'play.done') return null;
  return `${brokerText[event.broker]}\u00a0: ${event.scenario === 'topic' ? 'publish/subscribe fini' : 'file finie'}`;
}
