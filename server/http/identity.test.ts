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
    expect(again).toEqual({ person: first.person, name: null, setCookie: null });
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

describe('a name in the cookie', () => {
  it('is kept by the same person, whatever its letters, and can be changed', () => {
    const identity = createIdentity(secret);
    const { person, setCookie } = identity.identify(withCookie());
    let cookie = `relais=${cookieOf(setCookie)}`;
    for (const name of ['Zoé', 'Ада', 'x'.repeat(24)]) {
      const named = identity.named(withCookie(cookie), name);
      expect(named?.person).toEqual(person);
      cookie = `relais=${cookieOf(named?.setCookie ?? null)}`;
      expect(identity.identify(withCookie(cookie))).toEqual({ person, name, setCookie: null });
    }
  });

  it('cannot be given by the person alone, nor to somebody without a cookie', () => {
    const identity = createIdentity(secret);
    const ada = identity.identify(withCookie());
    const named = identity.named(withCookie(`relais=${cookieOf(ada.setCookie)}`), 'Ada');
    const [id, , mac] = cookieOf(named?.setCookie ?? null).split('.');
    const prof = Buffer.from('prof').toString('base64url');
    const bare = cookieOf(ada.setCookie).split('.')[1];
    for (const forged of [`${id}.${prof}.${mac}`, `${id}.${prof}.${bare}`, `${id}.${mac}`]) {
      const found = identity.identify(withCookie(`relais=${forged}`));
      expect([found.name, found.person.id === ada.person.id]).toEqual([null, false]);
    }
    expect(identity.named(withCookie(), 'Ada')).toBeNull();
  });

  it('is asked for again when the rules of today refuse it', () => {
    const identity = createIdentity(secret);
    const { person, setCookie } = identity.identify(withCookie());
    const named = identity.named(withCookie(`relais=${cookieOf(setCookie)}`), 'professeur');
    expect(identity.identify(withCookie(`relais=${cookieOf(named?.setCookie ?? null)}`))).toEqual({
      person,
      name: null,
      setCookie: null,
    });
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

describe('a program’s token', () => {
  const { tokenOf, ofToken, identify } = createIdentity(Buffer.alloc(32, 7));
  const ada = { id: '0123456789abcdef' };

  it('tells whose it is for a day, and to nobody who altered it', () => {
    const token = tokenOf(ada, 'Léa', 1_700_000_000_000);
    expect(ofToken(token, 1_700_000_000_000 + 24 * 3_600_000)).toEqual({ id: ada.id, name: 'Léa' });
    expect(ofToken(token, 1_700_000_000_000 + 24 * 3_600_000 + 1)).toBeNull();
    for (let at = 0; at < token.length - 1; at += 1) {
      const other = token[at] === 'a' ? 'b' : 'a';
      expect(ofToken(token.slice(0, at) + other + token.slice(at + 1), 1_700_000_000_000)).toBeNull();
    }
    expect(createIdentity(Buffer.alloc(32, 8)).ofToken(token, 1_700_000_000_000)).toBeNull();
  });

  it('is no cookie', () => {
    const token = tokenOf(ada, 'Léa', 1_700_000_000_000);
    expect(identify({ headers: { cookie: `relais=${token}` } }).setCookie).not.toBeNull();
  });
});
