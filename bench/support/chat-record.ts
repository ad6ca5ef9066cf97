// What a client of the chat recorded, and the judgement over all of them: only what clients saw counts, never what the server says.

/** Told in order: a message, numbers said to be gone (from, to), another numbering. */
export type Entry =
  | { kind: 'message'; sequence: number; publication: number }
  | { kind: 'gone'; from: number; to: number };

/** One numbering as one client lived it. `first`: the number it was to begin with. */
type Segment = { epoch: string; first: number; entries: Entry[] };

export type ChatRecord = {
  readonly segments: Segment[];
  /** The client is in the room from this number on. */
  begin(epoch: string, first: number): void;
  message(sequence: number, publication: number): void;
  gone(from: number, to: number): void;
  reset(epoch: string): void;
  /** The answer to a subscription: another numbering than the one nothing was read of yet. */
  renumbered(epoch: string): void;
  /** The number that is due next. */
  next(): number;
};

export function createRecord(): ChatRecord {
  const segments: Segment[] = [];
  let next = 0;
  const add = (entry: Entry): void => {
    segments.at(-1)?.entries.push(entry);
  };
  return {
    segments,
    begin(epoch, first) {
      segments.push({ epoch, first, entries: [] });
      next = first;
    },
    message(sequence, publication) {
      add({ kind: 'message', sequence, publication });
      next = Math.max(next, sequence + 1);
    },
    gone(from, to) {
      add({ kind: 'gone', from, to });
      next = Math.max(next, to + 1);
    },
    reset(epoch) {
      segments.push({ epoch, first: 1, entries: [] });
      next = 1;
    },
    renumbered(epoch) {
      const last = segments.at(-1);
      if (last && last.entries.length === 0) last.epoch = epoch;
    },
    next: () => next,
  };
}

/** What was said, and what its sender was told of it. */
export type Publication = { acked: { epoch: string; sequence: number } | null; refused: boolean };

export type Judgement = {
  deliveries: number;
  /** Numbers that were told to be gone. */
  gone: number;
  silentGaps: number;
  duplicates: number;
  reordered: number;
  /** Two clients read different things under one number. */
  disagreements: number;
  /** One publication under two numbers of one numbering. */
  storedTwice: number;
  /** Acknowledged, read by nobody, and gone for nobody, in the numbering that went on. */
  ackedLost: number;
  /** Acknowledged under another number than it is read under. */
  ackedWrong: number;
  refusedButStored: number;
  examples: string[];
};

/** `last`: the numbering that went on to the end; of earlier ones the server lost the past, by the run's own doing. */
export function judge(
  records: readonly { name: string; record: ChatRecord }[],
  publications: readonly Publication[],
  last: string,
): Judgement {
  const told: Judgement = {
    deliveries: 0,
    gone: 0,
    silentGaps: 0,
    duplicates: 0,
    reordered: 0,
    disagreements: 0,
    storedTwice: 0,
    ackedLost: 0,
    ackedWrong: 0,
    refusedButStored: 0,
    examples: [],
  };
  const found = (kind: keyof Omit<Judgement, 'examples'>, what: string): void => {
    told[kind] += 1;
    if (told.examples.length < 12) told.examples.push(`${kind}: ${what}`);
  };
  /** By epoch: what each number is, and under which number each publication is. */
  const numbers = new Map<string, Map<number, number>>();
  const places = new Map<string, Map<number, number>>();
  /** Numbers that the server no longer had when somebody came for them. */
  const evicted = new Map<string, Map<number, number>>();
  const of = (maps: Map<string, Map<number, number>>, epoch: string): Map<number, number> => {
    const known = maps.get(epoch) ?? new Map<number, number>();
    maps.set(epoch, known);
    return known;
  };

  function walk(name: string, { epoch, first, entries }: Segment): void {
    let next = first;
    const seen = new Set<number>();
    for (const entry of entries) {
      if (entry.kind === 'gone') {
        told.gone += entry.to - entry.from + 1;
        for (let number = entry.from; number <= entry.to; number += 1) of(evicted, epoch).set(number, 1);
        if (entry.from > next)
          found('silentGaps', `${name} wanted ${next}, was told ${entry.from} to ${entry.to} are gone`);
        if (entry.from < next) found('reordered', `${name} was past ${next}, was told ${entry.from} is gone`);
        next = entry.to + 1;
        continue;
      }
      const { sequence, publication } = entry;
      told.deliveries += 1;
      if (seen.has(sequence)) found('duplicates', `${name} got ${sequence} again`);
      else if (sequence > next) found('silentGaps', `${name} wanted ${next}, got ${sequence}`);
      else if (sequence < next) found('reordered', `${name} wanted ${next}, got ${sequence}`);
      seen.add(sequence);
      next = Math.max(next, sequence + 1);
      const known = of(numbers, epoch).get(sequence);
      if (known === undefined) of(numbers, epoch).set(sequence, publication);
      else if (known !== publication)
        found('disagreements', `${name} read ${publication} as ${sequence}, others ${known}`);
      const place = of(places, epoch).get(publication);
      if (place === undefined) of(places, epoch).set(publication, sequence);
      else if (place !== sequence) found('storedTwice', `publication ${publication} is ${place} and ${sequence}`);
    }
  }
  for (const { name, record } of records) for (const segment of record.segments) walk(name, segment);

  for (const [index, { acked, refused }] of publications.entries()) {
    const place = of(places, last).get(index);
    if (refused && place !== undefined && acked === null) found('refusedButStored', `publication ${index} is ${place}`);
    if (acked === null || acked.epoch !== last) continue;
    if (place === undefined && of(evicted, last).has(acked.sequence)) continue;
    if (place === undefined) found('ackedLost', `publication ${index}, acknowledged as ${acked.sequence}`);
    else if (place !== acked.sequence)
      found('ackedWrong', `publication ${index} is ${place}, was told ${acked.sequence}`);
  }
  return told;
}
