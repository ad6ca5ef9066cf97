// One run of the workshop: a fresh topic, consumers that share it, then the producer; over when all that was written has been read
// and committed, when somebody stops it, or after a while. Whatever happens, its clients are closed and its topic deleted.
import type { AtelierEvent, CrashPoint, Incidents, InHand, WorkshopSettings } from '#contract/atelier.ts';
import { partitionCount, workTime } from '#labs/atelier/plan.ts';
import { createTopic } from '../bridge/topics.ts';
import { pause, within } from '../clock.ts';
import { causeOf } from '../errors.ts';
import { newKafka } from '../kafka-client.ts';
import type { WorkshopOptions } from './index.ts';
import { sendAll } from './sender.ts';
import { wordsOf } from './words.ts';
import { startWorker, type Worker } from './worker.ts';

export type ShopPlan = {
  owner: string;
  /** Topic and group on the wire begin with it, dot included. */
  prefix: string;
  topic: string;
  settings: WorkshopSettings;
  incidents: Incidents;
  lots: readonly string[];
  tell(event: AtelierEvent): void;
};

export type Shop = {
  /** The topic as programs know it. */
  readonly topic: string;
  /** The next consumer that stands between work and commit dies there. */
  crashNext(): void;
  /** Starts those that died again; how many. */
  restart(): number;
  /** Tells the end, closes everything. */
  stop(reason: 'stopped' | 'time'): Promise<void>;
  /** Resolves when nothing of it is left, topic included. */
  readonly closed: Promise<void>;
};

type Ended = Extract<AtelierEvent, { type: 'ended' }>;

const limits = {
  /** Before the producer begins, ms: all consumers have joined and share the partitions. */
  openMs: 25_000,
  lastsMs: 120_000,
  /** Between two looks at whether all is done, when nothing moves. */
  lookMs: 1_000,
  againMs: 500,
  restarts: 20,
  clearMs: 5_000,
} as const;

export function startShop(options: WorkshopOptions & { plan: ShopPlan; sessionMs: number; name: string }): Shop {
  const { plan, clock, log, brokers, faults } = options;
  const { settings, incidents, lots } = plan;
  const topic = `${plan.prefix}${options.name}.${plan.topic}`;
  const group = `${plan.prefix}${options.name}.atelier`;
  const over = new AbortController();
  const workers = new Map<string, Worker>();
  /** Next offset by partition: worked on to the end, committed. */
  const finished = new Map<number, number>();
  const committed = new Map<number, number>();
  const clientId = (client: string): string => options.clientIdFor(plan.owner, `atelier-${client}`);
  const admin = newKafka({ brokers, clientId: clientId('admin'), log }).admin();
  let planned = incidents.crash;
  let armed = false;
  let restarts = 0;
  let opened = false;
  let sent = false;
  let looking = false;
  let moved = (): void => {};

  function tell(event: AtelierEvent): void {
    if (over.signal.aborted) return;
    if (event.type === 'worker.failed') {
      void hireAgain(event.worker);
      // A cluster that has never had a group takes some seconds to keep one: until all have come, that is no event.
      if (!opened) return;
    }
    if (event.type === 'finished') finished.set(event.partition, event.offset + 1);
    if (event.type === 'committed') committed.set(event.partition, event.next);
    plan.tell(event);
  }

  function dies(point: CrashPoint, hand: InHand): boolean {
    const isPlanned = planned?.point === point && lots[planned.lot] === hand.lot && planned.step === hand.step;
    if (!isPlanned && !(armed && point === 'between')) return false;
    if (isPlanned) planned = null;
    armed = false;
    return true;
  }

  const told = new Map<string, string>();
  function hire(name: string): void {
    const worker = startWorker({
      brokers,
      clientId: clientId(name.toLowerCase()),
      log,
      clock,
      name,
      topic,
      group,
      sessionMs: options.sessionMs,
      settings,
      workMs: ({ lot, step }) => workTime(settings, lots.indexOf(lot), step),
      dies,
      tell,
      moved() {
        moved();
        if (opened) tellShares();
        void look();
      },
    });
    workers.set(name, worker);
  }

  async function hireAgain(name: string): Promise<void> {
    await pause(clock, limits.againMs, over.signal);
    // Somebody may have started it again meanwhile.
    if (over.signal.aborted || workers.get(name)?.alive || restarts >= limits.restarts) return;
    restarts += 1;
    told.delete(name);
    if (opened) tell({ type: 'restarted', worker: name });
    hire(name);
  }

  /** Who owns what, when it has changed; before all have come, nobody's share is worth telling. */
  function tellShares(): void {
    for (const { name, partitions, alive } of workers.values()) {
      const share = alive ? (partitions?.join() ?? null) : null;
      if (told.get(name) === share) continue;
      if (share === null) told.delete(name);
      else {
        told.set(name, share);
        tell({ type: 'joined', worker: name, partitions: [...(partitions ?? [])] });
      }
    }
  }

  /** Every partition is somebody's, and nobody has none. */
  const isShared = (): boolean => {
    const shares = [...workers.values()].map(({ partitions }) => partitions ?? []);
    const all = shares.flat();
    return (
      all.length === partitionCount && new Set(all).size === partitionCount && shares.every(({ length }) => length > 0)
    );
  };

  const shared = (): Promise<void> =>
    new Promise((resolve) => {
      const check = () => {
        if (isShared() || over.signal.aborted) resolve();
      };
      moved = check;
      over.signal.addEventListener('abort', check, { once: true });
      check();
    });

  async function run(): Promise<Ended> {
    await admin.connect();
    await createTopic(newKafka({ brokers, clientId: clientId('admin'), log }), topic, partitionCount);
    for (let index = 1; index <= settings.consumers && !over.signal.aborted; index += 1) hire(`C${index}`);
    if (!(await within(clock, limits.openMs, shared())))
      return {
        type: 'ended',
        reason: 'failed',
        why: 'Les consommateurs ne se sont pas partagé les partitions à temps.',
      };
    opened = true;
    tellShares();
    const refusal: { why?: string } = {};
    const isSent = await sendAll({
      brokers,
      clientId: clientId('producteur'),
      log,
      clock,
      faults,
      topic,
      settings,
      incidents,
      lots,
      signal: over.signal,
      tell(event) {
        if (event.type === 'send.failed') refusal.why ??= event.reason;
        tell(event);
      },
    });
    if (!isSent) return { type: 'ended', reason: 'failed', ...refusal };
    sent = true;
    void look();
    for (;;) {
      if (over.signal.aborted) return { type: 'ended', reason: 'stopped' };
      await pause(clock, limits.lookMs, over.signal);
      await look();
    }
  }

  /** Is everything that was written read, done and committed? */
  async function look(): Promise<void> {
    if (!sent || looking || over.signal.aborted) return;
    looking = true;
    try {
      if (!isIdle()) return;
      const ends = await admin.fetchTopicOffsets(topic);
      if (isIdle() && ends.every(({ partition, high }) => reached(partition) >= Number(high)))
        end({ type: 'ended', reason: 'done' });
    } catch (error) {
      log.debug(causeOf(error), 'the ends of a topic of the workshop could not be read');
    } finally {
      looking = false;
    }
  }
  const isIdle = (): boolean => [...workers.values()].every(({ hand }) => hand === null);
  const reached = (partition: number): number => {
    const by = committed.get(partition) ?? 0;
    return settings.autoCommit ? Math.max(by, finished.get(partition) ?? 0) : by;
  };

  let clear: (value?: unknown) => void = () => {};
  const cleared = new Promise((resolve) => {
    clear = resolve;
  });
  function end(event: Ended): void {
    if (over.signal.aborted) return;
    tell(event);
    over.abort();
    patience.cancel();
    void clearAway().then(clear);
  }

  async function clearAway(): Promise<void> {
    await Promise.all([...workers.values()].map((worker) => worker.leave()));
    await within(clock, limits.clearMs, running);
    const away = (async () => {
      await admin.deleteTopics({ topics: [topic] }).catch((error) => log.debug(causeOf(error), 'a topic stays'));
      await admin.deleteGroups([group]).catch((error) => log.debug(causeOf(error), 'a group stays'));
      await admin.disconnect();
    })();
    await within(clock, limits.clearMs, away);
  }

  const running = run().then(end, (error: unknown) => {
    log.warn({ owner: plan.owner, ...causeOf(error) }, 'a run of the workshop failed');
    end({ type: 'ended', reason: 'failed', why: wordsOf(error) });
  });
  const patience = clock.after(limits.lastsMs, () => end({ type: 'ended', reason: 'time' }));

  return {
    topic,
    crashNext() {
      if (over.signal.aborted || armed) return;
      armed = true;
      tell({ type: 'crash.armed' });
    },
    restart() {
      const dead = [...workers.values()].filter(({ alive }) => !alive);
      if (over.signal.aborted || restarts + dead.length > limits.restarts) return 0;
      restarts += dead.length;
      for (const { name } of dead) {
        told.delete(name);
        tell({ type: 'restarted', worker: name });
        hire(name);
      }
      return dead.length;
    },
    async stop(reason) {
      end({ type: 'ended', reason });
      await cleared;
    },
    closed: cleared.then(() => undefined),
  };
}
