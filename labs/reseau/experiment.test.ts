// The experiment is ticked by runs that show it, and by no other.
import { describe, expect, it } from 'vitest';
import type { NetworkSettings, Packet, RunEvent } from '#contract/reseau.ts';
import { proofOf } from './experiment.ts';

const network: NetworkSettings = {
  latency: 100,
  jitter: 0,
  disorder: 30,
  loss: 10,
  duplication: 0,
  numbered: true,
  seed: 1,
};
const run = (events: RunEvent[], change: Partial<NetworkSettings> = {}) =>
  proofOf({
    run: 'r',
    count: 2,
    network: { ...network, ...change },
    events: events.map((event) => ({ at: event.t, event })),
  });
const packet = (sequence: number, takes: number | null): Packet => ({ receiver: 0, sequence, copy: 0, takes });
const sent = (t: number, sequence: number, takes: number | null): RunEvent => ({
  type: 'sent',
  t,
  sequence,
  packets: [packet(sequence, takes)],
});
const arrived = (t: number, sequence: number): RunEvent => ({ type: 'arrived', t, receiver: 0, sequence, copy: 0 });
const asked = (t: number): RunEvent => ({
  type: 'asked',
  t,
  receiver: 0,
  ranges: [{ from: 1, to: 1 }],
  packets: [packet(1, 100)],
});
const done: RunEvent = { type: 'ended', t: 5_000, reason: 'done' };

describe('« Boucher le trou »', () => {
  it('sees the fullest buffer of a run that ended in order', () => {
    const events = [sent(0, 1, 300), sent(120, 2, 100), arrived(220, 2), arrived(300, 1)];
    expect(run([...events, done]).disorder).toEqual({ sent: 2, held: 1, receiver: 'Bob' });
    expect(run(events).disorder).toBeNull();
    expect(run([...events, done], { disorder: 25 }).disorder).toBeNull();
    expect(run([...events, done]).gap).toBeNull();
  });

  it('sees a gap that was asked for again, and how long it lasted', () => {
    const events = [sent(0, 1, null), sent(120, 2, 100), arrived(220, 2), asked(1_370), arrived(1_470, 1)];
    expect(run(events).gap).toEqual({ receiver: 'Bob', sequence: 1, waited: 1_250 });
    expect(run(events.slice(0, 4)).gap).toBeNull();
  });

  it('sees who was misled without numbers, and nobody with them', () => {
    const events = [sent(0, 1, 300), sent(120, 2, 100), arrived(220, 2), arrived(300, 1), done];
    expect(run(events, { numbered: false }).misled).toEqual({ receiver: 'Bob', wrong: 1 });
    expect(run(events).misled).toBeNull();
    expect(run([sent(0, 1, 100), arrived(100, 1), done], { numbered: false }).misled).toBeNull();
  });
});
