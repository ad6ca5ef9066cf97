// Whose connection this is (docs/decisions/0008): the first name it gives is its own; a name is one person's, and a mere claim
// gives way to a proof.
import { checkUserId } from '#contract/chat-names.ts';
import type { Ack } from '#contract/errors.ts';
import type { Membership } from './membership.ts';
import type { People, Person } from './people.ts';
import { refusals } from './refusals.ts';
import type { Session } from './session.ts';
import type { Who } from './types.ts';

export type Identify = (session: Session, who: Who) => Ack<string>;

export function createIdentifier(people: People, membership: Membership): Identify {
  function evict(holder: Person): void {
    for (const session of [...holder.sessions]) {
      membership.forget(session, 0);
      session.peer.evicted();
    }
  }

  function attach(session: Session, person: Person): void {
    session.person = person;
    person.sessions.add(session);
  }

  return (session, who) => {
    const check = checkUserId(who.name);
    if (!check.ok) return refusals.badName(check.message);
    const { person } = session;
    if (person && person.id !== who.id) return refusals.another(person.name);
    if (person && person.name === check.name) return { ok: true, result: person.name };
    const holder = people.bySlug(check.key);
    // Without proof, a second connection in the same name is somebody else's; unless its bearer is being waited for.
    const same = holder?.id === who.id && (who.signed || holder.sessions.size === 0);
    if (holder && !same) {
      if (!who.signed || holder.signed) return refusals.taken(check.name);
      evict(holder);
    }
    const known = people.byId(who.id);
    if (known && known.name !== check.name) membership.rename(known, () => people.name(known, check.name, check.key));
    attach(session, people.enter({ ...who, name: check.name }, check.key));
    return { ok: true, result: check.name };
  };
}
