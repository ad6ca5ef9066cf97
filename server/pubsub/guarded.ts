// One way in to every adapter: what it declares it cannot do is refused before it is asked, nothing is waited for without end,
// and what its library throws becomes a sentence. The cause goes to the log: it may hold an address with a password.
import type { Ack } from '#contract/errors.ts';
import { type Adapter, limits, type PubSub, topicPattern } from './types.ts';

export type Log = { warn(about: object, message: string): void };

const refuse = (code: 'invalid' | 'too-large' | 'unsupported' | 'unavailable', message: string): Ack<never> => ({
  ok: false,
  error: { code, message },
});

const words = {
  embarque: 'Le broker embarqué',
  redis: 'Redis',
  mqtt: 'Le broker MQTT',
  kafka: 'Kafka',
  rabbitmq: 'RabbitMQ',
} as const;

export function guarded(adapter: Adapter, log: Log): PubSub {
  const { broker, capabilities } = adapter;
  let isClosed = false;

  async function answered<T>(what: string, work: () => Promise<T>): Promise<Ack<T>> {
    if (isClosed) return refuse('unavailable', 'Le serveur s’arrête. Réessayez quand il aura redémarré.');
    let late: NodeJS.Timeout | undefined;
    const patience = new Promise<never>((_, reject) => {
      late = setTimeout(() => reject(new Error('no answer in time')), limits.answerMs);
    });
    try {
      return { ok: true, result: await Promise.race([work(), patience]) };
    } catch (error) {
      const { message = '', code = '' } = error as { message?: string; code?: string };
      log.warn({ broker, what, code, reason: message.replace(/\/\/[^@/\s]*@/g, '//***@') }, 'a broker did not do it');
      return refuse('unavailable', `${words[broker]} ne répond pas, ou refuse. Vérifiez qu’il tourne, puis réessayez.`);
    } finally {
      clearTimeout(late);
    }
  }

  const named = <T>(topic: string, work: () => Promise<Ack<T>>): Promise<Ack<T>> =>
    topicPattern.test(topic) ? work() : Promise.resolve(refuse('invalid', 'Ce nom de sujet n’est pas possible.'));

  return {
    broker,
    capabilities,
    wireName: (topic) => adapter.wireName(topic),
    publish: (topic, body) =>
      named(topic, async () =>
        Buffer.byteLength(body) > limits.body
          ? refuse('too-large', `Un message a ${limits.body} octets au plus.`)
          : answered('publish', async () => {
              await adapter.publish(topic, body);
              return null;
            }),
      ),
    subscribe: (asked) =>
      named(asked.topic, async () => {
        if (asked.durable && !capabilities.remembersAbsent)
          return refuse('unsupported', `${words[broker]} ne garde rien pour les absents.`);
        if (asked.from === 'beginning' && !capabilities.readsPast)
          return refuse('unsupported', `${words[broker]} ne garde pas ce qui a déjà été publié.`);
        let isOver = false;
        const reply = await answered('subscribe', async () => {
          const one = await adapter.subscribe(asked);
          // It came after we gave up: nobody holds it.
          if (isOver) await one.leave();
          return one;
        });
        isOver = !reply.ok;
        return reply;
      }),
    forget: (topic, name) =>
      named(topic, () =>
        answered('forget', async () => {
          await adapter.forget(topic, name);
          return null;
        }),
      ),
    drop: (topic) =>
      named(topic, () =>
        answered('drop', async () => {
          await adapter.drop(topic);
          return null;
        }),
      ),
    async close() {
      isClosed = true;
      await adapter.close();
    },
  };
}
