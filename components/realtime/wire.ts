// What the lab client needs of a connection, and nothing more: a fake one fits in a test.
import type { Ack } from '#contract/errors.ts';
import type { Frame, JoinReply } from '#contract/journal.ts';
import type { CommandRequest, Hello, JoinRequest, LeaveRequest } from '#contract/socket.ts';

export type WireEvents = {
  opened(): void;
  hello(hello: Hello): void;
  lost(): void;
  frames(frames: readonly Frame[]): void;
};

/** The three calls reject when no answer came in time or the connection fell; what the server refused is an Ack. */
export type Wire = {
  /** Starts connecting, and reconnects until the page closes. Called again: nothing happens. */
  open(events: WireEvents): void;
  connected(): boolean;
  join(request: JoinRequest): Promise<Ack<JoinReply>>;
  leave(request: LeaveRequest): Promise<Ack<null>>;
  command(request: CommandRequest): Promise<Ack<unknown>>;
};
