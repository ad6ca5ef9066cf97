// The lab `connexion`: from TCP connections to attempts of programs. A program is told by its machine and its client id; until
// it has said one, a connection stands for itself. Pure, bounded.
import type { ConnexionEvent, Place, Work } from '#contract/connexion-events.ts';
import type { Lab } from '../lab.ts';

export type Attempt = {
  key: string;
  /** Address of its last connection. */
  address: string;
  clientId: string | null;
  library: string | null;
  version: string | null;
  /** How many times it came, as far as silences tell. */
  tries: number;
  /** Of the last try, ms since 1970. */
  startedAt: number;
  lastAt: number;
  /** Connections of the last try that are still open. */
  open: readonly number[];
  /** API names used in the last try, in order of first use. */
  apis: readonly string[];
  metadataAt: number | null;
  work: readonly { work: Work; name: string }[];
  end: {
    at: number;
    reason: Extract<ConnexionEvent, { type: 'connection.closed' }>['reason'];
    detail: string | null;
  } | null;
};

export type ConnexionState = {
  place: Place | null;
  /** Did the server reach the advertised address itself? Null: not tried yet. */
  reached: { reached: boolean; detail: string | null; at: number } | null;
  /** Oldest first. */
  attempts: readonly Attempt[];
  /** Connections ever opened. */
  knocks: number;
  lastKnock: number | null;
};

const bounds = { attempts: 40, work: 8, apis: 40, text: 200 } as const;
/** Closed for longer than this, then open again: another try. */
const quietMs = 3_000;

export const connexionLab: Lab<ConnexionState, ConnexionEvent> = {
  name: 'connexion',
  initial: () => ({ place: null, reached: null, attempts: [], knocks: 0, lastKnock: null }),
  fold(state, event, at) {
    switch (event.type) {
      case 'place.described':
        return { ...state, place: event.place };
      case 'advertised.checked':
        return { ...state, reached: { reached: event.reached, detail: event.detail, at } };
      case 'connection.opened':
        return opened(state, event, at);
      case 'connection.spoke':
        return spoke(state, event, at);
      case 'connection.worked':
        return change(state, event.connection, (attempt) => ({
          ...attempt,
          lastAt: at,
          work: [
            ...attempt.work.filter(({ work, name }) => work !== event.work || name !== event.name),
            { work: event.work, name: event.name.slice(0, bounds.text) },
          ].slice(-bounds.work),
        }));
      case 'connection.closed':
        return change(state, event.connection, (attempt) => ({
          ...attempt,
          lastAt: at,
          open: attempt.open.filter((each) => each !== event.connection),
          end: { at, reason: event.reason, detail: event.detail?.slice(0, bounds.text) ?? null },
        }));
      default:
        event satisfies never;
        return state;
    }
  },
};

function change(state: ConnexionState, connection: number, next: (attempt: Attempt) => Attempt): ConnexionState {
  const index = state.attempts.findLastIndex(({ open }) => open.includes(connection));
  const attempt = state.attempts[index];
  return attempt ? { ...state, attempts: state.attempts.with(index, next(attempt)) } : state;
}

const bounded = (attempts: readonly Attempt[]): readonly Attempt[] =>
  attempts.length <= bounds.attempts ? attempts : attempts.slice(-bounds.attempts);

function opened(
  state: ConnexionState,
  { connection, address }: Extract<ConnexionEvent, { type: 'connection.opened' }>,
  at: number,
): ConnexionState {
  const fresh: Attempt = {
    key: `c${connection}`,
    address,
    clientId: null,
    library: null,
    version: null,
    tries: 1,
    startedAt: at,
    lastAt: at,
    open: [connection],
    apis: [],
    metadataAt: null,
    work: [],
    end: null,
  };
  return { ...state, attempts: bounded([...state.attempts, fresh]), knocks: state.knocks + 1, lastKnock: at };
}

/** `127.0.0.1:51034`, `[::1]:51034`: the machine, loopback in all its forms being one. */
export function machineOf(address: string): string {
  const host = address.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
  return host === '::1' || host.startsWith('127.') ? 'loopback' : host;
}

const union = (one: readonly string[], other: readonly string[]): readonly string[] =>
  [...new Set([...one, ...other])].slice(0, bounds.apis);

function spoke(
  state: ConnexionState,
  event: Extract<ConnexionEvent, { type: 'connection.spoke' }>,
  at: number,
): ConnexionState {
  const mine = state.attempts.findLast(({ open }) => open.includes(event.connection));
  if (!mine) return state;
  const key = event.clientId === null ? mine.key : `${machineOf(mine.address)} ${event.clientId}`;
  const before = key === mine.key ? undefined : state.attempts.find((attempt) => attempt.key === key);
  const base = before ? joined(before, mine) : mine;
  const next: Attempt = {
    ...base,
    key,
    clientId: event.clientId?.slice(0, bounds.text) ?? base.clientId,
    library: event.library ?? base.library,
    version: event.version ?? base.version,
    apis: union(base.apis, event.apis),
    metadataAt: base.metadataAt ?? (event.apis.includes('Metadata') ? at : null),
    lastAt: at,
  };
  return { ...state, attempts: [...state.attempts.filter((each) => each !== mine && each !== before), next] };
}

/** One more connection of a program already known: of the same try, or the beginning of another. */
function joined(before: Attempt, mine: Attempt): Attempt {
  const quiet = before.open.length === 0 && mine.startedAt - before.lastAt > quietMs;
  if (quiet) return { ...mine, library: before.library, version: before.version, tries: before.tries + 1 };
  return { ...before, address: mine.address, open: [...before.open, ...mine.open], end: null };
}
