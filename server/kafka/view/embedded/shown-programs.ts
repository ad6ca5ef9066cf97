// A program as it was shown last, and how the next look recognises it.
import type { ClientView, LeaveCause } from '#contract/kafka-events.ts';
import type { ConnectionInfo } from '#server/broker/index.ts';
import type { Program } from './program-types.ts';

export type Shown = {
  view: ClientView;
  core: Set<number>;
  connections: Set<number>;
  /** It had a role when it was last looked at. */
  works: boolean;
  memberIds: Set<string>;
  /** It said LeaveGroup and has not joined since. */
  saidGoodbye: boolean;
  closed: LeaveCause;
};
/** A difference that can wait: how many connections, and by which address. */
export const sameButConnections = (a: ClientView, b: ClientView) =>
  JSON.stringify({ ...a, connections: 0, address: '' }) === JSON.stringify({ ...b, connections: 0, address: '' });

export const isIdlePageProducer = (view: ClientView) => view.origin === 'page' && !view.roles.includes('consumer');

/** The connection that does the work: the one a student would look for in their own tools. */
export const working = ({ connections }: Program): ConnectionInfo | undefined =>
  connections.map(({ info }) => info).find(({ apis }) => apis.includes('Produce') || apis.includes('Fetch'));

/** Members first: they are known by name, so they claim their earlier selves before anybody else does. */
export const byCertainty = (programs: Program[]): Program[] =>
  [...programs].sort((a, b) => b.members.length - a.members.length || b.roles.length - a.roles.length);

/**
 * The program shown before under another light: the same member, else the same connection at work, else one that had
 * no role yet and shares a connection.
 */
export function claim(program: Program, shown: ReadonlySet<Shown>): Shown | undefined {
  const members = new Set(program.members.map(({ memberId }) => memberId));
  const core = new Set(program.core.map(({ info }) => info.connection));
  const connections = new Set(program.connections.map(({ info }) => info.connection));
  const list = [...shown];
  const some = (ids: ReadonlySet<number>, of: ReadonlySet<number>) => [...ids].some((id) => of.has(id));
  return (
    list.find((each) => [...each.memberIds].some((id) => members.has(id))) ??
    list.find((each) => some(each.core, core)) ??
    list.find((each) => !each.works && some(each.connections, connections))
  );
}
