'use client';
// The people of the class as a component reads them, and the person at this page, who may change their name.
import { useMemo, useSyncExternalStore } from 'react';
import type { Ack } from '#contract/errors.ts';
import { type RenameReply, renamePath, slugOf } from '#contract/person.ts';
import { peopleLab } from '#labs/people/lab.ts';
import { type People, peopleOf } from './people.ts';
import { useHello, useLab } from './use-lab.ts';

/**
 * Names by public id, and how many are here. A panel says `nameOf(owner) ?? 'une autre page'`; somebody who left keeps
 * their name in what they did.
 */
export function usePeople(): People {
  const { volatile } = useLab(peopleLab);
  return useMemo(() => peopleOf(volatile), [volatile]);
}

export type Me = {
  /** Public id; null before the server told. */
  person: string | null;
  /** Pseudonym; null before one was chosen. */
  name: string | null;
  /** What stands before topic and group names of their sandbox, without the dot; null without a name. */
  slug: string | null;
  /** The name they had, when somebody else here bears it now. */
  wanted: string | null;
};

/** What the server answered to the last rename of this page: the directory tells it to everybody a moment later. */
let renamed: string | null = null;
const listeners = new Set<() => void>();
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

export function useMe(): Me {
  const hello = useHello();
  const people = usePeople();
  const fresh = useSyncExternalStore(
    subscribe,
    () => renamed,
    () => null,
  );
  const person = hello?.person ?? null;
  const name = people.nameOf(person) ?? fresh ?? hello?.name ?? null;
  return useMemo(
    () => ({ person, name, slug: name === null ? null : slugOf(name), wanted: name ? null : (hello?.wanted ?? null) }),
    [person, name, hello],
  );
}

const unreachable: Ack<never> = {
  ok: false,
  error: { code: 'unavailable', message: 'Le serveur n’a pas répondu. Votre nom n’a pas changé\u00a0; réessayez.' },
};

/** Asks the server to keep this name in the cookie. Never rejects; a refusal says in French what to change. */
export async function rename(name: string): Promise<Ack<RenameReply>> {
  const reply = await fetch(renamePath, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name }),
  })
    .then((response) => response.json() as Promise<Ack<RenameReply>>)
    .catch(() => unreachable);
  if (reply.ok) {
    renamed = reply.result.name;
    for (const listener of listeners) listener();
  }
  return reply;
}
