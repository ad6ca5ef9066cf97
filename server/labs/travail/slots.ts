// How many reports are made at a time on this machine: those beyond wait, first come first served. The rest of the server needs a
// processor too.

export type Slot = { granted: Promise<void> /** Or gives up waiting. Any number of times. */; free(): void };
export type Slots = { take(): Slot };

export function createSlots(count: number): Slots {
  let free = count;
  const waiting: (() => void)[] = [];
  return {
    take() {
      let grant = (): void => {};
      const granted = new Promise<void>((resolve) => {
        grant = resolve;
      });
      let isOver = false;
      if (free > 0) {
        free -= 1;
        grant();
      } else {
        waiting.push(grant);
      }
      return {
        granted,
        free() {
          if (isOver) return;
          isOver = true;
          const place = waiting.indexOf(grant);
          if (place >= 0) {
            waiting.splice(place, 1);
            return;
          }
          const next = waiting.shift();
          if (next) next();
          else free += 1;
        },
      };
    },
  };
}
