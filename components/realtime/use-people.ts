'use client';
// The people of the class, the person at this page, and the workspace the page is in.
import { useMemo, useSyncExternalStore } from 'react';
import { sharedWorkspace, slugOf } from '#contract/person.ts';
import { prefixOf, type WorkspaceView } from '#labs/kafka/workspace.ts';
import { peopleLab } from '#labs/people/lab.ts';
import { type People, peopleOf } from './people.ts';
import { renamedTo, subscribeRenamed } from './rename.ts';
import { useHello, useWholeLab } from './use-whole-lab.ts';
import { useChoice, useKafkaView } from './workspace.ts';

/**
 * Names by public id, and how many are here. What is shown of them is the panel's business (a projector names nobody);
 * somebody who left keeps their name in what they did.
 */
export function usePeople(): People {
  const { volatile } = useWholeLab(peopleLab);
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

/** The person at this page. */
export function useMe(): Me {
  const hello = useHello();
  const people = usePeople();
  const fresh = useSyncExternalStore(subscribeRenamed, renamedTo, () => null);
  const person = hello?.person ?? null;
  const name = people.nameOf(person) ?? fresh ?? hello?.name ?? null;
  const wanted = name === null ? (hello?.wanted ?? null) : null;
  return useMemo(() => ({ person, name, slug: name === null ? null : slugOf(name), wanted }), [person, name, wanted]);
}

export type Workspace = {
  /** `classe`, or the slug of the sandbox. */
  workspace: string;
  /** What stands before a name on the wire: `ada.`; nothing in the class. */
  prefix: string;
  view: WorkspaceView;
};

/** Where the panels of this page are: the class, or the person's own sandbox once they have a name. */
export function useWorkspace(): Workspace {
  const choice = useChoice();
  const { slug } = useMe();
  const { volatile } = useWholeLab(peopleLab);
  const workspace = choice === 'own' && slug !== null ? slug : sharedWorkspace;
  const view = useKafkaView(workspace, volatile);
  return useMemo(() => ({ workspace, prefix: prefixOf(workspace), view }), [workspace, view]);
}
