// Labs of two servers on one real Redis: what the one that leads tells is shown by both, alike; when it is lost the other goes on
// where everybody was.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { until } from '#server/realtime/fixtures.ts';
import { hasRedis, type Redis, startRedis } from '#server/testing/brokers.ts';
import { common, openPage, own, startServer, type TestServer } from './fixtures.ts';

describe.skipIf(!hasRedis)('labs of several servers', () => {
  let redis: Redis;
  let servers: TestServer[] = [];
  let lead: TestServer;
  let other: TestServer;
  let database = 0;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.close());
  beforeEach(async () => {
    const url = `${redis.url}/${database}`;
    database += 1;
    servers = [await startServer('a', url), await startServer('b', url)];
    await until(() => servers.every(({ cluster: { role } }) => role.kind === 'leader' || role.kind === 'follower'));
    const found = servers.find(({ cluster }) => cluster.role.kind === 'leader');
    const follower = servers.find((server) => server !== found);
    if (!found || !follower) throw new Error('one leads');
    [lead, other] = [found, follower];
  });
  afterEach(async () => {
    for (const server of servers) expect(server.errors).toEqual([]);
    await Promise.all(servers.map((server) => server.close()));
  });

  it('shows the same journal at each of them, wherever it is asked for something', async () => {
    const [ada, bob] = [openPage(common, 'ada', '1'), openPage(common, 'bob', '1')];
    expect(await ada.join(lead)).toMatchObject({ ok: true });
    expect(await bob.join(other)).toMatchObject({ ok: true });
    for (const n of [1, 2, 3]) {
      expect(await ada.ask(n)).toMatchObject({ ok: true });
      expect(await bob.ask(10 * n)).toMatchObject({ ok: true });
    }
    await until(() => ada.state.sum === 66 && bob.state.sum === 66);
    expect(bob.offsets).toEqual([0, 1, 2, 3, 4, 5]);
    expect([ada.epoch, ada.next]).toEqual([bob.epoch, bob.next]);
    // Whoever comes later hears it from the beginning, or from its state.
    const eve = openPage(common, 'eve', '1');
    await eve.join(other);
    expect(eve.state).toEqual(ada.state);
    expect(other.runs).toEqual([]);
  });

  it('shows volatile values, and takes them away', async () => {
    const bob = openPage(common, 'bob', '1');
    await bob.join(other);
    lead.shared.setVolatile([
      ['lag', 4],
      ['rate', 2],
    ]);
    await until(() => bob.volatile.get('lag') === 4);
    lead.shared.setVolatile([['lag', null]]);
    await until(() => bob.volatile.get('lag') === null);
    const eve = openPage(common, 'eve', '1');
    await eve.join(other);
    expect([...eve.volatile]).toEqual([['rate', 2]]);
  });

  it('keeps what is a person’s to that person, at any server', async () => {
    const [ada, bob] = [openPage(own, 'ada', '1'), openPage(own, 'bob', '1')];
    await ada.join(other);
    await bob.join(other);
    await ada.ask(5);
    await until(() => ada.state.sum === 5);
    expect(bob.state.sum).toBe(0);
    // A second window of hers, at the other one.
    const again = openPage(own, 'ada', '2');
    await again.join(lead);
    expect(again.state).toEqual(ada.state);
  });

  it('carries a command out once, should its page repeat it by another server', async () => {
    const [ada, bob] = [openPage(own, 'ada', '1'), openPage(own, 'ada', '2')];
    await ada.join(lead);
    await bob.join(other);
    expect(await bob.ask(7, 'same')).toEqual(await ada.ask(7, 'same'));
    await until(() => ada.state.sum === 7);
    expect(lead.runs).toEqual([7]);
  });

  it('goes on where everybody was when the one that leads is lost, and says so in the journal', async () => {
    const [ada, bob] = [openPage(own, 'ada', '1'), openPage(common, 'bob', '1')];
    await ada.join(lead);
    await bob.join(lead);
    await ada.ask(5);
    await bob.ask(6);
    await until(() => ada.state.sum === 5 && bob.state.sum === 6);
    const [epoch, next] = [ada.epoch, ada.next];
    lead.die();
    await ada.join(other);
    await bob.join(other);
    // Told once, after what they had: nothing twice, nothing missing, nothing begun anew.
    expect([ada.epoch, ada.fresh, ada.next]).toEqual([epoch, 1, next + 1]);
    expect(ada.state).toEqual({ sum: 5, running: false, from: lead.name });
    expect(other.resumed).toEqual([['ada', { sum: 5, running: false, from: lead.name }]]);
    expect(await ada.ask(1)).toMatchObject({ ok: true });
    await until(() => ada.state.sum === 6);
    expect(ada.state).toEqual({ sum: 6, running: true, from: other.name });
    // Everybody's is what the new one knows by itself.
    expect(bob.state.sum).toBe(0);
    await bob.ask(2);
    await until(() => bob.state.sum === 2);
    expect(bob.offsets).toEqual([0, 1, 2]);
  });

  it('tells a page that stayed what became of its journal, without a click', async () => {
    const ada = openPage(own, 'ada', '1');
    await ada.join(other);
    await ada.ask(5);
    await until(() => ada.state.sum === 5);
    lead.die();
    await until(() => !ada.state.running);
    expect(await ada.ask(1)).toMatchObject({ ok: true });
    await until(() => ada.state.sum === 6);
    expect(ada.offsets).toEqual([0, 1, 2]);
  });

  it('takes what it cannot read for something it missed', async () => {
    const bob = openPage(common, 'bob', '1');
    await bob.join(other);
    for (const text of ['', 'common', 'common\n{', 'common\n{"epoch":7}', 'own:eve\n[]'])
      lead.cluster.link.publish(lead.cluster.key('labs'), text);
    expect(await bob.ask(4)).toMatchObject({ ok: true });
    await until(() => bob.state.sum === 4);
    expect(bob.offsets).toEqual([0]);
  });

  it('forgets what was somebody’s who has left them all', async () => {
    const ada = openPage(own, 'ada', '1');
    await ada.join(other);
    await ada.ask(5);
    await until(() => ada.state.sum === 5);
    const { epoch } = ada;
    lead.labs.gone('ada');
    const again = openPage(own, 'ada', '2');
    await until(() => lead.gone.includes('ada'));
    await again.join(other);
    expect(again.state.sum).toBe(0);
    expect(again.epoch).not.toBe(epoch);
  });

  it('refuses by a sentence while Redis is away, and loses nothing of what goes on meanwhile', async () => {
    const [ada, bob] = [openPage(common, 'ada', '1'), openPage(common, 'bob', '1')];
    await ada.join(lead);
    await bob.join(other);
    await ada.ask(5);
    await until(() => bob.state.sum === 5);
    await redis.kill();
    await until(() => servers.every(({ cluster }) => cluster.role.kind === 'cut'));
    const refused = await bob.ask(1);
    expect(refused).toMatchObject({ ok: false, error: { code: 'unavailable' } });
    // What it looks at goes on.
    lead.shared.append({ n: 3, from: 'a' }, 1);
    await redis.start();
    await until(() => ada.state.sum === 8 && bob.state.sum === 8);
    expect(bob.offsets).toEqual([0, 1]);
    expect(bob.fresh).toBe(1);
  });

  it('goes on when Redis comes back empty, as long as the one that leads lives', async () => {
    const [ada, bob] = [openPage(common, 'ada', '1'), openPage(own, 'bob', '1')];
    await ada.join(other);
    await bob.join(other);
    await ada.ask(5);
    await bob.ask(6);
    await until(() => ada.state.sum === 5 && bob.state.sum === 6);
    await redis.kill();
    await redis.empty();
    await redis.start();
    await until(() => servers.every(({ cluster: { role } }) => role.kind === 'leader' || role.kind === 'follower'));
    expect(await ada.ask(1)).toMatchObject({ ok: true });
    expect(await bob.ask(1)).toMatchObject({ ok: true });
    await until(() => ada.state.sum === 6 && bob.state.sum === 7);
    expect([ada.offsets, bob.offsets]).toEqual([
      [0, 1],
      [0, 1],
    ]);
    const eve = openPage(common, 'eve', '1');
    await eve.join(other);
    expect(eve.state.sum).toBe(6);
  });
});

it.runIf(!hasRedis)('SKIPPED: labs of several servers, redis-server is not installed', () => {});
