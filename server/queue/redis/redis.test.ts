// Work queues on a real Redis, killed for real; it writes every command to disk before it answers.
import { describe, it } from 'vitest';
import { systemClock } from '#server/realtime/clock.ts';
import { hasRedis, startRedis } from '#server/testing/brokers.ts';
import { queueSuite } from '../suite.ts';
import { startHouse } from '../testing/house.ts';
import { quickDeath } from '../testing/kill-server.ts';
import { createRedisQueues } from './index.ts';

if (hasRedis) {
  queueSuite('Redis', {
    remote: () =>
      startHouse('redis', startRedis, (port) =>
        createRedisQueues({ url: `redis://127.0.0.1:${port}`, clock: systemClock, silenceMs: quickDeath.redis }),
      ),
  });
} else {
  describe('Redis', () => it.skip('is not installed: apt-get install redis-server', () => {}));
}
