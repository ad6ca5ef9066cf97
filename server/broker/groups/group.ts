// One group: who is in it and where it stands. The classic state machine
// Empty → PreparingRebalance → CompletingRebalance → Stable, with its deadlines. Requests are in join.ts, sync.ts, leave.ts.

import type { GroupPhase, RebalanceReason } from '../events.ts';
import { COORDINATOR_NOT_AVAILABLE, REBALANCE_IN_PROGRESS, UNKNOWN_MEMBER_ID } from './codes.ts';
import type { GroupContext } from './context.ts';
import { groupInfo, groupRecord } from './describe.ts';
import { type Member, noBytes, type Parked } from './members.ts';
import { OffsetTable } from './offsets.ts';
import { chooseProtocol } from './protocol-choice.ts';
import { joinError, joinReply, syncError } from './replies.ts';
import { type TimerSlot, timerSlot } from './timers.ts';

/** Who opened a rebalance, and why: told with each of its steps. */
export type Cause = { reason: RebalanceReason | null; memberId: string | null; clientId: string | null };
/** A member that announces 0 must not turn a wait for static members into a busy loop. */
const MIN_DEADLINE_MS = 100;
type Pending = { connection: number; timer: TimerSlot };

export const causedBy = (reason: RebalanceReason | null, member: Member | null): Cause => ({
  reason,
  memberId: member?.memberId ?? null,
  clientId: member?.clientId ?? null,
});

export class Group {
  readonly name: string;
  readonly context: GroupContext;
  readonly offsets: OffsetTable;
  phase: GroupPhase = 'Empty';
  generation = 0;
  protocolType: string | null = null;
  protocol: string | null = null;
  leader: string | null = null;
  /** When it last became Empty or Stable. */
  since: number;
  readonly members = new Map<string, Member>();
  /** Static members: instance id → current member id. */
  readonly instances = new Map<string, string>();
  /** Ids handed out with 79 MEMBER_ID_REQUIRED and not used yet (KIP-394). */
  readonly pending = new Map<string, Pending>();
  /** Members that have not sent SyncGroup in this generation. */
  private readonly unsynced = new Set<string>();
  private readonly rebalance: TimerSlot;
  private readonly initialDelay: TimerSlot;
  private readonly syncDeadline: TimerSlot;
  private waitingForMore = false;
  private cause: Cause = causedBy(null, null);

  constructor(name: string, context: GroupContext) {
    this.name = name;
    this.context = context;
    this.offsets = new OffsetTable(name, context);
    this.since = context.clock.now();
    this.rebalance = timerSlot(context.clock);
    this.initialDelay = timerSlot(context.clock);
    this.syncDeadline = timerSlot(context.clock);
  }

  /** Nobody, nothing committed, nothing on its way: may be forgotten. */
  get vacant(): boolean {
    return this.phase === 'Empty' && this.pending.size === 0 && this.offsets.idle;
  }

  tell(cause: Cause): void {
    this.context.emit({ type: 'group-changed', group: groupInfo(this), ...cause });
  }

  persist(): void {
    this.context.save(groupRecord(this));
  }

  // --- sessions -----------------------------------------------------------------------------------------------------

  /** Restarts the session timer; a parked member cannot speak, so its timer stays stopped. */
  touch(member: Member): void {
    if (!member.parked) member.session.set(member.sessionTimeoutMs, () => this.evict([member], 'session-timeout'));
  }

  /** Parks a request; an older one of the same member is answered first (its client has given it up). */
  park(member: Member, parked: Parked): void {
    this.answerParked(member, REBALANCE_IN_PROGRESS);
    member.session.clear();
    member.parked = parked;
  }

  answerParked(member: Member, code: number): void {
    const { parked } = member;
    if (!parked) return;
    member.parked = null;
    if (parked.kind === 'join') parked.resolve(joinError(code, member.memberId));
    else parked.resolve(syncError(code));
  }

  addPending(memberId: string, connection: number, sessionTimeoutMs: number): void {
    const timer = timerSlot(this.context.clock);
    this.pending.set(memberId, { connection, timer });
    timer.set(sessionTimeoutMs, () => {
      this.removePending(memberId);
      this.completeIfAllJoined();
    });
  }

  removePending(memberId: string): boolean {
    this.pending.get(memberId)?.timer.clear();
    return this.pending.delete(memberId);
  }

  // --- rebalance ----------------------------------------------------------------------------------------------------

  /** Opens a rebalance, or goes on with the one that is open. Completes at once when nobody is missing. */
  startRebalance(cause: Cause): void {
    if (this.phase !== 'PreparingRebalance') {
      for (const member of this.members.values()) {
        if (member.parked?.kind !== 'sync') continue;
        this.answerParked(member, REBALANCE_IN_PROGRESS);
        this.touch(member);
      }
      this.stopWaitingForSync();
      if (this.phase === 'Empty') this.waitForMore();
      this.phase = 'PreparingRebalance';
      this.cause = cause;
      this.armRebalanceDeadline();
    }
    this.tell(cause);
    this.completeIfAllJoined();
  }

  completeIfAllJoined(): void {
    if (this.phase !== 'PreparingRebalance' || this.pending.size > 0 || this.waitingForMore) return;
    for (const member of this.members.values()) if (member.parked?.kind !== 'join') return;
    this.completeJoin();
  }

  /** group.initial.rebalance.delay.ms: a group that was Empty may wait a little for the others of its deployment. */
  private waitForMore(): void {
    const delay = this.context.limits.initialRebalanceDelayMs;
    if (delay <= 0) return;
    this.waitingForMore = true;
    this.initialDelay.set(delay, () => {
      this.waitingForMore = false;
      this.completeIfAllJoined();
    });
  }

  private armRebalanceDeadline(): void {
    this.rebalance.set(this.longestRebalanceTimeout(), () => this.completeJoin());
  }

  private longestRebalanceTimeout(): number {
    let longest = MIN_DEADLINE_MS;
    for (const member of this.members.values()) longest = Math.max(longest, member.rebalanceTimeoutMs);
    return longest;
  }

  /** Everybody is here, or the deadline has come: those who did not rejoin are out (static ones keep their session). */
  private completeJoin(): void {
    for (const member of [...this.members.values()]) {
      if (member.parked?.kind !== 'join' && member.instanceId === null) this.remove(member, 'rebalance-timeout');
    }
    const joined = [...this.members.values()].filter((member) => member.parked?.kind === 'join');
    if (joined.length === 0 && this.members.size > 0) {
      this.armRebalanceDeadline();
      return;
    }
    this.stopWaitingForJoin();
    this.generation += 1;
    if (joined.length === 0) this.becomeEmpty();
    else this.becomeCompleting(joined);
  }

  private becomeEmpty(): void {
    this.phase = 'Empty';
    this.protocol = null;
    this.leader = null;
    this.since = this.context.clock.now();
    this.persist();
    this.tell(this.cause);
  }

  private becomeCompleting(joined: Member[]): void {
    if (!joined.some(({ memberId }) => memberId === this.leader)) this.leader = joined[0]?.memberId ?? null;
    this.phase = 'CompletingRebalance';
    this.protocol = chooseProtocol(this.members.values());
    for (const member of this.members.values()) {
      this.unsynced.add(member.memberId);
      this.give(member, noBytes);
    }
    this.syncDeadline.set(this.longestRebalanceTimeout(), () => this.evictUnsynced());
    for (const member of joined) {
      const { parked } = member;
      member.parked = null;
      member.knowsId = true;
      this.touch(member);
      if (parked?.kind === 'join') parked.resolve(joinReply(this, member));
    }
    this.tell(this.cause);
  }

  /** The leader's assignment has come; a member it forgot gets nothing to read. */
  becomeStable(assignments: Map<string, Uint8Array>): void {
    this.phase = 'Stable';
    this.since = this.context.clock.now();
    for (const member of this.members.values()) this.give(member, assignments.get(member.memberId) ?? noBytes);
    this.persist();
    this.tell(this.cause);
  }

  /** Notes that a member has asked for its assignment; when all have, nobody can be late any more. */
  synced(member: Member): void {
    this.unsynced.delete(member.memberId);
    if (this.unsynced.size === 0) this.syncDeadline.clear();
  }

  give(member: Member, assignment: Uint8Array): void {
    member.assignment = assignment;
    const decodes = this.protocolType === 'consumer' && assignment.length > 0;
    member.assigned = decodes ? (this.context.decoder.assignment(assignment) ?? []) : [];
  }

  // --- leaving ------------------------------------------------------------------------------------------------------

  /** Takes members out for one reason and lets the rest of the group go on without them. */
  evict(members: Member[], reason: RebalanceReason): void {
    for (const member of members) this.remove(member, reason);
    this.goOnWithout(causedBy(reason, members[0] ?? null));
  }

  /** Takes one member out and says so; what follows for the group is `goOnWithout`. */
  remove(member: Member, reason: RebalanceReason): void {
    this.answerParked(member, UNKNOWN_MEMBER_ID);
    member.session.clear();
    this.members.delete(member.memberId);
    if (member.instanceId !== null) this.instances.delete(member.instanceId);
    this.synced(member);
    if (this.leader === member.memberId) this.leader = this.members.keys().next().value ?? null;
    const { memberId, clientId } = member;
    this.context.emit({ type: 'member-left', group: this.name, memberId, clientId, reason });
  }

  /** A static member comes back under a new id and keeps its seat. */
  rename(member: Member, newId: string): void {
    const wasUnsynced = this.unsynced.delete(member.memberId);
    this.members.delete(member.memberId);
    if (this.leader === member.memberId) this.leader = newId;
    member.memberId = newId;
    this.members.set(newId, member);
    if (member.instanceId !== null) this.instances.set(member.instanceId, newId);
    if (wasUnsynced) this.unsynced.add(newId);
  }

  goOnWithout(cause: Cause): void {
    if (this.phase !== 'Empty' && this.phase !== 'Dead') this.startRebalance(cause);
  }

  private evictUnsynced(): void {
    const silent = [...this.members.values()].filter(({ memberId }) => this.unsynced.has(memberId));
    this.evict(silent, 'rebalance-timeout');
  }

  private stopWaitingForSync(): void {
    this.unsynced.clear();
    this.syncDeadline.clear();
  }

  private stopWaitingForJoin(): void {
    this.rebalance.clear();
    this.initialDelay.clear();
    this.waitingForMore = false;
  }

  /** Deleted, or the broker stops: answers whoever waits and leaves no timer. */
  bury(): void {
    this.phase = 'Dead';
    this.stopWaitingForSync();
    this.stopWaitingForJoin();
    for (const memberId of [...this.pending.keys()]) this.removePending(memberId);
    for (const member of this.members.values()) {
      this.answerParked(member, COORDINATOR_NOT_AVAILABLE);
      member.session.clear();
    }
  }
}
