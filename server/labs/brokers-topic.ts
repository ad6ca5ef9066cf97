// The publish/subscribe scenario on one broker: real clients, closed as soon as nothing more can come.
import { type Step, scenario } from '#labs/brokers/scenario.ts';
import { fatesOf } from '#labs/pubsub/fates.ts';
import type { Play } from './brokers-play.ts';
import { createScene } from './pubsub-scene.ts';

/** After this long what has not arrived is not waited for. */
const settleMs = 8_000;

export async function playTopic(play: Play): Promise<void> {
  const { source, series, wait, betweenMs, isOver, tell, refused } = play;
  const scene = createScene({ pubsub: source.pubsub, topic: `relais.${series}.brokers`, series, tell });
  const idOf = (name: string): number | null => scene.members.find((one) => one.name === name)?.id ?? null;

  /** Why it could not go on; null when it could. */
  async function carryOut(step: Step): Promise<string | null> {
    if (step.do === 'publish') {
      for (let sent = 0; sent < step.count && !isOver(); sent += 1) {
        await wait(betweenMs);
        const reply = await scene.publish();
        if (!reply.ok) return reply.error.message;
      }
      await play.until(() => !fatesOf(play.scene()).some(({ cells }) => cells.includes('coming')), settleMs);
      return null;
    }
    if (step.do === 'subscribe') {
      const reply = await scene.subscribe(step.who);
      if (reply.ok) return null;
      if (reply.error.code !== 'unsupported') return reply.error.message;
      refused(step.who.name, reply.error.message);
      return null;
    }
    const id = idOf(step.name);
    if (id === null) return null;
    const reply = await (step.do === 'leave' ? scene.leave(id) : scene.comeBack(id));
    return reply.ok ? null : reply.error.message;
  }

  try {
    for (const step of scenario) {
      if (isOver()) return;
      const failure = await carryOut(step);
      if (failure === null) continue;
      refused(null, failure);
      return;
    }
  } finally {
    await scene.close();
  }
}
