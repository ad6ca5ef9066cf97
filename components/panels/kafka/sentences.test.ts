// Every fact has its sentence; sentences are French as one writes it, and name people only where names may be shown.
import { describe, expect, it } from 'vitest';
import type { PageConsumerView } from '#contract/kafka-events.ts';
import type { Fact } from '#labs/kafka/facts.ts';
import type { Owner } from '#labs/kafka/owners.ts';
import { factText } from './sentences.ts';
import type { Who } from './who.ts';

const owner = (label: string, partitions: number[]): Owner => ({
  memberId: label,
  label,
  clientId: `${label}.py`,
  consumer: null,
  assignment: partitions.length === 0 ? [] : [{ topic: 'demo-topic', partitions }],
});
const who: Who = { me: 'moi', nameOf: (id) => (id === 'ada-id' ? 'Ada' : null), projected: false };
const actor = { name: 'producteur.py', origin: 'outside' as const, owner: null };
const consumer = (state: PageConsumerView['state'], change: object = {}): Fact => ({
  kind: 'consumer',
  group: 'g',
  label: 'C1',
  consumer: 'c-1',
  by: null,
  state,
  delayMs: 500,
  slowed: false,
  reason: 'quota atteint',
  ...change,
});

// A record with every kind as key: a new kind of fact does not compile until it has a sentence here.
const facts: Record<Fact['kind'], Fact> = {
  'cluster-described': { kind: 'cluster-described', source: 'embedded', address: 'localhost:9092' },
  'cluster-lost': { kind: 'cluster-lost', reason: 'connexion refusée' },
  'cluster-recovered': { kind: 'cluster-recovered' },
  'topic-created': { kind: 'topic-created', topic: 't', partitions: 3, by: null },
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
    const text = factText(fact, who);
    expect(text.length).toBeGreaterThan(8);
    expect(text).not.toMatch(/undefined|null|\[object/);
    // High punctuation stands after a no-break space, straight apostrophes are not French.
    expect(text).not.toMatch(/ [;!?»]|[^\s\d]:(?!\d)(?=\s)|'/);
  });

  it('says where a record went and under which key', () => {
    expect(factText(facts.appended, who)).toBe('producteur.py → P2 · offset 34 · clé capteur-7');
    expect(factText({ ...facts.appended, key: { text: null } } as Fact, who)).toContain('sans clé');
    expect(factText({ ...facts.appended, key: null } as Fact, who)).toBe('producteur.py → P2 · offset 34');
    expect(factText({ ...facts.appended, count: 500 } as Fact, who)).toContain('500\u00a0messages');
  });

  it('says who owns what after a rebalance, and who waits', () => {
    expect(factText(facts['rebalance-settled'], who)).toBe(
      'g stable\u00a0: génération 4, C1 → P0 · C2 → P1, P2 · C3 attend',
    );
  });

  it('names the topics when it tells of several', () => {
    const of = (topic: string, partition: number) => ({ topic, partition, offset: 7 });
    const committed = { ...facts.committed, offsets: [of('t', 1), of('t', 0)] } as Fact;
    expect(factText(committed, who)).toBe('g C1 valide P0 → 7 · P1 → 7');
    expect(factText({ ...committed, offsets: [of('t', 1), of('s', 0)] } as Fact, who)).toBe(
      'g C1 valide s P0 → 7 · t P1 → 7',
    );
    const assignment = [
      { topic: 's', partitions: [0] },
      { topic: 't', partitions: [1] },
    ];
    expect(factText({ ...facts['rebalance-settled'], after: [{ ...owner('C1', []), assignment }] } as Fact, who)).toBe(
      'g stable\u00a0: génération 4, C1 → s\u00a0: P0 · t\u00a0: P1',
    );
  });

  it('says nothing of a generation that the source does not tell', () => {
    const settled = facts['rebalance-settled'];
    expect(factText({ ...settled, generation: -1 } as Fact, who)).toBe(
      'g stable\u00a0: C1 → P0 · C2 → P1, P2 · C3 attend',
    );
  });

  it('has a sentence for every state of a consumer', () => {
    const states: PageConsumerView['state'][] = [
      'starting',
      'running',
      'paused',
      'stopping',
      'stopped',
      'killed',
      'failed',
    ];
    const told = states.flatMap((state) => [consumer(state), consumer(state, { by: 'ada-id' })]);
    for (const fact of told) expect(factText(fact, who)).not.toMatch(/undefined|null/);
  });
});

describe('people in the journal', () => {
  const topic = (by: string | null): Fact => ({ kind: 'topic-created', topic: 't', partitions: 3, by });

  it('are named when they acted from a page', () => {
    expect(factText(consumer('starting', { by: 'ada-id', label: null }), who)).toBe('Ada ajoute un consommateur à g');
    expect(factText(consumer('killed', { by: 'ada-id' }), who)).toBe('g\u00a0: Ada tue C1, sans un mot au groupe');
    expect(factText(consumer('running', { by: 'ada-id', slowed: true }), who)).toBe(
      'g\u00a0: Ada ralentit C1, 500\u00a0ms par message',
    );
    expect(factText(topic('ada-id'), who)).toBe('Ada crée le topic t\u00a0: 3\u00a0partitions');
    const page = { ...facts.appended, actor: { name: 'page-ada', origin: 'page', owner: 'ada-id' } } as Fact;
    expect(factText(page, who)).toBe('Ada → P2 · offset 34 · clé capteur-7');
  });

  it('read « vous » at home, « quelqu’un » without a name', () => {
    expect(factText(consumer('paused', { by: 'moi' }), who)).toBe(
      'g\u00a0: vous mettez C1 en pause, il reste membre du groupe',
    );
    expect(factText(topic('inconnu'), who)).toContain('quelqu’un crée');
  });

  it('have no name on a projector, where « vous » would be the whole class', () => {
    const projector: Who = { ...who, nameOf: () => null, projected: true };
    expect(factText(consumer('killed', { by: 'ada-id' }), projector)).toContain('un élève tue C1');
    expect(factText(topic('moi'), projector)).toContain('cette page crée');
  });

  it('are not credited with what happened by itself', () => {
    expect(factText(consumer('stopping'), who)).toBe('g\u00a0: C1 s’arrête proprement');
    expect(factText(topic(null), who)).toBe('topic t créé\u00a0: 3\u00a0partitions');
  });
});
