// Who is behind a request: a random id and the pseudonym they chose, signed by the server, kept in a cookie that scripts cannot
// read. What others see of the id is derived from it and leads back neither to the cookie nor to its signature.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { checkName } from '#contract/person.ts';

const cookieName = 'relais';
/** One school year. */
const maxAgeSeconds = 365 * 24 * 3_600;
/** `id.mac`, or `id.name.mac` with the name in base64url. */
const cookiePattern = /^([A-Za-z0-9_-]{22})(?:\.([A-Za-z0-9_-]{1,200}))?\.([A-Za-z0-9_-]{43})$/;

/** A program's token: public id, name in base64url, end, sum. Leads to nothing but the chat's door. */
const tokenPattern = /^([0-9a-f]{16})\.([A-Za-z0-9_-]{1,200})\.([0-9a-z]{6,12})\.([A-Za-z0-9_-]{43})$/;
const tokenMs = 24 * 3_600_000;

type Request = Pick<IncomingMessage, 'headers'>;
/** `setCookie` is the header to send when they were nobody until now; `name` is null until they chose one. */
type Identified = { person: { id: string }; name: string | null; setCookie: string | null };
export type Identity = {
  identify(request: Request): Identified;
  /** What a program shows to be this person under this name, for a day. */
  tokenOf(person: { id: string }, name: string, now: number): string;
  /** Who showed this token; null when it is not ours, or too old. */
  ofToken(token: string, now: number): { id: string; name: string } | null;
  /** The cookie that makes the person of this request bear `name` from now on; null when they are nobody yet. */
  named(request: Request, name: string): { person: { id: string }; setCookie: string } | null;
};

function* cookiesNamed(name: string, header: string | undefined): Generator<string> {
  for (const part of (header ?? '').split(';')) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === name) yield part.slice(at + 1).trim();
  }
}

/** A name signed under the rules of an older version may break those of today: it is then asked for again. */
function nameIn(encoded: string | undefined): string | null {
  if (encoded === undefined) return null;
  const check = checkName(Buffer.from(encoded, 'base64url').toString('utf8'));
  return check.ok ? check.name : null;
}

export function createIdentity(secret: Buffer): Identity {
  const mac = (purpose: string, text: string): Buffer =>
    createHmac('sha256', secret).update(`${purpose}:${text}`).digest();
  const publicId = (id: string): string => mac('public', id).toString('hex').slice(0, 16);

  function cookieOf(id: string, name: string | null): string {
    const signed = name === null ? id : `${id}.${Buffer.from(name, 'utf8').toString('base64url')}`;
    const value = `${signed}.${mac('cookie', signed).toString('base64url')}`;
    return `${cookieName}=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax`;
  }

  /** The private id and the name inside a cookie value; null when we did not sign it. */
  function verify(value: string): { id: string; name: string | null } | null {
    const [, id, name, given] = cookiePattern.exec(value) ?? [];
    if (!id || !given) return null;
    const theirs = Buffer.from(given, 'base64url');
    const expected = mac('cookie', name === undefined ? id : `${id}.${name}`);
    if (theirs.length !== expected.length || !timingSafeEqual(theirs, expected)) return null;
    return { id, name: nameIn(name) };
  }

  function known(request: Request): { id: string; name: string | null } | null {
    for (const value of cookiesNamed(cookieName, request.headers.cookie)) {
      const found = verify(value);
      if (found !== null) return found;
    }
    return null;
  }

  return {
    /** A missing, torn or forged cookie is nobody's: a new person, never an error. */
    identify(request) {
      const found = known(request);
      if (found !== null) return { person: { id: publicId(found.id) }, name: found.name, setCookie: null };
      const id = randomBytes(16).toString('base64url');
      return { person: { id: publicId(id) }, name: null, setCookie: cookieOf(id, null) };
    },
    tokenOf({ id }, name, now) {
      const signed = `${id}.${Buffer.from(name, 'utf8').toString('base64url')}.${(now + tokenMs).toString(36)}`;
      return `${signed}.${mac('program', signed).toString('base64url')}`;
    },
    ofToken(token, now) {
      const [, id, encoded, until, given] = tokenPattern.exec(token) ?? [];
      if (!id || !encoded || !until || !given) return null;
      const expected = mac('program', `${id}.${encoded}.${until}`);
      const theirs = Buffer.from(given, 'base64url');
      if (theirs.length !== expected.length || !timingSafeEqual(theirs, expected)) return null;
      const name = nameIn(encoded);
      return name === null || Number.parseInt(until, 36) < now ? null : { id, name };
    },
    named(request, name) {
      const found = known(request);
      return found === null ? null : { person: { id: publicId(found.id) }, setCookie: cookieOf(found.id, name) };
    },
  };
}
