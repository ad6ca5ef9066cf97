// The lab `serveurs`, one person's: two servers, who is where, what was said, and what each client was given, as it was told.
import {
  type ClientName,
  clientNames,
  type EndReason,
  type Mode,
  type ServerName,
  type ServerRole,
  type ServeursEvent,
  serverNames,
} from '#contract/serveurs.ts';
import type { Lab } from '../lab.ts';

export type ServerView = {
  readonly name: ServerName;
  /** Null while there is no process. */
  readonly process: { readonly pid: number; readonly port: number } | null;
  /** Why there is none any more. */
  readonly down: 'killed' | 'died' | null;
  /** Null without Redis. */
  readonly role: ServerRole | null;
};
export type Got = { readonly message: number; readonly sequence: number; readonly late: boolean };
export type ClientView = {
  readonly name: ClientName;
  /** The server it was in the room of last; null before. */
  readonly server: ServerName | null;
  readonly there: boolean;
  readonly recovered: boolean | null;
  /** In the order in which they came. */
  readonly got: readonly Got[];
  /** Messages that its server does not have, and that it was never given. */
  readonly lacks: readonly number[];
};
export type MessageView = {
  readonly message: number;
  readonly by: ClientName;
  readonly on: ServerName;
  /** Null while its server has not answered. */
  readonly sequence: number | null;
  readonly refused: string | null;
};
export type ServeursState = {
  /** Is there one? Null before anybody looked. */
  readonly redis: boolean | null;
  /** The demonstration that goes on, or the last one; null before the first. */
  readonly mode: Mode | null;
  readonly ended: { readonly why: EndReason; readonly keys: number } | null;
  readonly servers: readonly ServerView[];
  readonly clients: readonly ClientView[];
  readonly messages: readonly MessageView[];
  readonly told: readonly { readonly at: number; readonly event: ServeursEvent }[];
  /** Events that are no longer kept. */
  readonly forgotten: number;
};

export const keptEvents = 800;

const nothing = {
  servers: serverNames.map((name): ServerView => ({ name, process: null, down: null, role: null })),
  clients: clientNames.map(
    (name): ClientView => ({ name, server: null, there: false, recovered: null, got: [], lacks: [] }),
  ),
  messages: [],
  ended: null,
};

export const serveursLab: Lab<ServeursState, ServeursEvent> = {
  name: 'serveurs',
  initial: () => ({ redis: null, mode: null, ...nothing, told: [], forgotten: 0 }),
  fold(state, event, at) {
    const next = step(state, event);
    const room = Math.max(0, next.told.length + 1 - keptEvents);
    return { ...next, told: [...next.told.slice(room), { at, event }], forgotten: next.forgotten + room };
  },
  // Its two processes died with the server that led them.
  left: (state) =>
    isOpen(state)
      ? serveursLab.fold(state, { type: 'ended', why: 'lost', keys: 0 }, state.told.at(-1)?.at ?? 0)
      : state,
};

export const isOpen = ({ mode, ended }: ServeursState): boolean => mode !== null && ended === null;

function server(state: ServeursState, name: ServerName, change: Partial<ServerView>): ServeursState {
  return { ...state, servers: state.servers.map((each) => (each.name === name ? { ...each, ...change } : each)) };
}
function client(state: ServeursState, name: ClientName, how: (view: ClientView) => Partial<ClientView>): ServeursState {
  return { ...state, clients: state.clients.map((each) => (each.name === name ? { ...each, ...how(each) } : each)) };
}
function message(state: ServeursState, number: number, change: Partial<MessageView>): ServeursState {
  return {
    ...state,
    messages: state.messages.map((each) => (each.message === number ? { ...each, ...change } : each)),
  };
}

function step(state: ServeursState, event: ServeursEvent): ServeursState {
  switch (event.type) {
    case 'found':
      return { ...state, redis: event.redis };
    case 'started':
      return { ...state, ...nothing, mode: event.mode };
    case 'up': {
      const { pid, port } = event;
      return server(state, event.server, { process: { pid, port }, down: null });
    }
    case 'role':
      return server(state, event.server, { role: event.role });
    case 'down':
      return server(state, event.server, { process: null, down: event.why, role: null });
    case 'joined': {
      const { recovered } = event;
      return client(state, event.client, () => ({ server: event.server, there: true, recovered }));
    }
    case 'left':
      return client(state, event.client, () => ({ there: false }));
    case 'said': {
      const view: MessageView = {
        message: event.message,
        by: event.client,
        on: event.server,
        sequence: null,
        refused: null,
      };
      return { ...state, messages: [...state.messages, view] };
    }
    case 'stored':
      return message(state, event.message, { on: event.server, sequence: event.sequence });
    case 'refused':
      return message(state, event.message, { refused: event.why });
    case 'received': {
      const got: Got = { message: event.message, sequence: event.sequence, late: event.late };
      return client(state, event.client, (view) => ({
        got: [...view.got, got],
        lacks: view.lacks.filter((each) => each !== event.message),
      }));
    }
    case 'lacking':
      return client(state, event.client, (view) => ({ lacks: [...view.lacks, event.message] }));
    case 'ended': {
      const { why, keys } = event;
      const stopped = { process: null, role: null };
      return {
        ...state,
        ended: { why, keys },
        servers: state.servers.map((each) => ({ ...each, ...stopped })),
        clients: state.clients.map((each) => ({ ...each, there: false })),
      };
    }
    default:
      event satisfies never;
      return state;
  }
}
