// One thing after the other, for each person: what they ask while an earlier demand is under way waits for its end.

export type InTurn = <T>(owner: string, work: () => Promise<T>) => Promise<T>;

export function createInTurn(): InTurn {
  const busy = new Map<string, Promise<unknown>>();
  return (owner, work) => {
    const done = (busy.get(owner) ?? Promise.resolve()).then(work, work);
    busy.set(owner, done);
    const forget = (): void => {
      if (busy.get(owner) === done) busy.delete(owner);
    };
    done.then(forget, forget);
    return done;
  };
}
