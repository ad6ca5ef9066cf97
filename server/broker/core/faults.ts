// Faults on demand: a teacher delays, refuses, cuts or holds chosen requests of real clients. Evaluated before dispatch and
// before the reply, so every API can be disturbed alike. Kept in the order they were added; the first match acts.

import type { Clock, Timer } from '../clock.ts';

export type FaultMatch = {
  /** API name as Kafka spells it: `Produce`, `Heartbeat`. Absent: any. */
  api?: string;
  clientId?: string;
  /** Requests that name this topic. */
  topic?: string;
  /** Only the nth matching request from now on, counted from 1. */
  nth?: number;
};
export type FaultAction =
  | { kind: 'delay'; ms: number }
  /** Answered with this Kafka error code, nothing is done. */
  | { kind: 'error'; code: number }
  | { kind: 'close' }
  /** Carried out, then no reply is sent: the client cannot know. */
  | { kind: 'drop-reply' }
  /** Waits until the fault is removed. */
  | { kind: 'hold' };
export type Fault = {
  match: FaultMatch;
  action: FaultAction;
  /** `request`: before it is carried out; `reply`: after. A dropped reply is always `reply`. */
  when?: 'request' | 'reply';
  /** Hits before the fault removes itself; absent: until removed. */
  times?: number;
};
export type ActiveFault = Fault & { id: string; hits: number };

export type FaultSubject = { api: string; clientId: string | null; topics: () => readonly string[] };
export type FaultDecision = Exclude<FaultAction, { kind: 'delay' } | { kind: 'hold' }>;
type Entry = ActiveFault & { seen: number; held: Set<() => void> };

export const maxFaults = 100;

export class Faults {
  #entries: Entry[] = [];
  #next = 1;
  #clock: Clock;
  #hit: (fault: string, connection: number, api: string) => void;

  constructor(clock: Clock, hit: (fault: string, connection: number, api: string) => void) {
    this.#clock = clock;
    this.#hit = hit;
  }

  /** False on the hot path: nothing to look up at all. */
  get any(): boolean {
    return this.#entries.length > 0;
  }

  /** @throws RangeError when there are too many. */
  add(fault: Fault): string {
    if (this.#entries.length >= maxFaults) throw new RangeError(`at most ${maxFaults} faults at a time`);
    const id = `f-${this.#next++}`;
    this.#entries.push({ ...structuredClone(fault), id, hits: 0, seen: 0, held: new Set() });
    return id;
  }

  /** False when there is no such fault. Requests it holds go on. */
  remove(id: string): boolean {
    const entry = this.#entries.find((candidate) => candidate.id === id);
    if (!entry) return false;
    this.#entries = this.#entries.filter((candidate) => candidate !== entry);
    for (const go of [...entry.held]) go();
    return true;
  }

  clear(): void {
    for (const { id } of [...this.#entries]) this.remove(id);
  }

  list(): ActiveFault[] {
    return this.#entries.map(({ seen: _seen, held: _held, ...fault }) => structuredClone(fault));
  }

  /** Waits out a delay or a hold; returns what else must happen, or null. */
  async meet(
    when: 'request' | 'reply',
    subject: FaultSubject,
    connection: { id: number; whenClosed(run: () => void): () => void },
  ): Promise<FaultDecision | null> {
    const entry = this.#entries.find((candidate) => momentOf(candidate) === when && matches(candidate, subject));
    if (!entry) return null;
    entry.seen += 1;
    if (entry.match.nth !== undefined && entry.seen !== entry.match.nth) return null;
    entry.hits += 1;
    this.#hit(entry.id, connection.id, subject.api);
    const last = entry.match.nth !== undefined || (entry.times !== undefined && entry.hits >= entry.times);
    const { action } = entry;
    if (last && action.kind !== 'hold') this.#entries = this.#entries.filter((candidate) => candidate !== entry);
    if (action.kind === 'delay') await this.#wait(action.ms, null, connection);
    else if (action.kind === 'hold') await this.#wait(null, entry, connection);
    else return action;
    return null;
  }

  #wait(
    ms: number | null,
    entry: Entry | null,
    connection: { whenClosed(run: () => void): () => void },
  ): Promise<void> {
    return new Promise((resolve) => {
      let timer: Timer | null = null;
      let forget = (): void => {};
      const go = (): void => {
        timer?.cancel();
        entry?.held.delete(go);
        forget();
        resolve();
      };
      if (ms !== null) timer = this.#clock.after(Math.min(ms, 600_000), go);
      entry?.held.add(go);
      forget = connection.whenClosed(go);
    });
  }
}

const momentOf = (fault: Fault): 'request' | 'reply' =>
  fault.action.kind === 'drop-reply' ? 'reply' : (fault.when ?? 'request');

function matches({ match, times, hits }: Entry, subject: FaultSubject): boolean {
  if (times !== undefined && hits >= times) return false;
  if (match.api !== undefined && match.api !== subject.api) return false;
  if (match.clientId !== undefined && match.clientId !== subject.clientId) return false;
  return match.topic === undefined || subject.topics().includes(match.topic);
}
