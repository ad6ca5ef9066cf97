// The edge through real Socket.IO clients: joins, resume, malformed messages, repeats, limits, origins.
import { afterEach, describe, expect, it } from 'vitest';
import { manualClock } from './clock.ts';
import { openPage, type Page, startEdge, until } from './fixtures.ts';

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function edge(options: Parameters<typeof startEdge>[0] = {}) {
  const started = await startEdge(options);
  closers.push(started.close);
  return started;
}
function page(url: string, who: string | null = 'ada', options: Record<string, unknown> = {}): Page {
  const opened = openPage(url, who, options);
  closers.push(() => void opened.close());
  return opened;
}
const code = (ack: { ok: boolean; error?: { code: string } }): string => (ack.ok ? 'ok' : (ack.error?.code ?? ''));

describe('joining', () => {
  it('says who you are, gives the state, then what follows', async () => {
    const { url, journal } = await edge();
    journal.append({ n: 5 }, 1);
    const ada = page(url);
    expect(await ada.join()).toMatchObject({ recovered: false, head: 1, snapshot: { sum: 5, seen: 1 } });
    expect(ada.hello).toEqual({ person: 'ada', version: 'test', now: expect.any(Number), name: null, wanted: null });
    journal.append({ n: 2 }, 2);
    journal.setVolatile([['lag', 3]]);
    await until(() => ada.processed.length === 1 && ada.frames.some((frame) => frame.kind === 'volatile'));
    expect(ada.faults).toEqual([]);
  });

  it('misses nothing while the link is lost, and gets nothing twice', async () => {
    const { url, journal } = await edge();
    const ada = page(url);
    await ada.join();
    journal.append({ n: 1 }, 1);
    await until(() => ada.processed.length === 1);
    ada.socket.io.engine.close();
    await until(() => !ada.socket.connected);
    for (let n = 0; n < 50; n += 1) journal.append({ n }, n);
    await until(() => ada.socket.connected);
    expect(await ada.join()).toMatchObject({ recovered: true, head: 51 });
    journal.append({ n: 1 }, 1);
    await until(() => ada.processed.length === 52);
    expect(ada.faults).toEqual([]);
  });

  it('can resume before any event was received', async () => {
    const { url, journal } = await edge();
    const ada = page(url);
    await ada.join();
    journal.append({ n: 1 }, 1);
    ada.next = 0;
    expect(await ada.join()).toMatchObject({ recovered: true, records: [{ offset: 0 }] });
  });

  it('says "cannot" after a change of epoch and after eviction', async () => {
    const { url, journal } = await edge({ epoch: 'new', maxRecords: 3 });
    for (let n = 0; n < 10; n += 1) journal.append({ n: 1 }, n);
    const ada = page(url);
    Object.assign(ada, { epoch: 'old', next: 9 });
    expect(await ada.join()).toMatchObject({ recovered: false, epoch: 'new', head: 10, snapshot: { seen: 10 } });
    ada.next = 2;
    expect(await ada.join()).toMatchObject({ recovered: false, head: 10 });
  });

  it('stays whole through seeded cuts while events keep coming', async () => {
    const { url, journal } = await edge();
    const pages = ['p1', 'p2', 'p3'].map((who) => page(url, who));
    for (const each of pages) {
      // An answer that a cut took is asked for again after it.
      each.socket.on('connect', () => void each.join().catch(() => {}));
    }
    await until(() => pages.every((each) => each.next !== undefined));
    let seed = 42;
    let cuts = 0;
    const random = (below: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed % below;
    };
    for (let round = 0; cuts < 25; round += 1) {
      for (let n = random(8); n > 0; n -= 1) journal.append({ n }, round);
      const victim = pages[random(12)];
      // Cut while it opens, an engine would never tell its manager, which waits twenty seconds for it.
      if (victim?.socket.connected) {
        victim.socket.io.engine.close();
        cuts += 1;
        if (random(3) === 0) await until(() => victim.socket.connected);
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
    await until(() => pages.every((each) => each.next === journal.head));
    for (const each of pages) {
      const from = each.snapshots[0]?.head ?? 0;
      expect(each.faults).toEqual([]);
      expect(each.snapshots.length).toBe(1);
      expect(each.processed.length).toBe(journal.head - from);
    }
  });

  it('works by long polling too', async () => {
    const { url, journal } = await edge();
    const ada = page(url, 'ada', { transports: ['polling'] });
    await ada.join();
    journal.append({ n: 1 }, 1);
    await until(() => ada.processed.length === 1);
  });
});

describe('commands', () => {
  it('carries out a command and tells everybody who joined', async () => {
    const { url } = await edge();
    const [ada, bob] = [page(url), page(url, 'bob')];
    await bob.join();
    expect(await ada.send({ type: 'add', n: 3 })).toEqual({ ok: true, result: 0 });
    await until(() => bob.processed.length === 1);
    expect(bob.processed[0]?.event).toEqual({ n: 3, by: 'ada' });
  });

  it('carries out the same id once, whatever the tab, and answers alike; another person is another id', async () => {
    const { url, runs } = await edge();
    const [tab1, tab2, bob] = [page(url), page(url), page(url, 'bob')];
    const id = 'same-id-0001';
    const replies = await Promise.all([1, 2, 3].map(() => tab1.send({ type: 'add', n: 1 }, id)));
    replies.push(await tab2.send({ type: 'add', n: 1 }, id));
    expect(replies.map((reply) => reply.ok && reply.result)).toEqual([0, 0, 0, 0]);
    expect(await bob.send({ type: 'add', n: 1 }, id)).toEqual({ ok: true, result: 1 });
    expect(runs.length).toBe(2);
  });

  it.each([
    ['an unknown command', { type: 'explode' }, 'invalid', /n’existe pas/],
    ['a value out of bounds', { type: 'add', n: 10 }, 'invalid', /va de 1 à 9/],
    ['a field of another kind', { type: 'say', text: 4 }, 'invalid', /«\u00a0text\u00a0».+un texte/],
    ['a text too long', { type: 'say', text: 'x'.repeat(11) }, 'too-large', /trop long \(10/],
    ['an unknown field', { type: 'add', n: 1, admin: true }, 'invalid', /Champ inconnu.+admin/],
    ['no command', undefined, 'invalid', /«\u00a0command\u00a0»/],
    ['a list', [], 'invalid', /mal formée/],
    ['__proto__', JSON.parse('{"type":"add","n":1,"__proto__":{"x":1}}'), 'invalid', /Champ inconnu/],
    ['a request too large', { type: 'say', text: 'x'.repeat(70_000) }, 'too-large', /64\u00a0ko/],
    ['a lab that fails', { type: 'fail' }, 'internal', /erreur/],
  ])('refuses %s with its reason', async (_name, command, expected, sentence) => {
    const { url } = await edge();
    const reply = await page(url).send(command);
    expect(reply).toMatchObject({ ok: false, error: { code: expected, message: expect.stringMatching(sentence) } });
  });

  it('survives messages of every wrong shape, and nobody else notices', async () => {
    const { url, runs, journal } = await edge();
    const [bad, good] = [page(url, 'mallory'), page(url, 'ada')];
    await good.join();
    const raw = bad.socket as unknown as {
      emit(...args: unknown[]): void;
      emitWithAck(...args: unknown[]): Promise<{ ok: boolean; error?: { code: string } }>;
    };
    expect(code(await raw.emitWithAck('lab:join'))).toBe('invalid');
    expect(code(await raw.emitWithAck('lab:join', null))).toBe('invalid');
    expect(code(await raw.emitWithAck('lab:join', { lab: 'nowhere' }))).toBe('not-found');
    expect(code(await raw.emitWithAck('lab:join', { lab: 'count', offset: -1 }))).toBe('invalid');
    expect(code(await raw.emitWithAck('lab:join', { lab: 'count', offset: 1e99 }))).toBe('invalid');
    expect(code(await raw.emitWithAck('lab:command', { lab: 'count', id: 'x', command: {} }))).toBe('invalid');
    expect(code(await raw.emitWithAck('lab:command', new Uint8Array(64)))).toBe('invalid');
    expect(code(await raw.emitWithAck('unknown:event', 1, 2, 3))).toBe('unsupported');
    expect(code(await raw.emitWithAck('constructor', {}))).toBe('unsupported');
    raw.emit('lab:command', { lab: 'count', id: 'no-ack-0001', command: { type: 'add', n: 1 } });
    raw.emit('lab:join', { lab: 'count' }, 'not a function');
    expect(code(await raw.emitWithAck('lab:leave', { lab: 'count' }))).toBe('ok');
    expect(runs).toEqual([]);
    expect(await good.send({ type: 'add', n: 2 })).toMatchObject({ ok: true });
    await until(() => good.next === journal.head);
  });

  it('limits one person, not the others, and tells them to wait', async () => {
    const clock = manualClock();
    const { url, runs } = await edge({ clock });
    const [fast, other] = [page(url, 'fast'), page(url, 'other')];
    const replies = await Promise.all(Array.from({ length: 60 }, () => fast.send({ type: 'add', n: 1 })));
    const refused = replies.filter((reply) => !reply.ok);
    expect(refused.length).toBeGreaterThanOrEqual(20);
    expect(new Set(refused.map(code))).toEqual(new Set(['rate-limited']));
    expect(code(await other.send({ type: 'add', n: 1 }))).toBe('ok');
    clock.advance(1_000);
    expect(code(await fast.send({ type: 'add', n: 1 }))).toBe('ok');
    expect(runs.length).toBe(60 - refused.length + 2);
  });
});

describe('connections', () => {
  it('gives a newcomer an identity in the handshake', async () => {
    const { url } = await edge();
    const nobody = page(url, null);
    await until(() => nobody.hello);
    expect(nobody.hello?.person).toMatch(/^anon/);
    const response = await fetch(`${url}/socket.io/?EIO=4&transport=polling`);
    expect(response.headers.get('set-cookie')).toBe('who=new');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('refuses one socket too many of a person, with a sentence', async () => {
    const { url } = await edge({ people: { maxSocketsEach: 2 } });
    const [one, two] = [page(url), page(url)];
    await until(() => one.hello && two.hello);
    const third = page(url);
    const error = await new Promise<Error & { data?: unknown }>((resolve) => third.socket.on('connect_error', resolve));
    expect(error.data).toEqual({ code: 'limit-reached', message: expect.stringContaining('Trop d’onglets') });
    expect((await page(url, 'bob').join()).head).toBe(0);
  });

  it('says a person has gone 30 s after the last socket, not after a reload', async () => {
    const clock = manualClock();
    const { url, gone, edge: running } = await edge({ clock });
    const [tab1, tab2] = [page(url), page(url)];
    await until(() => tab1.hello && tab2.hello);
    tab1.close();
    await until(() => running.stats().sockets === 1);
    clock.advance(60_000);
    expect(gone).toEqual([]);
    tab2.close();
    await until(() => running.stats().sockets === 0);
    clock.advance(29_000);
    const again = page(url);
    await until(() => again.hello);
    clock.advance(60_000);
    expect(gone).toEqual([]);
    again.close();
    await until(() => running.stats().sockets === 0);
    clock.advance(30_000);
    expect(gone).toEqual(['ada']);
  });

  it('tells every page how many people are here and under which names', async () => {
    const { url } = await edge();
    const ada = page(url, 'ada; name=Ada');
    const reply = await ada.socket.emitWithAck('lab:join', { lab: 'people' });
    expect(ada.hello).toMatchObject({ person: 'ada', name: 'Ada', wanted: null });
    expect(reply).toMatchObject({ ok: true, result: { volatile: expect.arrayContaining([['online', 1]]) } });
    const bob = page(url, 'bob; name=ADA');
    const told = () => ada.frames.flatMap((frame) => (frame.kind === 'volatile' ? frame.values : []));
    await until(() => told().some(([key, value]) => key === 'online' && value === 2));
    expect(bob.hello).toMatchObject({ name: null, wanted: 'ADA' });
    bob.close();
    await until(() => told().findLast(([key]) => key === 'online')?.[1] === 1);
    const asked = await ada.socket.emitWithAck('lab:command', { lab: 'people', id: 'a-command', command: {} });
    expect(code(asked)).toBe('unsupported');
  });

  it('tells pages that the server stops, and they come back by themselves', async () => {
    const first = await startEdge();
    const ada = page(first.url);
    await ada.join();
    const reasons: string[] = [];
    ada.socket.on('disconnect', (reason) => reasons.push(reason));
    await first.close();
    await until(() => reasons.length === 1);
    expect(ada.frames).toContainEqual({ kind: 'closing', reason: 'restart' });
    expect(ada.socket.active).toBe(true);
  });
});
