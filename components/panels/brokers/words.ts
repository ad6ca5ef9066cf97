// The scenario on every broker, in a reader's words. Pure.
import type { BrokersEvent } from '#contract/brokers.ts';
import type { BrokersState, Played } from '#labs/brokers/lab.ts';
import type { Result } from '#labs/brokers/results.ts';
import { messages } from '#labs/brokers/scenario.ts';
import { counted } from '../../lab/format.ts';
import type { MarkName } from '../../realtime/marks.ts';
import { brokerText, numbersText } from '../pubsub/words.ts';

/** What one subscriber got on one broker; `order` is what a projector can do without. */
export function resultText(result: Result): { text: string; order: string | null } {
  if (result.kind === 'none') return { text: 'rien encore', order: null };
  if (result.kind === 'refused') return { text: 'impossible ici', order: null };
  const { cells, received, missed, doubled, waiting, inOrder } = result.fates;
  const before = cells.filter((cell) => cell === 'before').length;
  const parts = [
    `${received} sur ${cells.length}`,
    ...(missed.length > 0 ? [`perdus\u00a0: ${numbersText(missed)}`] : []),
    ...(waiting.length > 0 ? [`gardés\u00a0: ${numbersText(waiting)}`] : []),
    ...(before > 0 ? [`${before}\u00a0avant son arrivée`] : []),
    ...(doubled.length > 0 ? [`doublés\u00a0: ${numbersText(doubled)}`] : []),
    ...(inOrder === false ? ['dans le désordre'] : []),
  ];
  return { text: parts.join(', '), order: inOrder ? 'dans l’ordre' : null };
}

export const stateText = ({ done, refusals, scene }: Played): string => {
  if (refusals.some(({ name }) => name === null)) return 'arrêté';
  return done ? 'terminé' : `${scene.published} / ${messages}`;
};

export function lastText({ played }: BrokersState): string {
  if (played.length === 0) return 'Jouez le scénario\u00a0: chaque broker reçoit les mêmes dix messages.';
  const done = played.filter((one) => one.done).length;
  return done === played.length
    ? `Le scénario est joué sur ${counted(done, 'broker')}. Lisez le tableau ligne par ligne.`
    : `Le scénario se joue\u00a0: ${done} sur ${played.length} ont fini.`;
}

export function markOf(event: BrokersEvent): MarkName | null {
  if (event.type === 'play.started') return 'début du scénario';
  return event.type === 'play.done' ? `${brokerText[event.broker]} a fini` : null;
}
