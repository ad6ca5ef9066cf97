// The client ids of programs started from a page, and whom each one belongs to. Bounded: the oldest are forgotten.
import { createHash } from 'node:crypto';

/** What stands behind a client id; `consumer` is the id used in commands, null for the person's producer. */
type Behind = { owner: string; consumer: string | null };

const maxOwnerPart = 60;

/** Letters a client id may safely carry everywhere; anything else is replaced and a short fingerprint keeps names apart. */
function ownerPart(owner: string): string {
  const safe = owner.replace(/[^a-zA-Z0-9._-]/g, '_').slice(0, maxOwnerPart);
  // `page-a-c-1` must not be at once the producer of `a-c-1` and the first consumer of `a`.
  if (safe === owner && safe !== '' && !/-c-\d+$/.test(safe)) return safe;
  return `${safe}~${createHash('sha256').update(owner).digest('hex').slice(0, 8)}`;
}

/** How the client id of every program of a page begins. */
export const pageClientId = 'page-';
export const producerClientId = (owner: string): string => `${pageClientId}${ownerPart(owner)}`;
export const consumerClientId = (owner: string, consumer: string): string => `${producerClientId(owner)}-${consumer}`;

export type ClientIds = {
  remember(clientId: string, behind: Behind): void;
  find(clientId: string): Behind | null;
};

export function createClientIds(max = 5_000): ClientIds {
  const known = new Map<string, Behind>();
  return {
    remember(clientId, behind) {
      known.delete(clientId);
      known.set(clientId, behind);
      if (known.size <= max) return;
      const oldest = known.keys().next();
      if (!oldest.done) known.delete(oldest.value);
    },
    find: (clientId) => known.get(clientId) ?? null,
  };
}
