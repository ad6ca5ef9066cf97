// The lab `pubsub` at work: for each person a publisher and subscribers on the broker they chose, and a work queue beside them once
// they ask for it; real clients that are closed when they have gone, when they begin again, or when they have asked for nothing for some time.
import type { Ack } from '#contract/errors.ts';
import {
  type BrokerAtHand,
  type PubsubCommand,
  type PubsubEvent,
  pubsubBounds,
  pubsubCommand,
  type SceneEvent,
  type Subscriber,
} from '#contract/pubsub.ts';
import { keptEvents, pubsubLab } from '#labs/pubsub/lab.ts';
import { createPersonalJournals } from '#server/journal/index.ts';
import { type Clock, type LabRunner, refuse } from '#server/realtime/index.ts';
import { atHand, type LabSource } from './lab-source.ts';
import { createScene, type Scene } from './pubsub-scene.ts';
import { openSharedQueue, type SharedQueue } from './shared-queue.ts';

const paceMs = 30;
const limits = {
  people: 80,
  /** Between two messages of a series: time enough to see one arrive, and to go away in the middle. */
  betweenMs: 250,
  /** What a worker takes for a message: three of them keep up with a series. */
  workMs: 600,
  /** Clients of a person who asks for nothing any more are closed. */
  idleMs: 15 * 60_000,
  strangers: 40,
  /** A run whose next message might not fit is full. */
  told: keptEvents - 40,
} as const;

/** Who is there at the start: nobody is told apart but by what the broker keeps for them. */
const given = (broker: BrokerAtHand): readonly Omit<Subscriber, 'id'>[] => [
  { name: 'Alice', durable: false, from: 'now' },
  { name: 'Bob', durable: false, from: 'now' },
  ...(broker.capabilities.remembersAbsent ? [{ name: 'Chloé', durable: true, from: 'now' } as const] : []),
];

type Run = {
  scene: Scene;
  source: LabSource;
  name: string;
  queue: SharedQueue | null;
  told: number;
  strangers: number;
  series: boolean;
  cancelIdle: () => void;
  isOver: boolean;
};
export type PubsubLab = LabRunner<PubsubCommand> & { close(): Promise<void> };

export function createPubsubLab(options: {
  clock: Clock;
  epoch: string;
  sources: readonly LabSource[];
  /** Short, in small letters and digits, never the same. */
  newSeries: () => string;
  onError: (error: unknown) => void;
}): PubsubLab {
  const { clock, sources, newSeries } = options;
  const journals = createPersonalJournals(pubsubLab, { epoch: options.epoch, now: clock.now });
  const runs = new Map<string, Run>();
  /** Scenes that are being closed. */
  const closing = new Set<Promise<void>>();

  const append = (owner: string, event: PubsubEvent): void => void journals.of(owner).append(event, clock.now());

  function tell(owner: string, run: Run, event: SceneEvent): void {
    if (run.isOver || run.told >= keptEvents) return;
    if (event.type === 'stranger') {
      run.strangers += 1;
      if (run.strangers > limits.strangers) return;
    }
    run.told += 1;
    append(owner, { type: 'run.told', event });
  }

  function end(owner: string): void {
    const run = runs.get(owner);
    if (!run) return;
    runs.delete(owner);
    run.isOver = true;
    run.cancelIdle();
    const closed = Promise.all([run.scene.close(), run.queue?.close()])
      .catch(options.onError)
      .then(() => {});
    closing.add(closed);
    void closed.finally(() => closing.delete(closed));
  }

  function begin(owner: string, source: LabSource): Run {
    end(owner);
    const series = newSeries();
    const topic = `relais.${series}.annonces`;
    const { pubsub } = source;
    const run: Run = {
      scene: createScene({ pubsub, topic, series, tell: (event) => tell(owner, run, event) }),
      source,
      name: series,
      queue: null,
      told: 0,
      strangers: 0,
      series: false,
      cancelIdle: () => {},
      isOver: false,
    };
    runs.set(owner, run);
    append(owner, { type: 'run.started', run: series, topic: pubsub.wireName(topic), at: atHand(source) });
    return run;
  }

  function stayAwake(owner: string, run: Run): void {
    run.cancelIdle();
    run.cancelIdle = clock.after(limits.idleMs, () => {
      tell(owner, run, { type: 'ended' });
      end(owner);
    });
  }

  /** One message every so often; the run may be over before the last. */
  async function publishSeries(run: Run, count: number, queue: SharedQueue | undefined): Promise<void> {
    for (let sent = 0; sent < count && !run.isOver; sent += 1) {
      if (sent > 0) await new Promise<void>((resolve) => void clock.after(limits.betweenMs, resolve));
      // What is asked after the last one waits for it by itself: another series may be.
      run.series = sent < count - 1;
      if (run.isOver) return;
      await run.scene.publish();
      await queue?.send(run.scene.published);
    }
  }

  /** The queue of this run, with its workers; opened the first time. */
  async function queueOf(owner: string, run: Run): Promise<Ack<SharedQueue>> {
    if (run.queue) return { ok: true, result: run.queue };
    const broker = run.source.queue;
    if (!broker) return refuse('unsupported', 'Ce broker n’a pas de file d’attente.', 'queue');
    const reply = await openSharedQueue({
      broker,
      series: run.name,
      maxLength: pubsubBounds.published,
      clock,
      tell: (event) => tell(owner, run, { type: 'queue', event }),
      onError: options.onError,
    });
    if (!reply.ok) return reply;
    run.queue = reply.result;
    if (run.isOver) await reply.result.close();
    else for (let each = 0; each < pubsubBounds.workers; each += 1) reply.result.crew.hire(limits.workMs, 1);
    return reply;
  }

  async function open(owner: string, source: LabSource) {
    const run = begin(owner, source);
    stayAwake(owner, run);
    for (const one of given(source)) {
      const reply = await run.scene.subscribe(one);
      if (!reply.ok) return reply;
    }
    return { ok: true as const, result: {} };
  }

  async function staff({ queue }: Run, command: Extract<PubsubCommand, { type: 'hire' | 'dismiss' }>) {
    if (!queue) return refuse('not-found', 'Envoyez d’abord des messages à la file.');
    if (command.type === 'dismiss')
      return (await queue.crew.order({ type: 'stop', worker: command.worker }))
        ? { ok: true as const, result: {} }
        : refuse('not-found', 'Cet ouvrier n’est plus là.', 'worker');
    if (queue.crew.workers.length >= pubsubBounds.workers || !queue.crew.hire(limits.workMs, 1))
      return refuse('limit-reached', `Il y a déjà ${pubsubBounds.workers} ouvriers.`);
    return { ok: true as const, result: {} };
  }

  async function carryOut(owner: string, run: Run, command: Exclude<PubsubCommand, { type: 'begin' }>) {
    const { scene } = run;
    if (command.type === 'publish') {
      if (run.series)
        return refuse('limit-reached', 'La série précédente n’était pas terminée\u00a0: rien de plus n’est parti.');
      if (scene.published + command.count > pubsubBounds.published) return full();
      run.series = true;
      const queue = command.queue ? await queueOf(owner, run) : null;
      if (queue && !queue.ok) {
        run.series = false;
        return queue;
      }
      publishSeries(run, command.count, queue?.result).catch(options.onError);
      return { ok: true as const, result: { count: command.count } };
    }
    if (command.type === 'leave') return scene.leave(command.subscriber);
    if (command.type === 'return') return scene.comeBack(command.subscriber);
    if (command.type === 'remove') return scene.remove(command.subscriber);
    if (command.type === 'hire' || command.type === 'dismiss') return staff(run, command);
    const { type: _, ...asked } = command;
    if (scene.members.length >= pubsubBounds.subscribers)
      return refuse('limit-reached', `Il y a déjà ${pubsubBounds.subscribers} abonnés. Retirez-en un d’abord.`);
    if (scene.members.some(({ name }) => name === asked.name))
      return refuse('invalid', `Un abonné s’appelle déjà «\u00a0${asked.name}\u00a0».`, 'name');
    return scene.subscribe(asked);
  }

  return {
    name: journals.name,
    journal: journals,
    paceMs,
    command: pubsubCommand,
    rules: {
      name: `Un nom a de 1 à ${pubsubBounds.name} lettres ou chiffres, sans espace.`,
      count: `Une série a de 1 à ${pubsubBounds.series} messages.`,
    },
    async run({ id: owner }, command) {
      if (command.type === 'begin') {
        const source = sources.find(({ broker }) => broker === command.broker);
        if (!source) return refuse('not-found', 'Ce serveur ne connaît pas ce broker.', 'broker');
        if (!runs.has(owner) && runs.size >= limits.people)
          return refuse('limit-reached', 'Trop de personnes publient en même temps. Réessayez dans un instant.');
        return open(owner, source);
      }
      const run = runs.get(owner);
      if (!run) return refuse('not-found', 'Choisissez un broker pour commencer.');
      if (run.told >= limits.told) return full();
      stayAwake(owner, run);
      return carryOut(owner, run, command);
    },
    personGone({ id: owner }) {
      end(owner);
      journals.drop(owner);
    },
    async close() {
      for (const owner of [...runs.keys()]) end(owner);
      await Promise.all(closing);
    },
  };
}

const full = () =>
  refuse('limit-reached', `Cette diffusion est pleine (${pubsubBounds.published} messages). Recommencez-en une.`);
