// The same messages given to the topic and to the queue: what each made of them, measured from what happened. Pure.
import { sharesOf } from '../file/shares.ts';
import { fatesOf } from './fates.ts';
import type { Scene } from './run.ts';

export type Both = {
  /** Messages that went both ways. */
  readonly messages: readonly number[];
  /** To the topic: how many copies arrived, at how many subscribers; how many are lost or kept for somebody. */
  readonly topic: {
    readonly copies: number;
    readonly subscribers: number;
    readonly missed: number;
    readonly kept: number;
  };
  /** To the queue: how many were done, by how many workers; how many are in a hand, wait, or were done twice. */
  readonly queue: {
    readonly done: number;
    readonly workers: number;
    readonly hand: number;
    readonly waiting: number;
    readonly twice: number;
  };
};

/** Null as long as nothing went to the queue. */
export function bothOf(scene: Scene): Both | null {
  if (!scene.file || scene.file.tasks.length === 0) return null;
  const { sent: messages, done, hand, waiting, doubled, workers } = sharesOf(scene.file);
  const fates = fatesOf(scene);
  const count = (wanted: readonly string[]): number =>
    fates.reduce((sum, { cells }) => sum + messages.filter((each) => wanted.includes(cells[each - 1] ?? '')).length, 0);
  return {
    messages,
    topic: {
      copies: count(['received', 'doubled']),
      subscribers: fates.length,
      missed: count(['missed']),
      kept: count(['waiting']),
    },
    queue: {
      done: done.length,
      workers: workers.filter((each) => each.done.length > 0).length,
      hand: hand.length,
      waiting: waiting.length,
      twice: doubled.length,
    },
  };
}
