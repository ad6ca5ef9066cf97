// From a name as it was typed to the room or the private topic it leads to, for the one who asks.
import { checkRoom, checkUserId, privateName } from '#contract/chat-names.ts';
import type { Ack } from '#contract/errors.ts';
import type { People, Person } from './people.ts';
import { refusals } from './refusals.ts';
import type { Room } from './room.ts';
import type { Rooms } from './rooms.ts';

/** `read`: null when there is no such room. `write`: it is made if need be. */
export type Find = (typed: string, person: Person | null, purpose: 'read' | 'write') => Ack<Room | null>;

export function createFinder(rooms: Rooms, people: People): Find {
  function findTopic(to: string, person: Person | null, purpose: 'read' | 'write'): Ack<Room | null> {
    const check = checkUserId(to);
    if (!check.ok) return refusals.badName(check.message);
    const id = people.idOf(check.key);
    if (purpose === 'read' && (person === null || id !== person.id)) return refusals.notYours();
    if (id === null) return refusals.notThere(check.name);
    const name = people.byId(id)?.name ?? check.name;
    const topic = rooms.open(`@${id}`, `@${name}`);
    return topic ? { ok: true, result: topic } : refusals.full();
  }
  return (typed, person, purpose) => {
    const to = privateName(typed);
    if (to !== null) return findTopic(to, person, purpose);
    // A room that exists, named as it is: its name was checked when it was made.
    const same = rooms.get(typed);
    if (same) return { ok: true, result: same };
    const check = checkRoom(typed);
    if (!check.ok) return refusals.badName(check.message);
    const known = rooms.get(check.key);
    if (known || purpose === 'read') return { ok: true, result: known };
    if (person?.roomLimiter.take(1) === false) return refusals.tooManyNewRooms();
    const room = rooms.open(check.key, check.name);
    return room ? { ok: true, result: room } : refusals.full();
  };
}
