// The lab `brokers` at work: two scenarios on every broker of this server at once, with real clients, for the person who asked.
import { type BrokersCommand, type BrokersEvent, brokersCommand } from '#contract/brokers.ts';
import { brokersLab } from '#labs/brokers/lab.ts';
import { createPersonalJournals } from '#server/journal/index.ts';
import { type Clock, type LabRunner, refuse } from '#server/realtime/index.ts';
import { playOn } from './brokers-play.ts';
import { atHand, type LabSource } from './lab-source.ts';

const paceMs = 50;
/** At the same time: each has seven clients or so on each broker. */
const plays = 12;

export type BrokersLab = LabRunner<BrokersCommand> & { close(): Promise<void> };

export function createBrokersLab(options: {
  clock: Clock;
  epoch: string;
  sources: readonly LabSource[];
  newSeries: () => string;
  onError: (error: unknown) => void;
}): BrokersLab {
  const { clock, sources, newSeries, onError } = options;
  const journals = createPersonalJournals(brokersLab, { epoch: options.epoch, now: clock.now });
  const playing = new Map<string, { over: boolean; ended: Promise<unknown> }>();

  async function end(owner: string): Promise<void> {
    const play = playing.get(owner);
    if (!play) return;
    play.over = true;
    await play.ended;
  }

  function start(owner: string): void {
    const play = { over: false, ended: Promise.resolve() as Promise<unknown> };
    playing.set(owner, play);
    const append = (event: BrokersEvent): void => {
      if (!play.over) journals.of(owner).append(event, clock.now());
    };
    append({ type: 'play.started', brokers: sources.map(atHand) });
    const isOver = (): boolean => play.over;
    play.ended = Promise.all(
      sources.map((source) => playOn(source, { series: newSeries(), clock, isOver, append, onError })),
    ).then(() => {
      if (playing.get(owner) === play) playing.delete(owner);
    });
  }

  return {
    name: journals.name,
    journal: journals,
    paceMs,
    command: brokersCommand,
    rules: {},
    async run({ id: owner }) {
      if (playing.has(owner)) return refuse('limit-reached', 'Les scénarios sont encore en cours. Attendez leur fin.');
      if (playing.size >= plays)
        return refuse('limit-reached', 'Trop de scénarios à la fois sur ce serveur. Réessayez dans un instant.');
      start(owner);
      return { ok: true, result: { brokers: sources.length } };
    },
    personGone({ id: owner }) {
      void end(owner);
      journals.drop(owner);
    },
    async close() {
      await Promise.all([...playing.keys()].map(end));
    },
  };
}
