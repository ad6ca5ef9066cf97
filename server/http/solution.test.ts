// `POST /solution-td` over real HTTP: the files for the code, nothing else for anything else.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Ack } from '#contract/errors.ts';
import type { Solution } from '#contract/solution.ts';
import { giveSolution } from './solution.ts';

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});
const folder = join(import.meta.dirname, '..', '..', 'lessons', '04-td', 'solution');

async function start({ tries = 100, allowed = true } = {}) {
  let left = tries;
  const server = createServer((request, response) => {
    void giveSolution(request, response, {
      allowed: () => allowed,
      mayTry() {
        left -= 1;
        return left >= 0;
      },
      isCode: (given) => given === 'K7QM-2XWP',
      folder,
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return async (body: string, type = 'application/json') => {
    const reply = await fetch(`http://127.0.0.1:${port}/solution-td`, {
      method: 'POST',
      body,
      headers: { 'content-type': type },
    });
    const { headers, status } = reply;
    return { status, cache: headers.get('cache-control'), ack: (await reply.json()) as Ack<Solution> };
  };
}
const code = (given: unknown): string => JSON.stringify({ code: given });

describe('POST /solution-td', () => {
  it('gives both programs, in both languages, to who holds the code, and no cache keeps them', async () => {
    const { status, cache, ack } = await (await start())(code('K7QM-2XWP'));
    expect([status, cache]).toEqual([200, 'no-store']);
    expect(ack.ok && ack.result.files.map(({ name }) => name)).toEqual([
      'consommateur-td.ts',
      'consommateur_td.py',
      'producteur-td.ts',
      'producteur_td.py',
    ]);
    expect(ack.ok && ack.result.files.every(({ text }) => text.includes('Solution.'))).toBe(true);
  });

  it('gives nothing for another code, a badly formed request, another site, or too many tries', async () => {
    const post = await start();
    const cases: [string, number, string][] = [
      [code('autre'), 403, 'Ce n’est pas le code de l’enseignant.'],
      [code(''), 403, 'Ce n’est pas le code de l’enseignant.'],
      [code(7), 400, 'La demande est mal formée.'],
      ['rien', 400, 'La demande est mal formée.'],
      [code('x'.repeat(5_000)), 413, 'Demande trop volumineuse.'],
    ];
    for (const [body, status, message] of cases) {
      expect(await post(body)).toMatchObject({ status, ack: { ok: false, error: { message } } });
    }
    expect((await post(code('K7QM-2XWP'), 'text/plain')).status).toBe(403);
    expect((await (await start({ allowed: false }))(code('K7QM-2XWP'))).status).toBe(403);
    const limited = await start({ tries: 1 });
    await limited(code('autre'));
    expect(await limited(code('K7QM-2XWP'))).toMatchObject({ status: 429 });
  });
});
