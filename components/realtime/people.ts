// What the volatile values of the lab `people` say: how many are here, who is called what, which prefixes are sandboxes. Pure.
import { linkKey, onlineKey, type PersonView } from '#contract/person.ts';

export type People = {
  /** How many people have a page open; null before the server told. */
  online: number | null;
  /** The pseudonym behind a public id (`owner` and `person` of events); null when they gave none. */
  nameOf(id: string | null): string | null;
  /** Do names that begin with `<slug>.` belong to a student? */
  isSandbox(slug: string): boolean;
  /** This page's server shares with others by a Redis that it cannot reach now. */
  cutOff: boolean;
};

export const peopleOf = (volatile: ReadonlyMap<string, unknown>): People => {
  const online = volatile.get(onlineKey);
  return {
    online: typeof online === 'number' ? online : null,
    nameOf: (id) => (id === null ? null : ((volatile.get(`p:${id}`) as PersonView | undefined)?.name ?? null)),
    isSandbox: (slug) => volatile.has(`s:${slug}`),
    cutOff: volatile.get(linkKey) === 'cut',
  };
};
