// Workspaces of the lab `kafka`: the class shares the names as typed; a student's sandbox is every topic and group whose name
// begins with `<slug>.`. This file turns the whole cluster into what one workspace shows of it. Pure; the prefix itself is
// put on the wire by the server, so that a page cannot choose somebody else's.
import type { KafkaEvent } from '#contract/kafka-events.ts';
import { namelessPrefix, sharedWorkspace } from '#contract/person.ts';
import { parsePositionKey, positionKey } from './position.ts';
import type { ClientState, GroupState, KafkaState, TopicState } from './state.ts';

/** `workspace`: the class, or the slug of a student. `isSandbox`: do names that begin with `<slug>.` belong to a student? */
export type Scope = { readonly workspace: string; isSandbox(slug: string): boolean };

/** What one workspace shows of the whole. */
export type WorkspaceView = {
  state(whole: KafkaState): KafkaState;
  volatile(whole: ReadonlyMap<string, unknown>): ReadonlyMap<string, unknown>;
  /** Does this event belong to the workspace? */
  tells(event: KafkaEvent): boolean;
  /** The event with its names as the workspace shows them. */
  renamed(event: KafkaEvent): KafkaEvent;
};

/** What stands before a name on the wire; nothing in the class. */
export const prefixOf = (workspace: string): string => (workspace === sharedWorkspace ? '' : `${workspace}.`);

/** The name an outside program must use to reach what the page calls `name`. */
export const wireName = (workspace: string, name: string): string => `${prefixOf(workspace)}${name}`;

/** Is this topic or group of the cluster part of the workspace? */
export function isInside({ workspace, isSandbox }: Scope, wire: string): boolean {
  if (workspace !== sharedWorkspace) return wire.startsWith(prefixOf(workspace));
  const dot = wire.indexOf('.');
  const slug = wire.slice(0, Math.max(0, dot));
  return slug === '' || !(isSandbox(slug) || slug.startsWith(namelessPrefix));
}

type Named = { topic: string };
const topicsOf = (members: readonly { assignment: readonly Named[] }[], committed: readonly Named[] = []): string[] =>
  [...members.flatMap(({ assignment }) => assignment), ...committed].map(({ topic }) => topic);

/** What a group reads tells where it belongs; its name, as long as it reads nothing. */
function groupInside(scope: Scope, group: string, topics: readonly string[]): boolean {
  return topics.length > 0 ? topics.some((topic) => isInside(scope, topic)) : isInside(scope, group);
}

/** The same list when no item changes. */
function mapped<T>(list: readonly T[], change: (one: T) => T): readonly T[] {
  const next = list.map(change);
  return next.every((one, index) => one === list[index]) ? list : next;
}

function keep<T>(list: readonly T[], is: (one: T) => boolean): readonly T[] {
  return list.every(is) ? list : list.filter(is);
}

/**
 * The view of one workspace. Names lose their prefix; a name from elsewhere (a program without prefix that reads the
 * sandbox) is shown as `classe/…`. What did not change keeps its reference, as long as the same view is asked.
 */
export function workspaceView(scope: Scope): WorkspaceView {
  const prefix = prefixOf(scope.workspace);
  const inside = (wire: string): boolean => isInside(scope, wire);
  const shown = (wire: string): string =>
    // No name stays no name: marks that are about several groups.
    wire === '' ? '' : wire.startsWith(prefix) ? wire.slice(prefix.length) : `${sharedWorkspace}/${wire}`;
  const known = new WeakMap<object, unknown>();

  /** The same value with every `topic` and `group` inside it as shown. */
  function renamed<T>(value: T): T {
    if (prefix === '' || typeof value !== 'object' || value === null) return value;
    const before = known.get(value);
    if (before !== undefined) return before as T;
    const after = Array.isArray(value)
      ? value.map(renamed)
      : Object.fromEntries(
          Object.entries(value).map(([key, one]) => [
            key,
            (key === 'topic' || key === 'group') && typeof one === 'string' ? shown(one) : renamed(one),
          ]),
        );
    known.set(value, after);
    return after as T;
  }

  /** Records hold no name: they are not looked through. */
  function topic(state: TopicState): TopicState {
    if (prefix === '') return state;
    const before = known.get(state);
    if (before !== undefined) return before as TopicState;
    const after = { ...state, topic: shown(state.topic) };
    known.set(state, after);
    return after;
  }

  function client(state: ClientState): ClientState {
    const produced = keep(state.produced, (each) => inside(each.topic));
    if (produced === state.produced) return renamed(state);
    const producedTotal = produced.reduce((sum, { count }) => sum + count, 0);
    return renamed({ ...state, produced, producedTotal });
  }

  function state(whole: KafkaState): KafkaState {
    const before = known.get(whole);
    if (before !== undefined) return before as KafkaState;
    const after = part(whole);
    known.set(whole, after);
    return after;
  }

  function part(whole: KafkaState): KafkaState {
    const isMine = ({ group, members, committed }: GroupState): boolean =>
      groupInside(scope, group, topicsOf(members, committed));
    const mine = new Map(whole.groups.map((group) => [group.group, isMine(group)]));
    const groupIs = (group: string): boolean => mine.get(group) ?? inside(group);
    const elsewhere = new Set(
      whole.groups.filter((group) => !isMine(group)).flatMap(({ members }) => members.map((member) => member.client)),
    );
    const clientIs = ({ view, produced }: ClientState): boolean =>
      produced.length > 0 ? produced.some((each) => inside(each.topic)) : !elsewhere.has(view.id);
    const factIs = (fact: object): boolean => {
      if ('topic' in fact && typeof fact.topic === 'string') return inside(fact.topic);
      return 'group' in fact && typeof fact.group === 'string' ? groupIs(fact.group) : true;
    };
    return {
      ...whole,
      topics: mapped(
        keep(whole.topics, (each) => inside(each.topic)),
        topic,
      ),
      groups: renamed(keep(whole.groups, isMine)),
      labels: renamed(keep(whole.labels, (each) => inside(each.group))),
      consumers: renamed(keep(whole.consumers, (each) => inside(each.topic))),
      lagHistory: lagHistoryOf(whole.lagHistory),
      clients: mapped(keep(whole.clients, clientIs), client),
      lines: mapped(
        keep(whole.lines, (line) => factIs(line.fact)),
        renamed,
      ),
      experiments: experiments(whole.experiments),
    };
  }

  function lagHistoryOf(whole: KafkaState['lagHistory']): KafkaState['lagHistory'] {
    const pasts = renamed(keep(whole.pasts, (each) => inside(each.topic)));
    return pasts === whole.pasts ? whole : { ...whole, pasts };
  }

  type Experiments = KafkaState['experiments'];
  function experiments(all: Experiments): Experiments {
    const track = <T extends { runs: readonly { topic: string }[] }>(one: T): T => {
      const runs = keep(one.runs, (run) => inside(run.topic));
      return renamed(runs === one.runs ? one : { ...one, runs });
    };
    const experiment = (one: Experiments[string]): Experiments[string] => {
      const common = track(one.common);
      const people = mapped(one.people, track);
      return common === one.common && people === one.people ? one : { common, people };
    };
    const entries = Object.entries(all).map(([id, each]) => [id, experiment(each)] as const);
    return entries.every(([id, each]) => each === all[id]) ? all : Object.fromEntries(entries);
  }

  return {
    state,
    renamed,
    volatile(values) {
      if (prefix === '') return values;
      const own = new Map<string, unknown>();
      for (const [key, value] of values) {
        const place = parsePositionKey(key);
        if (place === null) own.set(key, value);
        else if (inside(place.topic))
          own.set(positionKey(shown(place.group), shown(place.topic), place.partition), value);
      }
      return own;
    },
    tells(event) {
      if ('topic' in event) return inside(event.topic);
      if (event.type === 'consumer.changed') return inside(event.consumer.topic);
      if (event.type === 'group.changed') return groupInside(scope, event.group.group, topicsOf(event.group.members));
      if (event.type === 'offsets.committed')
        return groupInside(
          scope,
          event.group,
          event.offsets.map((each) => each.topic),
        );
      return 'group' in event ? inside(event.group) : true;
    },
  };
}
