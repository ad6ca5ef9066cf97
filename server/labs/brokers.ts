// The lab `brokers` at work: the scenario on every broker of this server at once, with real clients, for the person who asked;
// each scene is closed as soon as nothing more can come.
import { type BrokersCommand, type BrokersEvent, brokersCommand } from '#contract/brokers.ts';
import type { SceneEvent } from '#contract/pubsub.ts';
import { brokersLab } from '#labs/brokers/lab.ts';
import { type Step, scenario } from '#labs/brokers/scenario.ts';
import { fatesOf } from '#labs/pubsub/fates.ts';
import { emptyScene, sceneLab } from '#labs/pubsub/run.ts';
import { createPersonalJournals } from '#server/journal/index.ts';
import { type Clock, type LabRunner, refuse } from '#server/realtime/index.ts';
import { atHand, type LabSource } from './lab-source.ts';
import { createScene } from './pubsub-scene.ts';

const paceMs = 50;
const limits = {
  /** Plays at the same time: each has five clients on each broker. */
  plays: 12,
  betweenMs: 60,
  /** After this long what has not arrived is not waited for. */
  settleMs: 8_000,
  lookMs: 50,
} as const;

export type BrokersLab = LabRunner<BrokersCommand> & { close(): Promise<void> };

export function createBrokersLab(options: {
  clock: Clock;
  epoch: string;
  sources: readonly LabSource[];
  newSeries: () => string;
  onError: (error: unknown) => void;
}): BrokersLab {
  const { clock, sources } = options;
  const journals = createPersonalJournals(brokersLab, { epoch: options.epoch, now: clock.now });
  const plays = new Map<string, { over: boolean; ended: Promise<unknown> }>();
  const wait = (ms: number): Promise<void> => new Promise((resolve) => void clock.after(ms, resolve));

  async function playOn(
    source: LabSource,
    isOver: () => boolean,
    append: (event: BrokersEvent) => void,
  ): Promise<void> {
    const { broker, pubsub } = source;
    const series = options.newSeries();
    let state = emptyScene;
    const tell = (event: SceneEvent): void => {
      state = sceneLab.fold(state, event, 0);
      append({ type: 'play.told', broker, event });
    };
    const scene = createScene({ pubsub, topic: `relais.${series}.brokers`, series, tell });
    const idOf = (name: string): number | null => scene.members.find((one) => one.name === name)?.id ?? null;

    /** Why it could not go on; null when it could. */
    async function carryOut(step: Step): Promise<string | null> {
      if (step.do === 'publish') {
        for (let sent = 0; sent < step.count && !isOver(); sent += 1) {
          await wait(limits.betweenMs);
          const reply = await scene.publish();
          if (!reply.ok) return reply.error.message;
        }
        await settled();
        return null;
      }
      if (step.do === 'subscribe') {
        const reply = await scene.subscribe(step.who);
        if (reply.ok) return null;
        if (reply.error.code !== 'unsupported') return reply.error.message;
        append({ type: 'play.refused', broker, name: step.who.name, message: reply.error.message });
        return null;
      }
      const id = idOf(step.name);
      if (id === null) return null;
      const reply = await (step.do === 'leave' ? scene.leave(id) : scene.comeBack(id));
      return reply.ok ? null : reply.error.message;
    }

    /** Nothing is on its way any more, as far as one can wait. */
    async function settled(): Promise<void> {
      const until = clock.elapsed() + limits.settleMs;
      const isComing = (): boolean => fatesOf(state).some(({ cells }) => cells.includes('coming'));
      while (isComing() && clock.elapsed() < until && !isOver()) await wait(limits.lookMs);
    }

    try {
      for (const step of scenario) {
        if (isOver()) break;
        const failure = await carryOut(step);
        if (failure === null) continue;
        append({ type: 'play.refused', broker, name: null, message: failure });
        break;
      }
      append({ type: 'play.done', broker });
    } finally {
      await scene.close();
    }
  }

  async function end(owner: string): Promise<void> {
    const play = plays.get(owner);
    if (!play) return;
    play.over = true;
    await play.ended;
  }

  function start(owner: string): void {
    const play = { over: false, ended: Promise.resolve() as Promise<unknown> };
    plays.set(owner, play);
    const append = (event: BrokersEvent): void => {
      if (!play.over) journals.of(owner).append(event, clock.now());
    };
    append({ type: 'play.started', brokers: sources.map(atHand) });
    const isOver = (): boolean => play.over;
    play.ended = Promise.all(sources.map((source) => playOn(source, isOver, append).catch(options.onError))).then(
      () => {
        if (plays.get(owner) === play) plays.delete(owner);
      },
    );
  }

  return {
    name: journals.name,
    journal: journals,
    paceMs,
    command: brokersCommand,
    rules: {},
    async run({ id: owner }) {
      if (plays.has(owner)) return refuse('limit-reached', 'Le scénario est encore en cours. Attendez sa fin.');
      if (plays.size >= limits.plays)
        return refuse('limit-reached', 'Trop de scénarios à la fois sur ce serveur. Réessayez dans un instant.');
      start(owner);
      return { ok: true, result: { brokers: sources.length } };
    },
    personGone({ id: owner }) {
      void end(owner);
      journals.drop(owner);
    },
    async close() {
      await Promise.all([...plays.keys()].map(end));
    },
  };
}
