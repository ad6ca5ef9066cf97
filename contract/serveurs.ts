// The lab `serveurs`: two server processes of ours, linked by Redis or not, and four clients of the house in one room.
import { z } from 'zod';

export const serverNames = ['A', 'B'] as const;
export type ServerName = (typeof serverNames)[number];

export const clientNames = ['Alice', 'Bob', 'Chloé', 'David'] as const;
export type ClientName = (typeof clientNames)[number];

export const modes = ['alone', 'redis'] as const;
/** Each server with a chat of its own, or both with one, through Redis. */
export type Mode = (typeof modes)[number];

export const serveursBounds = {
  /** Messages of one demonstration. */
  messages: 40,
  /** Demonstrations alive on this machine: two processes each. */
  demos: 4,
  /** Nobody does anything with it for so long: it ends, ms. */
  idleMs: 10 * 60_000,
} as const;

const server = z.enum(serverNames);
const client = z.enum(clientNames);

export const serveursCommand = z.discriminatedUnion('type', [
  /** Somebody looks: they are told what there is to choose from. */
  z.strictObject({ type: z.literal('look') }),
  /** Two servers, two clients each; the demonstration before it ends. */
  z.strictObject({ type: z.literal('start'), mode: z.enum(modes) }),
  z.strictObject({ type: z.literal('say'), client }),
  /** `kill -9` */
  z.strictObject({ type: z.literal('kill'), server }),
  z.strictObject({ type: z.literal('revive'), server }),
  /** To the other server. */
  z.strictObject({ type: z.literal('move'), client }),
  z.strictObject({ type: z.literal('stop') }),
]);
export type ServeursCommand = z.infer<typeof serveursCommand>;

/** `cut`: it cannot reach Redis; `electing`: nobody leads at the moment. */
export type ServerRole = 'leads' | 'follows' | 'electing' | 'cut';
/** `lost`: with the server that led it. */
export type EndReason = 'asked' | 'again' | 'idle' | 'failed' | 'lost';

/** `message`: 1, 2, 3… in one demonstration, as the house counts them; `sequence`: its number in the room, as its server says. */
export type ServeursEvent =
  /** Is there a Redis to link them by? */
  | { type: 'found'; redis: boolean }
  | { type: 'started'; mode: Mode }
  | { type: 'up'; server: ServerName; pid: number; port: number }
  | { type: 'role'; server: ServerName; role: ServerRole }
  | { type: 'down'; server: ServerName; why: 'killed' | 'died' }
  /** It is in the room. `recovered`: null the first time; false: what it had was of another numbering. */
  | { type: 'joined'; client: ClientName; server: ServerName; recovered: boolean | null; sequence: number }
  /** Its connection is no more: its server died, or it leaves for the other. */
  | { type: 'left'; client: ClientName; server: ServerName; why: 'lost' | 'moved' }
  | { type: 'said'; message: number; client: ClientName; server: ServerName }
  /** Its server has answered: it is kept, under this number. */
  | { type: 'stored'; message: number; server: ServerName; sequence: number }
  | { type: 'refused'; message: number; why: string }
  /** `late`: with the answer to a subscription, not when it was said. */
  | { type: 'received'; client: ClientName; message: number; sequence: number; late: boolean }
  /** It asked its server for all that the room has: this message, which is stored, is not there. */
  | { type: 'lacking'; client: ClientName; message: number; server: ServerName }
  /** `keys`: of Redis, deleted with it. */
  | { type: 'ended'; why: EndReason; keys: number };
