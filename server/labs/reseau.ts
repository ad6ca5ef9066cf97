// The lab `reseau` at work: the server numbers messages and sends each receiver's copies through a seeded network, in real
// time, to the page of whoever asked. One run a person, bounded in length and in time, over when its person has gone.
import {
  type Packet,
  type ReseauCommand,
  type ReseauEvent,
  type RunEvent,
  reseauBounds,
  reseauCommand,
} from '#contract/reseau.ts';
import { keptEvents, reseauLab } from '#labs/reseau/lab.ts';
import { packetsOf } from '#labs/reseau/network.ts';
import { beginningOf, type RunState, runLabFrom } from '#labs/reseau/run.ts';
import { createPersonalJournals } from '#server/journal/index.ts';
import { type Clock, type LabRunner, refuse } from '#server/realtime/index.ts';

/** Several packets a turn travel together; an eye tells no more apart. */
const paceMs = 30;
const limits = {
  runs: 100,
  lastsMs: 60_000,
  /** Between two messages of the sender. */
  betweenMs: 120,
  /** A question takes this long to reach the sender: what comes sooner waits, so that a replay is the same. */
  askTakesMs: 150,
  asks: 60,
  /** Events of a run, its last ones excepted: what is kept of it holds them all. */
  told: keptEvents - 100,
} as const;

type Run = {
  state: RunState;
  fold(event: RunEvent): void;
  /** Clock's `elapsed` when it began. */
  since: number;
  due: { t: number; n: number; tell: () => void }[];
  attempts: Map<string, number>;
  /** Receivers whose question is on its way. */
  asking: Set<number>;
  asks: number;
  told: number;
  cancel: () => void;
};

export type ReseauLab = LabRunner<ReseauCommand> & { close(): void };

export function createReseauLab(options: { clock: Clock; epoch: string }): ReseauLab {
  const { clock } = options;
  const journals = createPersonalJournals(reseauLab, { epoch: options.epoch, now: clock.now });
  const runs = new Map<string, Run>();
  let made = 0;

  const append = (owner: string, event: ReseauEvent): void => void journals.of(owner).append(event, clock.now());

  function start(owner: string, { count, network }: Extract<ReseauCommand, { type: 'send' }>): string {
    made += 1;
    const name = `${options.epoch}-${made}`;
    const beginning = beginningOf(name, count, network);
    const { fold } = runLabFrom(beginning);
    const run: Run = {
      state: beginning,
      fold(event) {
        run.state = fold(run.state, event, 0);
        run.told += 1;
        append(owner, { type: 'run.told', event });
      },
      since: clock.elapsed(),
      due: [],
      attempts: new Map(),
      asking: new Set(),
      asks: 0,
      told: 0,
      cancel: () => {},
    };
    runs.set(owner, run);
    append(owner, { type: 'run.started', run: name, count, network });
    const last = (count - 1) * limits.betweenMs;
    for (let sequence = 1; sequence <= count; sequence += 1) {
      const t = (sequence - 1) * limits.betweenMs;
      plan(run, t, () => {
        const packets = Array.from({ length: reseauBounds.receivers }, (_, receiver) =>
          post(run, t, receiver, sequence),
        );
        run.fold({ type: 'sent', t, sequence, packets: packets.flat() });
      });
    }
    const told = last + network.latency + network.jitter;
    plan(run, told, () => run.fold({ type: 'head', t: told, sequence: count }));
    work(owner, run);
    return name;
  }

  let planned = 0;
  function plan(run: Run, t: number, tell: () => void): void {
    planned += 1;
    run.due.push({ t, n: planned, tell });
  }

  /** The copies of one message to one receiver, on their way from `t`. */
  function post(run: Run, t: number, receiver: number, sequence: number): Packet[] {
    const key = `${receiver} ${sequence}`;
    const attempt = run.attempts.get(key) ?? 0;
    run.attempts.set(key, attempt + 1);
    const packets = packetsOf(run.state.network, receiver, sequence, attempt);
    for (const { takes, copy } of packets) {
      if (takes === null) continue;
      plan(run, t + takes, () => run.fold({ type: 'arrived', t: t + takes, receiver, sequence, copy }));
    }
    return packets;
  }

  /** Tells what is due, in the order of the run's own time, then waits for the next. */
  function work(owner: string, run: Run): void {
    if (runs.get(owner) !== run) return;
    const now = clock.elapsed() - run.since;
    for (;;) {
      run.due.sort((a, b) => a.t - b.t || a.n - b.n);
      const next = run.due[0];
      if (!next || next.t > now) break;
      run.due.shift();
      next.tell();
    }
    const waits = run.state.network.numbered && run.state.receivers.some(({ stream }) => stream.gap !== null);
    if (run.due.length === 0 && !waits) end(owner, 'done');
    else if (now >= limits.lastsMs || run.told >= limits.told) end(owner, 'time');
    else {
      const wait = Math.min(run.due[0]?.t ?? limits.lastsMs, limits.lastsMs) - now;
      run.cancel = clock.after(Math.max(0, wait), () => work(owner, run));
    }
  }

  function end(owner: string, reason: 'done' | 'time' | 'stopped'): void {
    const run = runs.get(owner);
    if (!run) return;
    run.cancel();
    runs.delete(owner);
    run.fold({ type: 'ended', t: Math.max(run.state.t, Math.round(clock.elapsed() - run.since)), reason });
  }

  function ask(owner: string, { run: name, receiver, ranges }: Extract<ReseauCommand, { type: 'ask' }>): boolean {
    const run = runs.get(owner);
    const gap = run?.state.receivers[receiver]?.stream.gap;
    if (!run || run.state.run !== name || !gap || run.asking.has(receiver) || run.asks >= limits.asks) return false;
    run.asks += 1;
    run.asking.add(receiver);
    const now = clock.elapsed() - run.since;
    const t = Math.max(gap.askAt + limits.askTakesMs, run.state.t, Math.round(now));
    plan(run, t, () => {
      run.asking.delete(receiver);
      const wanted = ranges
        .flatMap(({ from, to }) => Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index))
        .filter((sequence) => sequence <= run.state.sent)
        .slice(0, reseauBounds.count);
      if (run.state.receivers[receiver]?.stream.gap === null || wanted.length === 0) return;
      run.fold({ type: 'asked', t, receiver, ranges, packets: wanted.flatMap((each) => post(run, t, receiver, each)) });
    });
    run.cancel();
    work(owner, run);
    return true;
  }

  return {
    name: journals.name,
    journal: journals,
    paceMs,
    command: reseauCommand,
    rules: { count: `Un envoi a de 1 à ${reseauBounds.count} messages.` },
    async run({ id: owner }, command) {
      if (command.type === 'ask') return { ok: true, result: { asked: ask(owner, command) } };
      if (runs.size >= limits.runs && !runs.has(owner))
        return refuse('limit-reached', 'Trop de déroulés à la fois sur ce serveur. Réessayez dans un instant.');
      end(owner, 'stopped');
      return { ok: true, result: { run: start(owner, command) } };
    },
    personGone({ id: owner }) {
      runs.get(owner)?.cancel();
      runs.delete(owner);
      journals.drop(owner);
    },
    close() {
      for (const run of runs.values()) run.cancel();
      runs.clear();
    },
  };
}
