// Several servers as one: each has a link to Redis and a beat; one of them leads; the others have a line to it. What is shared is
// built on that by its own room (server/chat/shared, server/realtime/shared-directory.ts), which hears of each change of role.
import { randomBytes } from 'node:crypto';
import type { Ack } from '#contract/errors.ts';
import { type Beat, beatOf, beatScript, type Known, leaseDefaults, leaseKeys, mayTake, partScript } from './lease.ts';
import { type Handler, type Line, type LineClock, type LineEnd, lineDefaults, openLine } from './line.ts';
import { createLink, type RedisLink } from './link.ts';
import { packetOf } from './packet.ts';

export type Role =
  /** Redis cannot be reached: nobody is, as far as this server can tell. */
  | { kind: 'cut' }
  /** Nobody leads: the last one was lost and its lease still runs. */
  | { kind: 'electing' }
  /** `fresh`: another may have led before; `lost`: and Redis may have come back with less than that one had been promised. */
  | { kind: 'leader'; term: number; fresh: boolean; lost: boolean }
  | { kind: 'follower'; line: Line };

export type ClusterStats = { members: number; leads: boolean; linked: boolean; term: number };

export type Cluster = {
  readonly id: string;
  readonly link: RedisLink;
  readonly keys: ReturnType<typeof leaseKeys>;
  /** Name of a key or channel of this cluster. */
  key(name: string): string;
  readonly role: Role;
  /** Told of the role at once, and of each other one. */
  onRole(listener: (role: Role) => void): void;
  /** Everything a leader serves is there: lines may be opened to it from now on. Said again at each taking of the lead. */
  ready(): void;
  /** What is asked or told on a line, at either end. */
  serve(kind: string, handler: Handler): void;
  /** The leader's lines, one a follower. */
  guests(): Iterable<Line>;
  onGuest(listener: (guest: Line) => void): void;
  stats(): ClusterStats;
  close(): Promise<void>;
};

type Clock = LineClock & { now(): number };
type Options = {
  url: string;
  clock: Clock;
  onError: (error: unknown) => void;
  /** Of its keys and channels; without one, that of this Redis database: whoever gives the same shares the same. */
  prefix?: string;
  limits?: Partial<{ [Key in keyof typeof clusterDefaults]: number }>;
};
export const clusterDefaults = { ...leaseDefaults, ...lineDefaults } as const;

/** Null when Redis does not answer now. */
export async function openCluster(options: Options): Promise<Cluster | null> {
  const { clock, onError } = options;
  const limits = { ...clusterDefaults, ...options.limits };
  const id = randomBytes(9).toString('base64url');
  const link = createLink({ url: options.url, name: `relais-${id}`, clock });
  const prefix = options.prefix ?? `relais:${link.database}:`;
  const key = (name: string): string => `${prefix}${name}`;
  const keys = leaseKeys(prefix);
  const keyList = [keys.lease, keys.fence, keys.ran, keys.members];
  const handlers = new Map<string, Handler>();
  const roleListeners = new Set<(role: Role) => void>();
  const guestListeners = new Set<(guest: Line) => void>();
  const guests = new Map<string, { line: string; end: LineEnd }>();

  let role: Role = { kind: 'cut' };
  let members: readonly string[] = [];
  /** The number under which this server last led, and which no other one has followed. */
  let own = 0;
  let seen = 0;
  let ready = false;
  let runSeen = '';
  let linkedAt = 0;
  let line: { leader: string; term: number; id: string; end: LineEnd } | null = null;
  let cancelBeat = (): void => {};
  let closed = false;

  function become(next: Role): void {
    role = next;
    for (const listener of roleListeners) listener(next);
  }

  const channelOf = (server: string): string => key(`to:${server}`);
  const poster = (to: string, lineId: string, term: number) => (n: number, items: readonly unknown[]) =>
    void link.publish(channelOf(to), JSON.stringify({ from: id, line: lineId, term, n, items }));

  function newLine(to: string, lineId: string, term: number): LineEnd {
    const post = poster(to, lineId, term);
    return openLine({ id: lineId, clock, handlers, post, onError, silenceMs: limits.silenceMs });
  }

  function openLineTo(leader: string, term: number): void {
    const lineId = randomBytes(9).toString('base64url');
    const end = newLine(leader, lineId, term);
    const mine = { leader, term, id: lineId, end };
    line = mine;
    end.onEnd(() => {
      if (line !== mine) return;
      line = null;
      if (role.kind === 'follower') become({ kind: 'electing' });
      if (link.state === 'linked') soon(limits.beatMs / 5);
    });
    // The first packet opens it; who leads answers, or says that it does not.
    end.tell('hello', null);
    void end.call('ready', null).then((ack) => {
      if (ack.ok && line === mine) become({ kind: 'follower', line: end });
    });
  }

  function receive(text: string): void {
    const packet = packetOf(text);
    if (packet === null) return;
    const { from, line: lineId, term, n } = packet;
    if (line !== null && line.id === lineId) {
      if (n === -1) line.end.end();
      else line.end.receive(packet);
      return;
    }
    const guest = guests.get(from);
    if (guest?.line === lineId) {
      if (n === -1) guest.end.end();
      else guest.end.receive(packet);
      return;
    }
    if (n !== 0 || role.kind !== 'leader' || term !== role.term || !ready) {
      if (n !== -1) poster(from, lineId, term)(-1, []);
      return;
    }
    // What it had here by an earlier line is over.
    guest?.end.end();
    const end = newLine(from, lineId, term);
    const entry = { line: lineId, end };
    guests.set(from, entry);
    end.onEnd(() => {
      if (guests.get(from) === entry) guests.delete(from);
    });
    for (const listener of guestListeners) listener(end);
    end.receive(packet);
  }

  function soon(ms: number): void {
    cancelBeat();
    if (!closed) cancelBeat = clock.after(ms, () => void beat());
  }

  async function beat(): Promise<void> {
    if (closed || link.state === 'cut') return;
    soon(limits.beatMs);
    line?.end.tick();
    for (const { end } of [...guests.values()]) end.tick();
    const known: Known = {
      own,
      seen,
      restarted: runSeen !== '' && runSeen !== link.run,
      linkedMs: clock.elapsed() - linkedAt,
    };
    const { run } = link;
    const may = mayTake(known, limits.leaseMs);
    try {
      const told = beatOf(
        await link.evaluate(beatScript, keyList, [id, limits.leaseMs, run, may, seen, ready ? 1 : 0]),
      );
      if (!closed && link.state === 'linked' && link.run === run) heard(told, known);
    } catch (error) {
      if (link.state === 'linked') onError(error);
    }
  }

  function heard(told: Beat, known: Known): void {
    ({ members } = told);
    const { holder, term } = told;
    if (holder === id) {
      seen = Math.max(seen, term);
      runSeen = link.run;
      if (role.kind === 'leader' && role.term === term) return;
      line?.end.end();
      const continued = known.own > 0 && known.own === known.seen && (term === known.seen + 1 || term === known.seen);
      own = term;
      ready = false;
      // The answer to the taking itself may have been lost: then nobody knows of a restart.
      become({ kind: 'leader', term, fresh: !continued, lost: !continued && (told.restarted || !told.taken) });
      return;
    }
    if (holder === '') {
      if (role.kind === 'cut') become({ kind: 'electing' });
      return;
    }
    // Somebody else leads.
    if (own > 0) {
      own = 0;
      for (const { end } of [...guests.values()]) end.end();
      become({ kind: 'electing' });
    }
    seen = Math.max(seen, term);
    runSeen = link.run;
    if (role.kind === 'cut') become({ kind: 'electing' });
    if (line !== null && (line.leader !== holder || line.term !== term)) line.end.end();
    if (line === null) openLineTo(holder, term);
  }

  handlers.set('hello', () => undefined);
  handlers.set('ready', () => ({ ok: true, result: null }) satisfies Ack<unknown>);
  link.hear(channelOf(id), receive);
  link.onState((state) => {
    if (closed) return;
    if (state === 'cut') {
      ready = false;
      cancelBeat();
      line?.end.end();
      become({ kind: 'cut' });
      return;
    }
    linkedAt = clock.elapsed();
    for (const { end } of guests.values()) end.excuse();
    soon(0);
  });

  if (!(await link.open())) {
    link.close();
    return null;
  }
  return {
    id,
    link,
    keys,
    key,
    get role() {
      return role;
    },
    onRole(listener) {
      roleListeners.add(listener);
      listener(role);
    },
    ready() {
      ready = role.kind === 'leader';
      // Said in Redis at once: until then, whoever takes over must suppose that something may be missing.
      if (ready) soon(0);
    },
    serve: (kind, handler) => void handlers.set(kind, handler),
    *guests() {
      for (const { end } of guests.values()) yield end;
    },
    onGuest: (listener) => void guestListeners.add(listener),
    stats: () => ({
      members: members.length,
      leads: role.kind === 'leader',
      linked: link.state === 'linked',
      term: seen,
    }),
    async close() {
      closed = true;
      cancelBeat();
      for (const [from, { line: lineId }] of guests) poster(from, lineId, seen)(-1, []);
      if (line !== null) poster(line.leader, line.id, line.term)(-1, []);
      if (link.state === 'linked') await link.evaluate(partScript, keyList, [id]).catch(() => {});
      link.close();
    },
  };
}
