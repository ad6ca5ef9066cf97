// Reads the ends of all logs of a cluster as they grow, from sixty records back, without a group. A log that grows faster
// than it can be read is told as ranges without records: the ends stay true whatever the load.
import type { KafkaEvent } from '#contract/kafka-events.ts';
import type { Picture } from './picture.ts';
import { briefLimits, type FetchedMessage, shownRecord } from './shown.ts';
import { type Fetched, type FetchWanted, placeKey, type Wire } from './wire.ts';
import type { Writer } from './writers.ts';

const recentRecords = 60;
/** Records shown of one reading of one partition. */
const keptRecords = 16;
/** A reader further behind than this jumps to the recent records. */
const tooFarBehind = 2_000;
const waitMs = 500;
const maxBytes = 256 * 1024;

/** `end` is the log's end at the last look: a log that got shorter is another log. */
type Place = { topic: string; partition: number; leader: number; next: number; start: number; end: number };

export type Tail = {
  /** Learns of new topics, moved starts and leaders, and of logs that ran away; tells what that proves. */
  follow(picture: Picture): KafkaEvent[];
  /** The logs could not be read (a codec we lack, damaged bytes): the next `follow` jumps over what is there now. */
  stumble(): void;
  /** Waits for news in the logs, half a second at most; false when there is nothing to read. */
  read(wire: Wire): Promise<KafkaEvent[] | false>;
};

export type TailOptions = {
  /** Who wrote a record, where it can be known. */
  writerOf(topic: string, partition: number, offset: number): Writer | null;
  /** Waits until what can be known of records just read is known. */
  settled(): Promise<unknown>;
};

export function createTail({ writerOf, settled }: TailOptions): Tail {
  const places = new Map<string, Place>();
  let hasStumbled = false;

  function skip(place: Place, to: number): KafkaEvent[] {
    if (to <= place.next) return [];
    const { topic, partition, next } = place;
    place.next = to;
    const range = { topic, partition, baseOffset: next, count: to - next, bytes: 0 };
    return [{ type: 'records.appended', ...range, client: null, acks: null, kept: [] }];
  }

  function add(place: Place): KafkaEvent[] {
    const { topic, partition, start, end } = place;
    places.set(placeKey(topic, partition), place);
    const events: KafkaEvent[] = [];
    if (start > 0) events.push({ type: 'log.start-moved', topic, partition, logStart: start });
    return [...events, ...skip(place, Math.max(start, end - recentRecords))];
  }

  function moveStart(place: Place, start: number): KafkaEvent[] {
    if (start <= place.start) return [];
    const { topic, partition } = place;
    place.start = start;
    const events = skip(place, Math.max(start, place.next));
    return [...events, { type: 'log.start-moved', topic, partition, logStart: start }];
  }

  function news({ topic, partition, messages }: Fetched): KafkaEvent[] {
    const place = places.get(placeKey(topic, partition));
    if (!place) return [];
    const fresh = messages.filter(({ offset }) => Number(offset) >= place.next);
    const shown = new Set(fresh.filter(isRecord).slice(-keptRecords));
    return runs(fresh, ({ offset }) => writerOf(topic, partition, Number(offset))).map(({ writer, part }) => {
      const records = part.filter(isRecord);
      const bytes = records.reduce((sum, { key, value }) => sum + (key?.length ?? 0) + (value?.length ?? 0), 0);
      const kept = records.filter((each) => shown.has(each)).map((message) => shownRecord(message, briefLimits));
      const end = Number(part.at(-1)?.offset) + 1;
      const range = { topic, partition, baseOffset: place.next, count: end - place.next, bytes };
      place.next = end;
      return { type: 'records.appended', ...range, client: writer?.client ?? null, acks: writer?.acks ?? null, kept };
    });
  }

  /** Topics deleted and made again between two looks. */
  function madeAgain(ends: Picture['ends']): Set<string> {
    const shorter = [...places].filter(([key, { end }]) => (ends.get(key) ?? end) < end);
    return new Set(shorter.map(([, { topic }]) => topic));
  }

  return {
    stumble() {
      hasStumbled = true;
    },

    follow({ places: topics, starts, ends }) {
      const events: KafkaEvent[] = [];
      for (const topic of madeAgain(ends)) {
        for (const [key, place] of places) if (place.topic === topic) places.delete(key);
        const partitions = topics.get(topic)?.length ?? 0;
        events.push({ type: 'topic.deleted', topic }, { type: 'topic.created', topic, partitions });
      }
      const alive = new Set<string>();
      for (const [topic, list] of topics) {
        for (const { partition, leader } of list) {
          const key = placeKey(topic, partition);
          alive.add(key);
          const start = starts.get(key);
          const end = ends.get(key);
          const place = places.get(key);
          if (start === undefined || end === undefined) continue;
          if (!place) {
            events.push(...add({ topic, partition, leader, next: start, start, end }));
            continue;
          }
          place.leader = leader;
          place.end = end;
          events.push(...moveStart(place, start));
          if (hasStumbled) events.push(...skip(place, end));
          else if (end - place.next > tooFarBehind) events.push(...skip(place, end - recentRecords));
        }
      }
      for (const key of places.keys()) if (!alive.has(key)) places.delete(key);
      hasStumbled = false;
      return events;
    },

    async read(wire) {
      const byLeader = new Map<number, FetchWanted[]>();
      for (const { topic, partition, leader, next } of places.values()) {
        if (leader < 0) continue;
        const list = byLeader.get(leader) ?? [];
        list.push({ topic, partition, offset: next });
        byLeader.set(leader, list);
      }
      if (byLeader.size === 0) return false;
      const replies = await Promise.all(
        [...byLeader].map(([leader, wanted]) => wire.fetch(leader, wanted, waitMs, maxBytes)),
      );
      await settled();
      return replies.flat().flatMap(news);
    },
  };
}

const isRecord = ({ isControlRecord }: FetchedMessage): boolean => isControlRecord !== true;

/** Consecutive messages of one writer, in order. */
function runs(messages: readonly FetchedMessage[], writerOf: (message: FetchedMessage) => Writer | null) {
  const found: { writer: Writer | null; part: FetchedMessage[] }[] = [];
  for (const message of messages) {
    const writer = writerOf(message);
    const last = found.at(-1);
    if (last && last.writer?.client === writer?.client && last.writer?.acks === writer?.acks) last.part.push(message);
    else found.push({ writer, part: [message] });
  }
  return found;
}
