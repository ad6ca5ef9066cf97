// Who is in a room, and who has just gone out of the building: the list a page draws. Pure.
import type { ChatMember, PresenceState } from '#contract/chat.ts';

/** People shown as offline after they vanished, at most: the last ones. */
const maxOffline = 10;

/** This member in this state. `add`: although nobody of this name was here. */
export function withMember(
  members: readonly ChatMember[],
  userId: string | null,
  state: PresenceState,
  add = false,
): readonly ChatMember[] {
  const known = members.some((member) => member.userId === userId);
  if (userId === null || (!known && !add)) return members;
  const next = known
    ? members.map((member) => (member.userId === userId ? { userId, state } : member))
    : [...members, { userId, state }];
  return bounded(next);
}

export const departed = (members: readonly ChatMember[], userId: string): readonly ChatMember[] =>
  members.filter((member) => member.userId !== userId);

/** Who the server says is here; those known to be offline stay in sight. */
export function withMembers(before: readonly ChatMember[], now: readonly ChatMember[]): readonly ChatMember[] {
  const here = new Set(now.map(({ userId }) => userId));
  return bounded([...now, ...before.filter(({ userId, state }) => state === 'offline' && !here.has(userId))]);
}

function bounded(members: readonly ChatMember[]): readonly ChatMember[] {
  const extra = members.filter(({ state }) => state === 'offline').length - maxOffline;
  if (extra <= 0) return members;
  let left = extra;
  return members.filter(({ state }) => {
    if (state !== 'offline' || left === 0) return true;
    left -= 1;
    return false;
  });
}
