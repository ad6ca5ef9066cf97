// The same messages, two fates, in a reader's words: what the topic made of them, and what the queue made of them. Pure.
import type { Share, TaskCell } from '#labs/file/shares.ts';
import type { Both } from '#labs/pubsub/both.ts';
import { counted } from '../../lab/format.ts';
import { numbersText } from './words.ts';

/** What there is some of, after a comma each. */
const rest = (parts: readonly (readonly [count: number, text: string])[]): string =>
  parts.flatMap(([count, text]) => (count > 0 ? [`, ${text}`] : [])).join('');

export function bothText({ messages, topic, queue }: Both): string {
  const which = messages.length === 1 ? 'Le même message' : `Les mêmes ${messages.length}\u00a0messages`;
  const atTopic = `${counted(topic.copies, 'exemplaire reçu', 'exemplaires reçus')} par ${counted(topic.subscribers, 'abonné')}${rest(
    [
      [topic.missed, counted(topic.missed, 'perdu')],
      [topic.kept, `${counted(topic.kept, 'gardé')} par le broker`],
    ],
  )}`;
  const once = queue.twice > 0 ? '' : ', une seule fois chacun,';
  const done =
    queue.done === 0
      ? 'aucun traité'
      : `${counted(queue.done, 'traité')}${once} par ${counted(queue.workers, 'ouvrier')}`;
  const atQueue = `${done}${rest([
    [queue.twice, `${queue.twice}\u00a0deux fois`],
    [queue.hand, `${queue.hand}\u00a0en main`],
    [queue.waiting, `${queue.waiting}\u00a0en attente`],
  ])}`;
  return `${which}, deux sorts. Au sujet\u00a0: ${atTopic}. À la file\u00a0: ${atQueue}.`;
}

export const cellText: Record<TaskCell, string> = {
  done: 'traité par lui',
  again: 'traité par lui, et par un autre',
  hand: 'dans ses mains',
  other: 'chez un autre ouvrier',
  waiting: 'encore dans la file',
  dead: 'mis de côté',
};

export function workerText({ there, how }: Share): string {
  if (there) return 'au travail';
  return how === 'killed' ? 'tué' : 'parti';
}

export const shareText = ({ done }: Share): string =>
  done.length === 0
    ? 'aucun message traité'
    : `${counted(done.length, 'traité')} (${numbersText(done.toSorted((a, b) => a - b))})`;
