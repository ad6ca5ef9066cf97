// The Socket.IO edge: every event, both ways. Imperative from the browser, past tense or frames from the server.
import { z } from 'zod';
import type { ChatToClient, ChatToServer } from './chat-socket.ts';
import type { Ack } from './errors.ts';
import type { Frame, JoinReply } from './journal.ts';

export const labName = z.string().regex(/^[a-z][a-z-]{0,31}$/);

export const joinRequest = z.strictObject({
  lab: labName,
  epoch: z.string().max(64).optional(),
  /** The next offset wanted: last processed + 1. */
  offset: z.int().min(0).optional(),
});
export type JoinRequest = z.infer<typeof joinRequest>;

export const leaveRequest = z.strictObject({ lab: labName });
export type LeaveRequest = z.infer<typeof leaveRequest>;

/** `id` is made by the page; the same id sent twice by the same person is carried out once and answered twice alike. */
export const commandRequest = z.strictObject({
  lab: labName,
  id: z.string().min(8).max(64),
  /** For labs with workspaces: the slug of the sandbox acted in; absent in the class. Names in `command` are without prefix. */
  workspace: z
    .string()
    .regex(/^[a-z0-9-]{2,200}$/)
    .optional(),
  command: z.unknown(),
});
export type CommandRequest = z.infer<typeof commandRequest>;

export type ClientToServer = ChatToServer & {
  'lab:join': (request: JoinRequest, ack: (reply: Ack<JoinReply>) => void) => void;
  'lab:leave': (request: LeaveRequest, ack: (reply: Ack<null>) => void) => void;
  'lab:command': (request: CommandRequest, ack: (reply: Ack<unknown>) => void) => void;
};

export type ServerToClient = ChatToClient & {
  /** Sent once per connection, before anything else. */
  hello: (hello: Hello) => void;
  /** One flush: at most one a turn per socket. */
  f: (frames: Frame[]) => void;
};

/** Who the server says you are: `person` is the public id found in `owner` and `person` of events, never the cookie. */
export type Hello = {
  person: string;
  version: string;
  /** The server's clock, ms since 1970: ages are told by it, not by the page's own. */
  now: number;
  /** Their pseudonym (contract/person.ts), kept in the cookie; null before they chose one. */
  name: string | null;
  /** The pseudonym in their cookie, when somebody else here bears it at the moment; `name` is then null. */
  wanted: string | null;
};
