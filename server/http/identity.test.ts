// Identities: stable, signed, private; a forged cookie is nobody's.
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createIdentity } from './identity.ts';
import { loadSecret } from './secret.ts';

const secret = Buffer.alloc(32, 7);
const withCookie = (cookie?: string) => ({ headers: cookie === undefined ? {} : { cookie } });
const cookieOf = (setCookie: string | null): string => /relais=([^;]+)/.exec(setCookie ?? '')?.[1] ?? '';

describe('identity', () => {
  it('gives a newcomer a cookie that scripts cannot read, and knows them by it', () => {
    const identity = createIdentity(secret);
    const first = identity.identify(withCookie());
    expect(first.setCookie).toMatch(/^relais=\S+; Path=\/; Max-Age=31536000; HttpOnly; SameSite=Lax$/);
    const again = identity.identify(withCookie(`a=b; relais=${cookieOf(first.setCookie)}; c`));
    expect(again).toEqual({ person: first.person, setCookie: null });
  });

  it('never shows a part of the cookie in the public id', () => {
    const { person, setCookie } = createIdentity(secret).identify(withCookie());
    expect(person.id).toMatch(/^[0-9a-f]{16}$/);
    expect(setCookie).not.toContain(person.id);
  });

  it('refuses forged, torn and foreign cookies: each is a new person', () => {
    const identity = createIdentity(secret);
    const { person, setCookie } = identity.identify(withCookie());
    const value = cookieOf(setCookie);
    const [id, mac] = value.split('.');
    const other = cookieOf(createIdentity(Buffer.alloc(32, 8)).identify(withCookie()).setCookie);
    const flipped = `${value.slice(0, -2)}${value.at(-2) === 'A' ? 'B' : 'A'}${value.at(-1)}`;
    const stranger = cookieOf(identity.identify(withCookie()).setCookie).split('.')[0];
    for (const forged of ['', '.', id, `${id}.`, `.${mac}`, other, flipped, `${stranger}.${mac}`, `${value}x`, '%00']) {
      const found = identity.identify(withCookie(`relais=${forged}`));
      expect(found.setCookie, forged).not.toBeNull();
      expect(found.person.id).not.toBe(person.id);
    }
  });

  it('finds the right cookie among several of the same name', () => {
    const identity = createIdentity(secret);
    const { person, setCookie } = identity.identify(withCookie());
    expect(identity.identify(withCookie(`relais=old; relais=${cookieOf(setCookie)}`)).person).toEqual(person);
  });
});

describe('loadSecret', () => {
  it('keeps one secret per data directory, readable by its owner alone', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'relais-'));
    const deep = join(directory, 'not', 'yet');
    const first = await loadSecret(deep);
    expect(first.length).toBe(32);
    expect(await loadSecret(deep)).toEqual(first);
    const path = join(deep, 'identity.key');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    await writeFile(path, (await readFile(path, 'utf8')).slice(0, 20));
    const replaced = await loadSecret(deep);
    expect(replaced).not.toEqual(first);
    expect(await loadSecret(deep)).toEqual(replaced);
    await rm(directory, { recursive: true });
  });

  it('makes a new one each time in memory', async () => {
    expect(await loadSecret(null)).not.toEqual(await loadSecret(null));
  });
});
