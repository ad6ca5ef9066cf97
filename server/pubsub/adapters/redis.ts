// Redis PUBLISH and SUBSCRIBE: who is connected receives, who is not was never there. Nothing is kept, nothing is confirmed.
// Each subscriber is a connection of its own, under its name (CLIENT LIST).
import { createClient } from 'redis';
import { type Adapter, connectMs } from '../types.ts';

export function createRedisPubSub(url: string): Adapter {
  type Client = ReturnType<typeof newClient>;
  let publisher: Promise<Client> | null = null;
  const open = new Set<Client>();

  const newClient = (name: string) =>
    createClient({ url, name, socket: { reconnectStrategy: false, connectTimeout: connectMs } });

  async function connected(name: string, lost: () => void): Promise<Client> {
    const client = newClient(name);
    // Without a listener an error would end the process; that the connection is over is told below.
    client.on('error', ignore);
    let isOver = false;
    const over = (): void => {
      if (isOver) return;
      isOver = true;
      open.delete(client);
      lost();
    };
    // Ended by us, or given up by the library when the server hung up.
    client.on('end', over);
    client.on('terminated', over);
    await client.connect();
    open.add(client);
    return client;
  }

  function publishing(): Promise<Client> {
    const again = (): void => {
      publisher = null;
    };
    publisher ??= connected('relais', again).catch((error: unknown) => {
      again();
      throw error;
    });
    return publisher;
  }

  return {
    broker: 'redis',
    capabilities: { remembersAbsent: false, readsPast: false, acknowledges: false, sharesWork: true },
    wireName: (topic) => topic,
    async publish(topic, body) {
      await (await publishing()).publish(topic, body);
    },
    async subscribe({ topic, name, received, lost }) {
      let isLeaving = false;
      const client = await connected(name, () => {
        if (!isLeaving) lost();
      });
      try {
        await client.subscribe(topic, (body) => received({ body, again: false }));
      } catch (error) {
        isLeaving = true;
        if (client.isOpen) client.destroy();
        throw error;
      }
      return {
        async leave() {
          isLeaving = true;
          if (client.isOpen) client.destroy();
        },
      };
    },
    forget: async () => {},
    drop: async () => {},
    async close() {
      for (const client of open) client.destroy();
    },
  };
}

const ignore = (): void => undefined;
