// What every adapter must do, whatever broker is behind it, by what it declares that it can.
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { guarded } from './guarded.ts';
import type { Adapter, PubSub, Received, Subscribing, Subscription } from './types.ts';

const silent = { warn() {} };
const ten = Array.from({ length: 10 }, (_, index) => String(index + 1));

type Reader = {
  bodies: string[];
  has(count: number): Promise<void>;
  there: Subscription;
  losses: number;
  cut: Promise<void>;
};

/** `mortal`: the broker can be stopped under its clients, as `close` does. */
export function adapterSuite(
  name: string,
  open: () => Promise<{ adapter: Adapter; close(): Promise<void> }>,
  { mortal = true } = {},
): void {
  describe(name, () => {
    let pubsub: PubSub;
    let closeBroker: () => Promise<void>;
    let isDead = false;
    let can: PubSub['capabilities'];
    let topic = '';
    let made = 0;

    beforeAll(async () => {
      const opened = await open();
      pubsub = guarded(opened.adapter, silent);
      can = pubsub.capabilities;
      closeBroker = opened.close;
    }, 60_000);
    afterAll(async () => {
      await pubsub.close();
      if (!isDead) await closeBroker();
    });

    /** A topic that nobody has used. */
    const fresh = (): string => `s${randomBytes(4).toString('hex')}.annonces`;
    const newName = (): string => {
      made += 1;
      return `lecteur-${process.pid}-${made}`;
    };

    async function reader(asked: Partial<Subscribing> = {}): Promise<Reader> {
      const bodies: string[] = [];
      const waiting = new Set<() => void>();
      let cutOff = (): void => {};
      const one: Omit<Reader, 'there'> = {
        bodies,
        losses: 0,
        cut: new Promise((resolve) => {
          cutOff = resolve;
        }),
        has: (count) =>
          new Promise((resolve) => {
            const look = (): void => {
              if (bodies.length >= count) resolve();
            };
            waiting.add(look);
            look();
          }),
      };
      const received = ({ body }: Received): void => {
        bodies.push(body);
        for (const look of waiting) look();
      };
      const lost = (): void => {
        one.losses += 1;
        cutOff();
      };
      const options = { topic, name: newName(), durable: false, from: 'now' as const, received, lost, ...asked };
      const reply = await pubsub.subscribe(options);
      if (!reply.ok) throw new Error(reply.error.message);
      return Object.assign(one, { there: reply.result });
    }
    async function publish(bodies: readonly string[]): Promise<void> {
      for (const body of bodies) expect(await pubsub.publish(topic, body)).toEqual({ ok: true, result: null });
    }
    /** Everything published so far has been sent to whoever is there. */
    async function settled(): Promise<void> {
      const witness = await reader();
      await publish(['témoin']);
      await witness.has(1);
      await witness.there.leave();
    }

    it('gives every message to everybody who is there, in order', async () => {
      topic = fresh();
      const all = await Promise.all([reader(), reader(), reader()]);
      await publish(ten);
      for (const one of all) {
        await one.has(10);
        expect(one.bodies).toEqual(ten);
        await one.there.leave();
        expect(one.losses).toBe(0);
      }
    });

    it('gives nothing to who is not there any more, or not there yet', async () => {
      topic = fresh();
      const early = await reader();
      await publish(ten.slice(0, 3));
      await early.has(3);
      await early.there.leave();
      await publish(ten.slice(3, 6));
      const late = await reader();
      await publish(ten.slice(6));
      await late.has(4);
      await settled();
      expect(early.bodies).toEqual(ten.slice(0, 3));
      expect(late.bodies.slice(0, 4)).toEqual(ten.slice(6));
      await late.there.leave();
    });

    it('keeps for a durable subscriber what it missed, or says that it cannot', async () => {
      topic = fresh();
      const name = newName();
      const asked = { topic, name, durable: true, from: 'now' as const, received() {}, lost() {} };
      if (!can.remembersAbsent) {
        expect(await pubsub.subscribe(asked)).toMatchObject({ ok: false, error: { code: 'unsupported' } });
        return;
      }
      // Gone before the first message: even then it is waited for.
      const first = await reader({ name, durable: true });
      await first.there.leave();
      await publish(ten.slice(0, 4));
      const back = await reader({ name, durable: true });
      await back.has(4);
      await publish(ten.slice(4, 6));
      await back.has(6);
      await back.there.leave();
      await publish(ten.slice(6));
      const again = await reader({ name, durable: true });
      await again.has(4);
      expect([first.bodies, back.bodies, again.bodies]).toEqual([[], ten.slice(0, 6), ten.slice(6)]);
      await again.there.leave();
      expect(await pubsub.forget(topic, name)).toMatchObject({ ok: true });
      await publish(['perdu']);
      const other = await reader({ name, durable: true });
      await publish(['après']);
      await other.has(1);
      expect(other.bodies).toEqual(['après']);
      await other.there.leave();
      await pubsub.forget(topic, name);
    });

    it('lets a late subscriber read the past, or says that it cannot', async () => {
      topic = fresh();
      await publish(ten.slice(0, 8));
      const asked = { topic, name: newName(), durable: false, from: 'beginning' as const, received() {}, lost() {} };
      if (!can.readsPast) {
        expect(await pubsub.subscribe(asked)).toMatchObject({ ok: false, error: { code: 'unsupported' } });
        return;
      }
      const late = await reader({ from: 'beginning' });
      await publish(ten.slice(8));
      await late.has(10);
      expect(late.bodies).toEqual(ten);
      await late.there.leave();
    });

    it('keeps topics apart', async () => {
      topic = fresh();
      const here = await reader();
      topic = fresh();
      const there = await reader();
      await publish(['ailleurs']);
      await there.has(1);
      await there.there.leave();
      expect(here.bodies).toEqual([]);
      await here.there.leave();
    });

    it('carries any text whole, and refuses what is too large or has no possible name', async () => {
      topic = fresh();
      const one = await reader();
      const text = `« à demain » ${'é'.repeat(1_000)} \u0001 {"a":[1]}`;
      await publish([text]);
      await one.has(1);
      expect(one.bodies).toEqual([text]);
      expect(await pubsub.publish(topic, 'x'.repeat(4_097))).toMatchObject({ error: { code: 'too-large' } });
      expect(await pubsub.publish('a/#', 'x')).toMatchObject({ error: { code: 'invalid' } });
      await one.there.leave();
    });

    it('is not harmed by leaving twice, and forgets a topic that it is told to drop', async () => {
      topic = fresh();
      const one = await reader();
      await one.there.leave();
      await one.there.leave();
      expect(await pubsub.drop(topic)).toMatchObject({ ok: true });
      expect(one.losses).toBe(0);
    });

    it.runIf(mortal)(
      'tells each subscriber once that its broker is gone, and refuses what is asked of it',
      async () => {
        topic = fresh();
        const readers = await Promise.all([reader(), reader()]);
        isDead = true;
        await closeBroker();
        for (const one of readers) await one.cut;
        expect(await pubsub.publish(topic, 'trop tard')).toMatchObject({ ok: false, error: { code: 'unavailable' } });
        expect(readers.map(({ losses }) => losses)).toEqual([1, 1]);
        for (const one of readers) await one.there.leave();
      },
    );
  });
}
