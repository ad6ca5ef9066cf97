// The broker's words into the contract's: reasons, causes, addresses. Each table is total.
import type { LeaveCause, RebalanceCause } from '#contract/kafka-events.ts';
import type { CloseReason, RebalanceReason } from '#server/broker/events.ts';

export const rebalanceKind: Record<RebalanceReason, RebalanceCause['kind']> = {
  join: 'join',
  leave: 'leave',
  'session-timeout': 'silence',
  'rebalance-timeout': 'poll-too-slow',
  kicked: 'kicked',
  // The coordinator knows that a member asked for a new share; causes.ts finds what its topics have to do with it.
  metadata: 'rejoin',
  subscription: 'subscription',
  'given-back': 'given-back',
  restored: 'restart',
};

export const leaveCause: Record<RebalanceReason, LeaveCause> = {
  leave: 'clean',
  'session-timeout': 'silence',
  'rebalance-timeout': 'poll-too-slow',
  kicked: 'kicked',
  // None of these makes a member leave; should one ever be told, "expelled" is what is left.
  join: 'kicked',
  metadata: 'kicked',
  subscription: 'kicked',
  'given-back': 'kicked',
  restored: 'kicked',
};

export const closeCause: Record<CloseReason, LeaveCause> = {
  peer: 'closed',
  reset: 'closed',
  idle: 'closed',
  'bad-frame': 'kicked',
  limit: 'kicked',
  fault: 'kicked',
  shutdown: 'server-stopped',
};

/** The host of `127.0.0.1:51034` or `[::1]:51034`; all loopback addresses are one host, mapped IPv4 is IPv4. */
export function hostOf(address: string): string {
  const host = address
    .replace(/:\d+$/, '')
    .replace(/^\[|\]$/g, '')
    .replace(/^\//, '')
    .replace(/^::ffff:/i, '');
  return host === '::1' || host.startsWith('127.') ? 'loopback' : host;
}
