// Every fact and every cause has its sentence; sentences are French as one writes it.
import { describe, expect, it } from 'vitest';
import type { GroupPhase, LeaveCause, PageConsumerView, RebalanceCause } from '#contract/kafka-events.ts';
import type { Fact } from '#labs/kafka/facts.ts';
import type { Owner } from '#labs/kafka/owners.ts';
import {
  causeText,
  consumerStateText,
  factText,
  generationText,
  leaveText,
  partitionList,
  phaseGloss,
  sessionText,
} from './words.ts';

const owner = (label: string, partitions: number[]): Owner => ({
  memberId: label,
  label,
  clientId: `${label}.py`,
  consumer: null,
  assignment: partitions.length === 0 ? [] : [{ topic: 'demo-topic', partitions }],
});
const actor = { name: 'producteur.py', origin: 'outside' as const, owner: null };
const consumer = (state: PageConsumerView['state']): Fact => ({
  kind: 'consumer',
  group: 'g',
  label: 'C1',
  consumer: 'c-1',
  owner: 'moi',
  state,
  delayMs: 500,
  reason: 'quota atteint',
});

// A record with every kind as key: a new kind of fact does not compile until it has a sentence here.
const facts: Record<Fact['kind'], Fact> = {
  'cluster-described': { kind: 'cluster-described', source: 'embedded', address: 'localhost:9092' },
  'cluster-lost': { kind: 'cluster-lost', reason: 'connexion refusée' },
  'cluster-recovered': { kind: 'cluster-recovered' },
  'topic-created': { kind: 'topic-created', topic: 't', partitions: 3 },
  'topic-extended': { kind: 'topic-extended', topic: 't', partitions: 6 },
  'topic-deleted': { kind: 'topic-deleted', topic: 't' },
  appended: {
    kind: 'appended',
    topic: 't',
    partition: 2,
    first: 34,
    count: 1,
    key: { text: 'capteur-7' },
    actor,
    acks: -1,
  },
  'log-start-moved': { kind: 'log-start-moved', topic: 't', partition: 0, logStart: 10 },
  'client-appeared': { kind: 'client-appeared', actor, library: null, version: null, address: '127.0.0.1:51034' },
  'client-left': { kind: 'client-left', actor, cause: 'clean', produced: 10 },
  'rebalance-started': {
    kind: 'rebalance-started',
    group: 'g',
    cause: { kind: 'join', memberId: 'm', clientId: 'c.py' },
    label: 'C2',
  },
  'rebalance-settled': {
    kind: 'rebalance-settled',
    group: 'g',
    generation: 4,
    before: [],
    after: [owner('C1', [0]), owner('C2', [1, 2]), owner('C3', [])],
  },
  'group-empty': { kind: 'group-empty', group: 'g' },
  'group-deleted': { kind: 'group-deleted', group: 'g' },
  'member-left': { kind: 'member-left', group: 'g', label: 'C1', clientId: 'c', cause: 'silence' },
  committed: { kind: 'committed', group: 'g', label: 'C1', offsets: [{ topic: 't', partition: 2, offset: 35 }] },
  'reading-started': {
    kind: 'reading-started',
    group: 'g',
    label: 'C1',
    offsets: [{ topic: 't', partition: 2, offset: 35 }],
  },
  consumer: consumer('running'),
  'experiment-reset': { kind: 'experiment-reset', experiment: 'repartition', person: 'moi' },
  prediction: { kind: 'prediction', experiment: 'repartition', step: 'predire', choice: 'attend', person: 'autre' },
};

describe('the journal in French', () => {
  it.each(Object.values(facts))('tells $kind', (fact) => {
    const text = factText(fact, 'moi');
    expect(text.length).toBeGreaterThan(8);
    expect(text).not.toMatch(/undefined|null|\[object/);
    // High punctuation stands after a no-break space, straight apostrophes are not French.
    expect(text).not.toMatch(/ [;!?»]|[^\s\d]:(?!\d)(?=\s)|'/);
  });

  it('says where a record went and under which key', () => {
    expect(factText(facts.appended, null)).toBe('producteur.py → P2 · offset 34 · clé capteur-7');
    expect(factText({ ...facts.appended, key: { text: null } } as Fact, null)).toContain('sans clé');
    expect(factText({ ...facts.appended, key: null } as Fact, null)).toBe('producteur.py → P2 · offset 34');
    expect(factText({ ...facts.appended, count: 500 } as Fact, null)).toContain('500\u00a0messages');
  });

  it('says who owns what after a rebalance, and who waits', () => {
    expect(factText(facts['rebalance-settled'], null)).toBe(
      'g stable\u00a0: génération 4, C1 → P0 · C2 → P1, P2 · C3 attend',
    );
  });

  it('says nothing of a generation or a delay that the source does not tell', () => {
    const settled = facts['rebalance-settled'];
    expect(factText({ ...settled, generation: -1 } as Fact, null)).toBe(
      'g stable\u00a0: C1 → P0 · C2 → P1, P2 · C3 attend',
    );
    expect(generationText(-1)).toBe('');
    expect(sessionText(10_000)).toContain('10\u00a0s');
    expect(sessionText(0)).not.toMatch(/\d/);
  });

  it('tells many neighbouring partitions by their ends', () => {
    const assignment = [{ topic: 't', partitions: [7, 0, 1, 2, 3, 5, 6] }];
    expect(partitionList(assignment, 't')).toBe('P0 à P3, P5, P6, P7');
  });

  it('tells three deaths apart', () => {
    const causes: LeaveCause[] = ['clean', 'closed', 'silence', 'poll-too-slow', 'kicked', 'server-stopped'];
    expect(new Set(causes.map(leaveText)).size).toBe(causes.length);
  });

  it('has a word for every cause, phase and state', () => {
    const kinds: Record<RebalanceCause['kind'], true> = {
      join: true,
      leave: true,
      silence: true,
      'poll-too-slow': true,
      kicked: true,
      subscription: true,
      partitions: true,
      restart: true,
      unknown: true,
    };
    for (const kind of Object.keys(kinds) as RebalanceCause['kind'][]) {
      expect(causeText({ kind, memberId: null, clientId: null })).toBeTruthy();
    }
    const phases: GroupPhase[] = ['Empty', 'PreparingRebalance', 'CompletingRebalance', 'Stable', 'Dead'];
    expect(new Set(phases.map(phaseGloss)).size).toBe(phases.length);
    const states: PageConsumerView['state'][] = [
      'starting',
      'running',
      'paused',
      'stopping',
      'stopped',
      'killed',
      'failed',
    ];
    for (const state of states) {
      expect(consumerStateText(state)).toBeTruthy();
      expect(factText(consumer(state), null)).not.toContain('undefined');
    }
  });
});
