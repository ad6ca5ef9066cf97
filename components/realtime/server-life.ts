// What a page asks of a server when it comes, it asks again of the next one, which may never have heard of it.
import type { LabSnapshot } from './lab-store.ts';

/** Another one with each return of the link and each handover of the lab; null while no server is there. */
export const serverLife = ({ link, handover }: Pick<LabSnapshot<unknown>, 'link' | 'handover'>): string | null =>
  link.status === 'live' ? `${link.since} ${handover?.offset ?? 'first'}` : null;
