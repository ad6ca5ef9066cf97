// What the lab client needs of a connection, and nothing more: a fake one fits in a test.
import type { ChatEvent } from '#contract/chat.ts';
import type { ChatAnswers, ChatRequest, ChatRequestName } from '#contract/chat-socket.ts';
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

export type ChatWireEvents = { opened(): void; lost(): void; heard(events: readonly ChatEvent[]): void };

/** The same connection, as the chat needs it. It is opened by the labs of the page: its header has some. */
export type ChatWire = {
  listen(events: ChatWireEvents): void;
  connected(): boolean;
  /**
   * `answered` is called before anything that was told after the answer is; with null when none came in time, or without a
   * connection.
   */
  ask<Name extends ChatRequestName>(
    name: Name,
    request: ChatRequest<Name>,
    answered: (reply: Ack<ChatAnswers[Name]> | null) => void,
  ): void;
};
