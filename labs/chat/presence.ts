// Presence of one person, as the course draws it: Offline → Connecting → Online → Away. Pure; the server moves it by what
// happens to their connections, a panel may draw it.
import type { PresenceState } from '#contract/chat.ts';

export type PresenceMove =
  /** A connection opens. */
  | 'connect'
  /** It is known whose it is. */
  | 'accepted'
  | 'refused'
  /** A sign of the person: a message, a key. */
  | 'active'
  /** None for a while, or they said so. */
  | 'idle'
  /** Their last connection broke; they may come back in a moment. */
  | 'lost'
  /** Their last connection was closed, or they did not come back. */
  | 'gone';

const moves: Readonly<Record<PresenceState, Partial<Record<PresenceMove, PresenceState>>>> = {
  offline: { connect: 'connecting' },
  connecting: { accepted: 'online', refused: 'offline', gone: 'offline' },
  online: { idle: 'away', lost: 'connecting', gone: 'offline' },
  away: { active: 'online', accepted: 'online', lost: 'connecting', gone: 'offline' },
};

/** The state after `move`; a move that means nothing in this state changes nothing. */
export const nextPresence = (state: PresenceState, move: PresenceMove): PresenceState => moves[state][move] ?? state;
