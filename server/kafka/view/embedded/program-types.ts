// The words of program attribution: a connection as it has been seen, a program made of such connections.
import type { ClientRole } from '#contract/kafka-events.ts';
import type { ConnectionInfo, MemberInfo } from '#server/broker/index.ts';

export type Seen = {
  info: ConnectionInfo;
  /** `topic partition` keys it has fetched lately. */
  reads: ReadonlySet<string>;
  /** The member it was last found to join or to read for; it stays so when nobody owns anything, and once that member left. */
  serves: string | null;
  /** A working connection it was found to accompany. */
  with: number | null;
  /** How it was last shown: at work, alone without a role, or not yet. */
  shown: 'working' | 'alone' | null;
  /** Not to be shown alone before this, ms since 1970: it is young, or its program has just gone. */
  quietUntil: number;
};

export type Program = {
  /** The connections that make it a program of its own: they joined, wrote, read, or stand alone. */
  core: Seen[];
  /** The core and what accompanies it. */
  connections: Seen[];
  members: MemberInfo[];
  roles: ClientRole[];
};

/** A program in the making. */
export type Seed = Omit<Program, 'roles'>;
