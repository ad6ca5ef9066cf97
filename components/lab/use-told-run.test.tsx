// A run walked along as a journal of its own, when another server takes over the lab that it is of.
import { act, renderHook } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import type { Lab } from '#labs/lab.ts';
import type { HandoverSeen } from '../realtime/lab-store.ts';
import type { LabHandle } from '../realtime/use-lab.ts';
import { emptyRun, useLastTold, useToldRun } from './use-told-run.ts';

type Told = { run: string; events: { at: number; event: string }[] };

const lettersLab: Lab<string, string> = {
  name: 'letters',
  initial: () => '',
  fold: (state, event) => `${state}${event}`,
};
const markOf = () => null;
const told = (run: string, letters: string): Told => ({
  run,
  events: [...letters].map((event, at) => ({ at, event })),
});
const readHandover = vi.fn();
const came: HandoverSeen = { moved: true, at: 0, offset: 40, read: false };

function walk(first: Told) {
  return renderHook(
    ({ kept, handover }: { kept: Told | null; handover: HandoverSeen | null }) => {
      const run = useLastTold(kept);
      const handle = { link: { status: 'live', since: 0 }, handover, readHandover } as unknown as LabHandle<unknown>;
      return useToldRun(handle, lettersLab.name, run, () => emptyRun(lettersLab, run?.run ?? '', markOf));
    },
    { initialProps: { kept: first as Told | null, handover: null as HandoverSeen | null } },
  );
}

it('stays to be walked along when nothing of it is left, and the handover is said at its end alone', () => {
  const { result, rerender } = walk(told('r', 'abc'));
  rerender({ kept: null, handover: came });
  expect(result.current.seen).toMatchObject({ state: 'abc', head: 3 });
  expect(result.current.timeline).toMatchObject({ handover: came, onHandoverRead: readHandover });
  act(() => result.current.timeline.onStep(-1));
  expect(result.current.seen.state).toBe('ab');
  expect(result.current.timeline.handover).toBeNull();
  act(() => result.current.timeline.onStep(1));
  expect(result.current.timeline.handover).toBe(came);
  rerender({ kept: null, handover: { ...came, read: true } });
  expect(result.current.timeline.handover).toBeNull();
});

it('goes on with what the next server tells of it, and another one begins anew', () => {
  const { result, rerender } = walk(told('r', 'abc'));
  rerender({ kept: told('r', 'abcd'), handover: came });
  expect(result.current.seen).toMatchObject({ state: 'abcd', head: 4 });
  rerender({ kept: told('s', 'x'), handover: { ...came, read: true } });
  expect(result.current.seen).toMatchObject({ state: 'x', head: 1, first: 0 });
});
