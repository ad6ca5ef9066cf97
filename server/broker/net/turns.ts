// Who comes next when there is more than one turn of the event loop can serve. A connection has one turn in each; after it,
// it stands in line, and of those in line one goes on in each turn of the loop: whoever asks little is served between.
// One event loop, one line: this module belongs to its thread.

const line = new Set<() => void>();
let number = 1;
let armed = false;

function arm(): void {
  if (armed) return;
  armed = true;
  setImmediate(next);
}

function next(): void {
  armed = false;
  number += 1;
  for (const go of line) {
    line.delete(go);
    if (line.size > 0) arm();
    go();
    return;
  }
}

/** A number for this turn of the event loop: another one once sockets could be looked at again. */
export function loopTurn(): number {
  arm();
  return number;
}

/** Calls `go` once, in a later turn of the loop, after those that wait already. The same function waits once. */
export function standInLine(go: () => void): void {
  line.add(go);
  arm();
}
