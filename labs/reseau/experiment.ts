// The experiment « Boucher le trou » : what one run proves, read from what happened in it. Pure.
import type { RunEvent } from '#contract/reseau.ts';
import type { KeptRun } from './lab.ts';
import { beginningOf, type RunState, runLabFrom } from './run.ts';

/** The disorder asked for, in percent. */
export const askedDisorder = 30;

export type Proof = {
  /** Numbers sent all read in order, and the fullest buffer seen on the way. */
  disorder: { sent: number; held: number; receiver: string } | null;
  /** A number asked for again, and how long its receiver had missed it when it came, ms of the run. */
  gap: { receiver: string; sequence: number; waited: number } | null;
  /** Without numbers: who read something wrong, and how often. */
  misled: { receiver: string; wrong: number } | null;
};

export const fillTheGap = { id: 'boucher-le-trou', steps: ['disorder', 'gap', 'misled'] } as const;

export function proofOf({ run, count, network, events }: KeptRun): Proof {
  const start = beginningOf(run, count, network);
  const { fold } = runLabFrom(start);
  let state = start;
  let held: Proof['disorder'] = null;
  let gap: Proof['gap'] = null;
  for (const { event } of events) {
    const before = state;
    state = fold(state, event, 0);
    for (const { name, stream } of state.receivers) {
      if (stream.held.length > (held?.held ?? 0)) held = { sent: count, held: stream.held.length, receiver: name };
    }
    gap ??= filled(before, state, event);
  }
  const inOrder = network.numbered && network.disorder >= askedDisorder && state.ended === 'done';
  return { disorder: inOrder ? held : null, gap, misled: misled(state) };
}

/** This event brings what its receiver had asked for again. */
function filled(before: RunState, after: RunState, event: RunEvent): Proof['gap'] {
  if (event.type !== 'arrived') return null;
  const stream = before.receivers[event.receiver]?.stream;
  const one = after.receivers[event.receiver];
  if (!stream?.gap || stream.gap.asks === 0 || event.sequence !== stream.expected || !one) return null;
  return { receiver: one.name, sequence: event.sequence, waited: event.t - stream.gap.since };
}

function misled({ network, receivers, ended }: RunState): Proof['misled'] {
  if (network.numbered || ended !== 'done') return null;
  const wrongs = receivers.map(({ name, delivered }) => ({
    receiver: name,
    wrong: delivered.filter((each) => each.wrong !== null).length,
  }));
  const most = wrongs.reduce((a, b) => (b.wrong > a.wrong ? b : a));
  return most.wrong > 0 ? most : null;
}
