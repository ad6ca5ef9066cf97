// A real broker, a proxy before it, and an adapter that only knows the proxy.
import type { Program } from '#server/testing/brokers.ts';
import { startProxy } from '#server/testing/proxy.ts';
import type { RemoteHouse } from '../suite.ts';
import type { QueueBroker } from '../types.ts';

import type { Place } from './kill-server.ts';

export async function startHouse(
  name: Place['broker'],
  start: () => Promise<Program>,
  create: (port: number) => QueueBroker,
): Promise<RemoteHouse> {
  const program = await start();
  const proxy = await startProxy(program.port);
  const broker = create(proxy.port);
  return {
    broker,
    restartBroker: () => proxy.shut(program.restart),
    cutClients: proxy.cut,
    place: { broker: name, at: program.url },
    async close() {
      await broker.close();
      await proxy.close();
      await program.close();
    },
  };
}
