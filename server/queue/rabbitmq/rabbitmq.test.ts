// Work queues on a real RabbitMQ.
import { describe, it } from 'vitest';
import { systemClock } from '#server/realtime/clock.ts';
import { hasRabbit, startRabbit } from '#server/testing/brokers.ts';
import { queueSuite } from '../suite.ts';
import { startHouse } from '../testing/house.ts';
import { createRabbitQueues } from './index.ts';

if (hasRabbit) {
  queueSuite('RabbitMQ', {
    remote: () =>
      startHouse('rabbitmq', startRabbit, (port) =>
        createRabbitQueues({ url: `amqp://127.0.0.1:${port}`, clock: systemClock }),
      ),
  });
} else {
  describe('RabbitMQ', () => it.skip('is not installed: apt-get install rabbitmq-server', () => {}));
}
