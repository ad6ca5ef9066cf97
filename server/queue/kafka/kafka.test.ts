// Work queues on the embedded Kafka in a process of its own, killed for real.
import net from 'node:net';
import { vi } from 'vitest';
import { silentLog } from '#server/kafka/index.ts';
import { systemClock } from '#server/realtime/clock.ts';
import { startKafka } from '#server/testing/brokers.ts';
import { queueSuite } from '../suite.ts';
import { quickDeath } from '../testing/kill-server.ts';
import { createKafkaQueues } from './index.ts';

queueSuite('Kafka', {
  async remote() {
    const program = await startKafka();
    // A proxy would be of no use: clients go where the broker says that it is.
    const open = new Set<net.Socket>();
    const { connect } = net;
    const spy = vi.spyOn(net, 'connect').mockImplementation(((...args: Parameters<typeof connect>) => {
      const socket = connect(...args);
      open.add(socket);
      socket.once('close', () => open.delete(socket));
      return socket;
    }) as typeof connect);
    const brokers = [`127.0.0.1:${program.port}`];
    const broker = createKafkaQueues({ brokers, clock: systemClock, log: silentLog, sessionMs: quickDeath.kafka });
    return {
      broker,
      restartBroker: program.restart,
      place: { broker: 'kafka', at: `127.0.0.1:${program.port}` },
      cutClients() {
        for (const socket of open) socket.destroy(new Error('cut'));
      },
      async close() {
        await broker.close();
        spy.mockRestore();
        await program.close();
      },
    };
  },
});
