// The lab `correction` at work: watches the TD's topic of each student's workspace and tells them, and nobody else, what their
// programs did there. It executes nothing of theirs and judges nothing: verdicts are folded from the journal.

import {
  type CorrectionCommand,
  type CorrectionEvent,
  correctionCommand,
  type TdDeed,
  tdTopic,
  workBounds,
} from '#contract/correction.ts';
import type { Ack } from '#contract/errors.ts';
import type { KafkaEvent } from '#contract/kafka-events.ts';
import { sharedWorkspace } from '#contract/person.ts';
import { type CorrectionState, correctionLab } from '#labs/correction/lab.ts';
import { prefixOf, wireName } from '#labs/kafka/workspace.ts';
import { createPersonalJournals } from '#server/journal/index.ts';
import type { ClusterView } from '#server/kafka/types.ts';
import { type Clock, type LabRunner, type Person, refuse } from '#server/realtime/index.ts';
import type { Owners } from './workspaces.ts';

const paceMs = 100;
const limits = {
  /** Deeds told to one person a second: no honest TD comes near. */
  perSecond: 100,
  recordsPerBatch: 12,
  shownText: 300,
  /** Until a watch is tried again that could not begin at another server. */
  againMs: 5_000,
} as const;
/** How a misspelt name begins that is still worth looking at, in the class: everything else there is other people's. */
const nearInClass = ['commande', 'Commande', 'COMMANDE', 'cmd', 'machines'] as const;

type Watch = { workspace: string; workMs: number; topic: string; tell(deed: TdDeed): void; stop(): void };

export type CorrectionLab = LabRunner<CorrectionCommand> & { close(): void };

export function createCorrectionLab(options: {
  view: ClusterView;
  clock: Clock;
  epoch: string;
  /** What programs are given as bootstrap server. */
  address: string;
  owners: Owners;
}): CorrectionLab {
  const { view, clock, owners, address } = options;
  const journals = createPersonalJournals(correctionLab, { epoch: options.epoch, now: clock.now });
  const watches = new Map<string, Watch>();
  const retries = new Map<string, () => void>();
  /** The last command of each person: a watch that opens late must not outlive the next one. */
  const turns = new Map<string, number>();
  let lastTurn = 0;
  let following: Promise<unknown> | null = null;
  let nextId = 1;
  let closed = false;

  const append = (id: string, event: CorrectionEvent): void => {
    if (!closed) journals.of(id).append(event, clock.now());
  };

  function paced(id: string): (deed: TdDeed) => void {
    let second = 0;
    let told = 0;
    return (deed) => {
      const now = Math.floor(clock.elapsed() / 1_000);
      if (now !== second) {
        second = now;
        told = 0;
      }
      told += 1;
      append(id, told > limits.perSecond ? { type: 'unseen', count: 1 } : { type: 'seen', deed: trimmed(deed) });
    };
  }

  /** A real cluster tells records and commits, through the view that everybody shares. */
  function follow(): Promise<unknown> {
    following ??= view
      .open(({ events }) => {
        for (const deed of events.flatMap((event) => deedsOf(event, clock.now(), nextId))) {
          nextId += 1;
          for (const watch of watches.values()) if (watch.topic === deed.topic) watch.tell(deed);
        }
      })
      .catch((error: unknown) => {
        following = null;
        throw error;
      });
    return following;
  }

  async function watch({ id }: Person, workspace: string, workMs: number): Promise<void> {
    lastTurn += 1;
    const turn = lastTurn;
    turns.set(id, turn);
    unwatch(id);
    const topic = wireName(workspace, tdTopic);
    const prefixes = workspace === sharedWorkspace ? nearInClass : [prefixOf(workspace)];
    const since = clock.now();
    const tell = paced(id);
    const early: TdDeed[] = [];
    let began = false;
    const hear = (deed: TdDeed): void => void (began ? tell(deed) : early.push(deed));
    const stop = await view.watch({ topics: [topic], prefixes }, (deeds, dropped) => {
      for (const deed of deeds) hear(deed);
      if (dropped > 0) append(id, { type: 'unseen', count: dropped });
    });
    if (turns.get(id) !== turn || closed) {
      stop?.();
      return;
    }
    watches.set(id, { workspace, workMs, topic, tell: hear, stop: () => stop?.() });
    if (stop === null) await follow();
    const source = stop === null ? 'cluster' : 'embedded';
    append(id, { type: 'watch.began', workspace, topic, address, workMs, since, source, server: options.epoch });
    began = true;
    for (const deed of early) tell(deed);
  }

  async function begin(person: Person, workspace: string, workMs: number): Promise<Ack<unknown>> {
    try {
      await watch(person, workspace, workMs);
      return { ok: true, result: {} };
    } catch {
      return refuse('limit-reached', 'Trop de personnes à la fois sont observées. Réessayez dans un instant.');
    }
  }

  function placed(person: Person, workspace: string): Ack<string> {
    const own = owners.slugOf(person.id);
    if (workspace === sharedWorkspace) return { ok: true, result: workspace };
    if (own === null)
      return refuse('forbidden', 'Dites d’abord comment vous vous appelez\u00a0: votre bac à sable porte votre nom.');
    return workspace === own
      ? { ok: true, result: workspace }
      : refuse('forbidden', 'Ce bac à sable n’est pas le vôtre.');
  }

  function unwatch(id: string): void {
    retries.get(id)?.();
    retries.delete(id);
    watches.get(id)?.stop();
    watches.delete(id);
  }

  function forget(id: string): void {
    turns.delete(id);
    unwatch(id);
  }

  /** What is watched for them, or is to be: another server watched it until it was lost. */
  function standing(id: string): Pick<Watch, 'workspace' | 'workMs'> | null {
    const told = journals.has(id) ? (journals.of(id).snapshot().state as CorrectionState).watched : null;
    return watches.get(id) ?? told;
  }

  /** Until it has begun, or they ask for another, or have gone. */
  function takeUp(person: Person, { workspace, workMs }: Pick<Watch, 'workspace' | 'workMs'>): void {
    const { id } = person;
    const watching = watch(person, workspace, workMs);
    const turn = turns.get(id);
    watching.catch(() => {
      if (closed || turns.get(id) !== turn) return;
      const again = clock.after(limits.againMs, () => takeUp(person, { workspace, workMs }));
      retries.set(id, again);
    });
  }

  return {
    name: journals.name,
    journal: journals,
    paceMs,
    command: correctionCommand,
    rules: {
      workMs: `La durée d’un travail va de ${workBounds.least} à ${workBounds.most} millisecondes.`,
    },
    async run(person, command, workspace = sharedWorkspace) {
      const known = watches.get(person.id);
      if (command.type === 'restart') {
        const before = standing(person.id);
        return before
          ? begin(person, before.workspace, before.workMs)
          : refuse('not-found', 'Rien n’est encore observé\u00a0: choisissez d’abord un espace de travail.');
      }
      const place = placed(person, workspace);
      if (!place.ok) return place;
      if (known?.workspace === place.result) {
        if (known.workMs !== command.workMs) append(person.id, { type: 'work.changed', workMs: command.workMs });
        known.workMs = command.workMs;
        return { ok: true, result: {} };
      }
      return begin(person, place.result, command.workMs);
    },
    resumed(person, state) {
      const { watched } = state as CorrectionState;
      if (watched) takeUp(person, watched);
    },
    personGone({ id }) {
      forget(id);
      journals.drop(id);
    },
    close() {
      closed = true;
      for (const id of [...turns.keys()]) forget(id);
    },
  };
}

function trimmed(deed: TdDeed): TdDeed {
  if (deed.kind !== 'produced') return deed;
  const batches = deed.batches.map((batch) => ({
    ...batch,
    records: batch.records.slice(0, limits.recordsPerBatch).map((record) => ({
      ...record,
      headers: [],
      value:
        record.value && record.value.text.length > limits.shownText
          ? { ...record.value, text: record.value.text.slice(0, limits.shownText), cut: true as const }
          : record.value,
    })),
  }));
  return { ...deed, batches };
}

type Told = Extract<TdDeed, { kind: 'produced' | 'committed' }>;

/** What a real cluster shows of programs. What pages write is known by its acks. */
function deedsOf(event: KafkaEvent, at: number, id: number): Told[] {
  const nobody = { id, at, connection: -1, openedAt: null, address: '', clientId: null, software: null };
  if (event.type === 'records.appended' && event.acks === null) {
    const { topic, partition, baseOffset, count, kept: records } = event;
    const batch = { partition, baseOffset, count, producerId: null, baseSequence: null, error: 0, records };
    return [{ ...nobody, kind: 'produced', topic, answeredAt: null, acks: null, batches: [batch] }];
  }
  if (event.type !== 'offsets.committed') return [];
  const told = { group: event.group, memberId: event.memberId ?? '', metadata: '', error: 0, answeredAt: at };
  return event.offsets.map(({ topic, partition, offset }) => ({
    ...nobody,
    ...told,
    kind: 'committed',
    topic,
    partition,
    offset,
  }));
}
