'use client';
// How people are called in the panel's sentences: oneself, the others by their pseudonyms, nobody by name on a projector.
import { useMemo } from 'react';
import type { Actor } from '#labs/kafka/facts.ts';
import { usePeople } from '../../realtime/use-people.ts';
import { useProjection } from '../../shell/theme.ts';

export type Who = {
  /** Public id of the person at this page; null until the server told. */
  me: string | null;
  /** A pseudonym that may be shown; null when there is none. */
  nameOf(id: string | null): string | null;
  /** The whole class reads this page: « vous » would mean everybody, and mistakes are shown without names. */
  projected: boolean;
};

export function useWho(me: string | null): Who {
  const { nameOf } = usePeople();
  const projected = useProjection();
  return useMemo(() => ({ me, projected, nameOf: projected ? () => null : nameOf }), [me, projected, nameOf]);
}

const isMe = (id: string | null, who: Who): boolean => id !== null && id === who.me;

export function personText(id: string | null, who: Who): string {
  if (isMe(id, who)) return who.projected ? 'cette page' : 'vous';
  return who.nameOf(id) ?? (who.projected ? 'un élève' : 'quelqu’un');
}

/** `vous ajoutez`, `Ada ajoute`: the verb in the second person plural, then in the third singular. */
export const personDoes = (id: string, who: Who, you: string, they: string): string =>
  `${personText(id, who)} ${isMe(id, who) && !who.projected ? you : they}`;

export function actorText(actor: Actor | null, who: Who): string {
  if (actor === null) return 'un programme inconnu';
  return actor.origin === 'outside' ? actor.name : personText(actor.owner, who);
}
