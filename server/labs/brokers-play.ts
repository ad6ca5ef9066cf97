// Both scenarios on one broker at the same time, as they are told to the person who asked.
import type { BrokersEvent, Scenario } from '#contract/brokers.ts';
import type { SceneEvent } from '#contract/pubsub.ts';
import { emptyScene, type Scene, sceneLab } from '#labs/pubsub/run.ts';
import type { Clock } from '#server/realtime/index.ts';
import { playQueue } from './brokers-queue.ts';
import { playTopic } from './brokers-topic.ts';
import type { LabSource } from './lab-source.ts';

const betweenMs = 60;
const lookMs = 50;

export type Play = {
  source: LabSource;
  /** In the names of all that it makes. */
  series: string;
  clock: Clock;
  betweenMs: number;
  wait(ms: number): Promise<void>;
  /** False when it took too long, or the person has gone. */
  until(holds: () => boolean, ms: number): Promise<boolean>;
  isOver(): boolean;
  /** What has been told so far. */
  scene(): Scene;
  tell(event: SceneEvent): void;
  /** `name`: this one subscriber cannot be had; null: nothing goes on. */
  refused(name: string | null, message: string): void;
  onError(error: unknown): void;
};

export async function playOn(
  source: LabSource,
  options: {
    series: string;
    clock: Clock;
    isOver(): boolean;
    append(event: BrokersEvent): void;
    onError(error: unknown): void;
  },
): Promise<void> {
  const { series, clock, isOver, append, onError } = options;
  const { broker } = source;
  let scene = emptyScene;
  const wait = (ms: number): Promise<void> => new Promise((resolve) => void clock.after(ms, resolve));
  const shared = {
    source,
    series,
    clock,
    betweenMs,
    wait,
    async until(holds: () => boolean, ms: number) {
      const end = clock.elapsed() + ms;
      while (!holds() && clock.elapsed() < end && !isOver()) await wait(lookMs);
      return holds();
    },
    isOver,
    scene: () => scene,
    tell(event: SceneEvent) {
      scene = sceneLab.fold(scene, event, 0);
      append({ type: 'play.told', broker, event });
    },
    onError,
  };
  const of = async (scenario: Scenario, play: (one: Play) => Promise<void>): Promise<void> => {
    const refused = (name: string | null, message: string): void =>
      append({ type: 'play.refused', broker, scenario, name, message });
    await play({ ...shared, refused }).catch(onError);
    append({ type: 'play.done', broker, scenario });
  };
  await Promise.all([of('topic', playTopic), of('queue', playQueue)]);
}
