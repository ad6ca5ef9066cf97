// Who is behind a request: a random id signed by the server, kept in a cookie that scripts cannot read. What others see is
// derived from it and leads back neither to the cookie nor to its signature.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const cookieName = 'relais';
/** One school year. */
const maxAgeSeconds = 365 * 24 * 3_600;
const cookiePattern = /^([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})$/;

/** `setCookie` is the header to send when they were nobody until now. */
type Identified = { person: { id: string }; setCookie: string | null };
export type Identity = { identify(request: Pick<IncomingMessage, 'headers'>): Identified };

function* cookiesNamed(name: string, header: string | undefined): Generator<string> {
  for (const part of (header ?? '').split(';')) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === name) yield part.slice(at + 1).trim();
  }
}

export function createIdentity(secret: Buffer): Identity {
  const mac = (purpose: string, id: string): Buffer => createHmac('sha256', secret).update(`${purpose}:${id}`).digest();
  const publicId = (id: string): string => mac('public', id).toString('hex').slice(0, 16);

  /** The private id inside a cookie value; null when we did not sign it. */
  function verify(value: string): string | null {
    const parts = cookiePattern.exec(value);
    if (!parts?.[1] || !parts[2]) return null;
    const given = Buffer.from(parts[2], 'base64url');
    const expected = mac('cookie', parts[1]);
    return given.length === expected.length && timingSafeEqual(given, expected) ? parts[1] : null;
  }

  return {
    /** A missing, torn or forged cookie is nobody's: a new person, never an error. */
    identify(request) {
      for (const value of cookiesNamed(cookieName, request.headers.cookie)) {
        const id = verify(value);
        if (id !== null) return { person: { id: publicId(id) }, setCookie: null };
      }
      const id = randomBytes(16).toString('base64url');
      const value = `${id}.${mac('cookie', id).toString('base64url')}`;
      return {
        person: { id: publicId(id) },
        setCookie: `${cookieName}=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax`,
      };
    },
  };
}
