// Programs as shown to people: follows connections and members, tells who appeared, changed and left, and never flickers.
import type { ClientRole, ClientView, KafkaEvent, LeaveCause } from '#contract/kafka-events.ts';
import type { ConnectionInfo, GroupInfo, MemberInfo } from '#server/broker/index.ts';
import type { Bridge } from '../../types.ts';
import type { Program, Seen } from './program-types.ts';
import { attribute, graceMs, placeKey } from './programs.ts';
import { byCertainty, claim, isIdlePageProducer, type Shown, sameButConnections, working } from './shown-programs.ts';
import { hostOf } from './wording.ts';

type Known = Seen & { reads: Set<string> };
type Bucket = { connections: Map<number, Known>; members: Map<string, MemberInfo>; shown: Set<Shown> };

export type Clients = {
  connection(info: ConnectionInfo): void;
  closed(connection: number, cause: LeaveCause): void;
  group(group: GroupInfo): void;
  groupDeleted(group: string): void;
  memberLeft(memberId: string, cause: LeaveCause): void;
  /** Remembers what a connection reads; answers the members behind it. */
  reads(connection: number, topic: string, partition: number): MemberInfo[];
  /**
   * Brings the picture up to date and tells what changed in it. In the middle of a batch a mere change in the number of
   * connections is kept for its end: a program that closes three of them leaves once.
   */
  settle(when: 'midway' | 'end'): KafkaEvent[];
  /** When `settle` should be called again although nothing happened, ms since 1970. */
  lookAgainAt(): number | null;
  /** The ClientView id behind a connection or a member. */
  idOfConnection(connection: number): string | null;
  idOfMember(memberId: string): string | null;
  addressOf(connection: number): string | null;
};

const maxReads = 500;

export function createClients(options: { ownerOfClientId: Bridge['ownerOfClientId']; now(): number }): Clients {
  const buckets = new Map<string, Bucket>();
  const bucketOf = new Map<number, string>();
  const groups = new Map<string, { key: string; memberId: string }[]>();
  const byConnection = new Map<number, Shown>();
  const byMember = new Map<string, Shown>();
  const dirty = new Set<string>();
  /** Buckets with a change that can wait for the end of the batch. */
  const late = new Set<string>();
  const lookAgain = new Map<string, number>();
  let nextId = 1;

  const keyOf = (clientId: string | null, address: string) => JSON.stringify([clientId, hostOf(address)]);

  function bucket(key: string): Bucket {
    const found = buckets.get(key) ?? { connections: new Map(), members: new Map(), shown: new Set() };
    buckets.set(key, found);
    dirty.add(key);
    return found;
  }

  function viewOf(program: Program, before: Shown | undefined): ClientView {
    const infos = program.connections.map(({ info }) => info);
    const first = infos.reduce((a, b) => (b.openedAt < a.openedAt ? b : a));
    const told = infos.find(({ softwareName }) => softwareName !== null);
    const behind = first.clientId === null ? null : options.ownerOfClientId(first.clientId);
    const roles: ClientRole[] = before ? [...new Set([...before.view.roles, ...program.roles])] : program.roles;
    return {
      id: before?.view.id ?? `k-${nextId++}`,
      clientId: first.clientId,
      library: told?.softwareName ?? before?.view.library ?? null,
      libraryVersion: told?.softwareVersion ?? before?.view.libraryVersion ?? null,
      // The card keeps the address it appeared with, as long as that connection lives.
      address: infos.some(({ address }) => address === before?.view.address)
        ? (before?.view.address ?? first.address)
        : (working(program) ?? first).address,
      origin: behind ? 'page' : 'outside',
      owner: behind?.owner ?? null,
      roles,
      connections: infos.length,
      since: before?.view.since ?? first.openedAt,
    };
  }

  function settleBucket(key: string, when: 'midway' | 'end'): KafkaEvent[] {
    const own = buckets.get(key);
    if (!own) return [];
    const [clientId] = JSON.parse(key) as [string | null, string];
    const oneProgram = clientId !== null && options.ownerOfClientId(clientId) !== null;
    const result = attribute([...own.connections.values()], [...own.members.values()], options.now(), oneProgram);
    if (result.lookAgainAt === null) lookAgain.delete(key);
    else lookAgain.set(key, result.lookAgainAt);

    const events: KafkaEvent[] = [];
    const unclaimed = new Set(own.shown);
    own.shown = new Set();
    for (const program of byCertainty(result.programs)) {
      const before = claim(program, unclaimed);
      if (before) unclaimed.delete(before);
      const seen = viewOf(program, before);
      const isMinor = before !== undefined && sameButConnections(seen, before.view);
      if (isMinor && when === 'midway') late.add(key);
      const view = isMinor && when === 'midway' ? before.view : seen;
      const shown: Shown = before ?? {
        view,
        core: new Set(),
        connections: new Set(),
        works: false,
        memberIds: new Set(),
        saidGoodbye: false,
        closed: 'closed',
      };
      if (!before) events.push({ type: 'client.appeared', client: view });
      else if (JSON.stringify(view) !== JSON.stringify(before.view)) {
        events.push({ type: 'client.changed', client: view });
      }
      remember(shown, program, view, own);
    }
    for (const gone of unclaimed) {
      forget(gone);
      events.push({ type: 'client.left', id: gone.view.id, cause: gone.saidGoodbye ? 'clean' : gone.closed });
    }
    if (own.connections.size === 0 && own.members.size === 0) buckets.delete(key);
    return events;
  }

  function remember(shown: Shown, program: Program, view: ClientView, own: Bucket): void {
    forget(shown);
    const ids = (list: Seen[]) => new Set(list.map(({ info }) => info.connection));
    shown.view = view;
    shown.core = ids(program.core);
    shown.connections = ids(program.connections);
    shown.works = program.roles.length > 0;
    shown.memberIds = new Set(program.members.map(({ memberId }) => memberId));
    if (shown.memberIds.size > 0) shown.saidGoodbye = false;
    for (const connection of shown.connections) {
      byConnection.set(connection, shown);
      const known = own.connections.get(connection);
      if (!known) continue;
      known.shown = shown.works ? 'working' : 'alone';
      known.with = shown.core.has(connection) ? null : (program.core[0]?.info.connection ?? null);
      if (shown.core.has(connection)) known.serves = program.members[0]?.memberId ?? known.serves;
    }
    for (const memberId of shown.memberIds) byMember.set(memberId, shown);
    own.shown.add(shown);
  }

  function forget(shown: Shown): void {
    for (const each of shown.connections) if (byConnection.get(each) === shown) byConnection.delete(each);
    for (const each of shown.memberIds) if (byMember.get(each) === shown) byMember.delete(each);
  }

  function removeMembers(group: string): void {
    for (const { key, memberId } of groups.get(group) ?? []) bucket(key).members.delete(memberId);
    groups.delete(group);
  }

  return {
    connection(info) {
      const key = keyOf(info.clientId, info.address);
      const oldKey = bucketOf.get(info.connection);
      const before = oldKey === undefined ? undefined : buckets.get(oldKey)?.connections.get(info.connection);
      if (oldKey !== undefined && oldKey !== key) bucket(oldKey).connections.delete(info.connection);
      bucketOf.set(info.connection, key);
      bucket(key).connections.set(info.connection, {
        reads: new Set(),
        serves: null,
        with: null,
        shown: null,
        quietUntil: info.openedAt + graceMs,
        ...before,
        info,
      });
    },
    closed(connection, cause) {
      const key = bucketOf.get(connection);
      if (key === undefined) return;
      bucketOf.delete(connection);
      const shown = byConnection.get(connection);
      // A page's own producer is closed by the bridge when it has nothing to do: that is no accident.
      if (shown) shown.closed = cause === 'closed' && isIdlePageProducer(shown.view) ? 'clean' : cause;
      const own = bucket(key).connections;
      own.delete(connection);
      if (!shown || [...shown.core].some((each) => own.has(each))) return;
      // What is left of the program is about to close as well: it is not a new one.
      for (const each of shown.connections) {
        const companion = own.get(each);
        if (companion) companion.quietUntil = Math.max(companion.quietUntil, options.now() + graceMs);
      }
    },
    group(group) {
      removeMembers(group.group);
      const members = group.members.map((member) => {
        const known = member.connection === null ? undefined : bucketOf.get(member.connection);
        const key = known ?? keyOf(member.clientId, member.clientHost);
        bucket(key).members.set(member.memberId, member);
        return { key, memberId: member.memberId };
      });
      if (members.length > 0) groups.set(group.group, members);
    },
    groupDeleted: removeMembers,
    memberLeft(memberId, cause) {
      const shown = byMember.get(memberId);
      if (shown && cause === 'clean') shown.saidGoodbye = true;
    },
    reads(connection, topic, partition) {
      const key = bucketOf.get(connection);
      const known = key === undefined ? undefined : buckets.get(key)?.connections.get(connection);
      if (!known || key === undefined) return [];
      const place = placeKey(topic, partition);
      if (!known.reads.has(place) && known.reads.size < maxReads) {
        known.reads.add(place);
        if (known.serves === null || !buckets.get(key)?.members.has(known.serves)) dirty.add(key);
      }
      const members = buckets.get(key)?.members;
      const ids = [...(byConnection.get(connection)?.memberIds ?? [])];
      return ids.flatMap((id) => members?.get(id) ?? []);
    },
    settle(when) {
      const now = options.now();
      for (const [key, at] of lookAgain) if (at <= now) dirty.add(key);
      if (when === 'end') for (const key of late) dirty.add(key);
      if (when === 'end') late.clear();
      const events = [...dirty].flatMap((key) => settleBucket(key, when));
      dirty.clear();
      return events;
    },
    lookAgainAt: () => (lookAgain.size === 0 ? null : Math.min(...lookAgain.values())),
    idOfConnection: (connection) => byConnection.get(connection)?.view.id ?? null,
    idOfMember: (memberId) => byMember.get(memberId)?.view.id ?? null,
    addressOf(connection) {
      const key = bucketOf.get(connection);
      return key === undefined ? null : (buckets.get(key)?.connections.get(connection)?.info.address ?? null);
    },
  };
}
