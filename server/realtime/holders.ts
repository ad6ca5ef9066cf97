// At which servers a person has a page: they are away when the last of them has none, and gone a while after a server was lost
// with their page, unless they came back by another one.
import type { Clock } from './clock.ts';
import { peopleDefaults } from './people.ts';

/** Nobody in particular: an earlier leader had them. */
const before = Symbol('before');
/** Who is waited for after a change of the lead, ms. */
const expectMs = 5_000;

export function createHolders<Server>(options: {
  clock: Clock;
  away: (id: string) => void;
  gone: (id: string) => void;
}) {
  const { clock } = options;
  type By = Server | typeof before;
  /** `here`: of those, where a page is open now. `lost`: those that say nothing more. */
  type Held = { by: Set<By>; here: Set<By>; lost: Set<By>; cancel: () => void };
  const held = new Map<string, Held>();

  function away(by: By, id: string): void {
    const person = held.get(id);
    if (person?.here.delete(by) && person.here.size === 0) options.away(id);
  }
  function gone(by: By, id: string): void {
    away(by, id);
    const person = held.get(id);
    if (!person?.by.delete(by) || person.by.size > 0) return;
    person.cancel();
    held.delete(id);
    options.gone(id);
  }
  function enter(by: By, id: string): Held {
    const person = held.get(id) ?? { by: new Set(), here: new Set(), lost: new Set(), cancel: () => {} };
    held.set(id, person);
    person.by.add(by);
    person.here.add(by);
    return person;
  }
  function lose(by: By, id: string, person: Held): void {
    away(by, id);
    person.lost.add(by);
    person.cancel();
    person.cancel = clock.after(peopleDefaults.graceMs, () => {
      for (const each of [...person.lost]) gone(each, id);
    });
  }

  return {
    entered(by: Server, id: string): void {
      const person = enter(by, id);
      person.cancel();
      for (const each of new Set<By>([before, ...person.lost])) {
        person.by.delete(each);
        person.here.delete(each);
      }
      person.lost.clear();
    },
    away: (by: Server, id: string): void => away(by, id),
    gone: (by: Server, id: string): void => gone(by, id),
    /** An earlier leader had them: they are here, for a while. */
    expect(id: string): void {
      const person = enter(before, id);
      person.cancel = clock.after(expectMs, () => lose(before, id, person));
    },
    /** This server is lost, with the pages it had. */
    lost(by: Server): void {
      for (const [id, person] of held) if (person.by.has(by)) lose(by, id, person);
    },
    close(): void {
      for (const { cancel } of held.values()) cancel();
      held.clear();
    },
  };
}
