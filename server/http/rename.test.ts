// `POST /moi` over real HTTP: what is accepted, what is refused and by which sentence, and which cookie comes back.
import { createServer } from 'node:http';
import { type AddressInfo, createConnection } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Ack } from '#contract/errors.ts';
import type { RenameReply } from '#contract/person.ts';
import { createIdentity } from './identity.ts';
import { renamePerson } from './rename.ts';

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

async function start(options: { allowed?: boolean; taken?: string } = {}) {
  const identity = createIdentity(Buffer.alloc(32, 3));
  const renamed: [string, string][] = [];
  const server = createServer((request, response) => {
    void renamePerson(request, response, {
      identity,
      allowed: () => options.allowed ?? true,
      rename(person, name) {
        if (name === options.taken) return 'taken';
        renamed.push([person, name]);
        return 'ok';
      },
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const { person, setCookie } = identity.identify({ headers: {} });
  const cookie = setCookie?.split(';')[0] ?? '';
  async function post(body: string, headers: Record<string, string> = {}) {
    const reply = await fetch(`http://127.0.0.1:${port}/moi`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', cookie, ...headers },
    });
    return {
      status: reply.status,
      cookie: reply.headers.get('set-cookie'),
      ack: (await reply.json()) as Ack<RenameReply>,
    };
  }
  return { post, person, identity, renamed, port };
}

describe('POST /moi', () => {
  it('keeps the name in the cookie of the same person and tells the others', async () => {
    const { post, person, identity, renamed } = await start();
    const { status, cookie, ack } = await post('{"name":" Zoé "}');
    expect([status, ack]).toEqual([200, { ok: true, result: { name: 'Zoé', slug: 'zoe' } }]);
    expect(cookie).toMatch(/HttpOnly; SameSite=Lax$/);
    expect(identity.identify({ headers: { cookie: cookie?.split(';')[0] } })).toEqual({
      person,
      name: 'Zoé',
      setCookie: null,
    });
    expect(renamed).toEqual([[person.id, 'Zoé']]);
  });

  it('says which rule refuses a name, and changes nothing', async () => {
    const { post, renamed } = await start({ taken: 'Ada' });
    const cases: [string, number, RegExp][] = [
      ['{"name":"Ada"}', 409, /«\u00a0Ada\u00a0» est déjà pris/],
      ['{"name":"prof"}', 400, /réservé/],
      ['{"name":"a b"}', 400, /sans espace/],
      ['{"name":12}', 400, /mal formée/],
      ['{"name":"ada","admin":true}', 400, /mal formée/],
      ['{"__proto__":{"name":"ada"}}', 400, /mal formée/],
      ['not json', 400, /mal formée/],
      ['', 400, /mal formée/],
      [JSON.stringify({ name: 'x'.repeat(5_000) }), 413, /trop volumineuse/],
    ];
    for (const [body, status, message] of cases) {
      const reply = await post(body);
      expect([reply.status, reply.cookie], body.slice(0, 40)).toEqual([status, null]);
      expect(reply.ack).toMatchObject({ ok: false, error: { message: expect.stringMatching(message) } });
    }
    expect(renamed).toEqual([]);
  });

  it('listens to our own pages only: origin, and a content type that no form can send', async () => {
    const elsewhere = await start({ allowed: false });
    expect((await elsewhere.post('{"name":"Ada"}')).status).toBe(403);
    const { post, renamed } = await start();
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])
      expect((await post('{"name":"Ada"}', { 'content-type': type })).status, type).toBe(403);
    expect((await post('{"name":"Ada"}', { cookie: '' })).ack).toMatchObject({ error: { code: 'forbidden' } });
    expect(renamed).toEqual([]);
  });

  it('does not wait for, nor keep, a body that never ends', async () => {
    const { port } = await start();
    const socket = createConnection(port, '127.0.0.1');
    stops.push(() => socket.destroy());
    let heard = '';
    socket.on('data', (chunk: Buffer) => {
      heard += chunk.toString();
    });
    socket.write(
      'POST /moi HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100000000\r\n\r\n',
    );
    socket.write('x'.repeat(10_000));
    await new Promise<void>((resolve) => socket.on('close', () => resolve()));
    expect(heard).toMatch(/^HTTP\/1\.1 413 /);
  });
});
