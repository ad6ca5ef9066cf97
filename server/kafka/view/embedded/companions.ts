// Connections that do no visible work: bootstrap, metadata, coordinator. Each accompanies the program that was opened with
// it; when no working connection was opened near it, it is a program that has not begun to work.
import type { Seed, Seen } from './program-types.ts';

/** Connections of one program are opened this close together when it starts, ms. */
const startMs = 5_000;

/** Only a member of a group uses these: such a connection is a member's, whenever it was opened. */
const memberApis = ['Heartbeat', 'SyncGroup', 'OffsetCommit', 'LeaveGroup', 'JoinGroup'];

const near = (a: Seen, b: Seen) => Math.abs(a.info.openedAt - b.info.openedAt) <= startMs;
const isMembers = ({ info }: Seen) => info.apis.some((api) => memberApis.includes(api));

/** Gives each of `rest` to one of `seeds`, or makes seeds of those that stand alone; answers those that must wait. */
export function accompany(seeds: Seed[], rest: Seen[], now: number): Seen[] {
  const waiting: Seen[] = [];
  const alone: Seen[] = [];
  for (const each of rest) {
    const possible = possibleFor(each, seeds, now);
    if (possible.length === 1) possible[0]?.connections.push(each);
    else if (possible.length === 0 && now < each.quietUntil) waiting.push(each);
    else if (possible.length === 0 || each.shown === 'alone') alone.push(each);
    // Between several programs the wire does not say which: it is counted with none.
  }
  const dormant = byStart(alone);
  const awake = awoken(seeds, dormant);
  if (awake) awake.connections.push(...dormant.flat());
  else for (const core of dormant) seeds.push({ core, connections: [...core], members: [] });
  return waiting;
}

function possibleFor(each: Seen, seeds: Seed[], now: number): Seed[] {
  // What was found when the program started is not doubted later, when others of the same name have come.
  const known = seeds.find(({ core }) => core.some(({ info }) => info.connection === each.with));
  if (known && now - each.info.openedAt > startMs) return [known];
  if (isMembers(each)) return seeds.filter(({ members }) => members.length > 0);
  return seeds.filter(({ core }) => core.some((one) => near(one, each)));
}

/** Programs without a role that started at different times are different programs. */
function byStart(alone: Seen[]): Seen[][] {
  const groups: Seen[][] = [];
  for (const each of [...alone].sort((a, b) => a.info.openedAt - b.info.openedAt)) {
    const last = groups.at(-1)?.at(-1);
    if (last && near(last, each)) groups.at(-1)?.push(each);
    else groups.push([each]);
  }
  return groups;
}

/**
 * A program that waited (for a key press, for data) may open its working connection only when it begins. A newcomer that
 * never asked for metadata on its own learnt of the cluster elsewhere: it is the only program that was waiting.
 */
function awoken(seeds: Seed[], dormant: Seen[][]): Seed | null {
  const fresh = seeds.filter(
    ({ core, connections }) =>
      connections.length === core.length &&
      core.every(({ shown, info }) => shown === null && !info.apis.includes('Metadata')),
  );
  const [only] = fresh;
  return only && fresh.length === 1 && dormant.length === 1 ? only : null;
}
