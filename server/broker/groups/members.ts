// One member of a group: what it said in JoinGroup, what it was given, the request it has parked, its session.

import type { Clock } from '../clock.ts';
import { MAX_NAME } from './limits.ts';
import { type TimerSlot, timerSlot } from './timers.ts';
import type { JoinRequest, JoinResult, SyncResult } from './types.ts';

export type Protocol = { name: string; metadata: Uint8Array };
export type Parked =
  | { kind: 'join'; connection: number; resolve(result: JoinResult): void }
  | { kind: 'sync'; connection: number; resolve(result: SyncResult): void };

export type Member = {
  memberId: string;
  readonly instanceId: string | null;
  clientId: string;
  clientHost: string;
  /** Null when that connection is gone, or after a restart. */
  connection: number | null;
  sessionTimeoutMs: number;
  rebalanceTimeoutMs: number;
  protocols: Protocol[];
  assignment: Uint8Array;
  /** The assignment, decoded once for showing. */
  assigned: { topic: string; partitions: number[] }[];
  /** At most one parked request per member: a newer one resolves the older. */
  parked: Parked | null;
  /** False until a reply told it its id: a newcomer that vanishes before can never come back under that id. */
  knowsId: boolean;
  readonly session: TimerSlot;
};

export const noBytes = new Uint8Array(0);

const copyProtocols = (protocols: Protocol[]): Protocol[] =>
  protocols.map(({ name, metadata }) => ({ name, metadata: Uint8Array.from(metadata) }));

type Said = Pick<
  Member,
  'clientId' | 'clientHost' | 'connection' | 'sessionTimeoutMs' | 'rebalanceTimeoutMs' | 'protocols'
>;

function said(request: JoinRequest): Said {
  return {
    clientId: request.clientId.slice(0, MAX_NAME),
    clientHost: request.clientHost.slice(0, MAX_NAME),
    connection: request.connection,
    sessionTimeoutMs: request.sessionTimeoutMs,
    rebalanceTimeoutMs: request.rebalanceTimeoutMs < 0 ? request.sessionTimeoutMs : request.rebalanceTimeoutMs,
    protocols: copyProtocols(request.protocols),
  };
}

export function newMember(clock: Clock, memberId: string, request: JoinRequest): Member {
  return {
    memberId,
    instanceId: request.instanceId,
    ...said(request),
    assignment: noBytes,
    assigned: [],
    parked: null,
    knowsId: request.memberId !== '',
    session: timerSlot(clock),
  };
}

/** A JoinGroup of a known member replaces what it said before. */
export const updateMember = (member: Member, request: JoinRequest): void => void Object.assign(member, said(request));

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, index) => byte === b[index]);

/** Same protocols, same order, same bytes: owned partitions of a cooperative member are part of these bytes. */
export const sameProtocols = (a: Protocol[], b: Protocol[]): boolean =>
  a.length === b.length &&
  a.every((protocol, index) => {
    const other = b[index];
    return other !== undefined && protocol.name === other.name && sameBytes(protocol.metadata, other.metadata);
  });

export const metadataFor = (member: Member, protocol: string | null): Uint8Array =>
  member.protocols.find(({ name }) => name === protocol)?.metadata ?? noBytes;
