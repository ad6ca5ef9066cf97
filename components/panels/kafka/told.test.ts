// Small things said in words: the acknowledgement, a value, the calm sentence for screen readers.
import { describe, expect, it } from 'vitest';
import type { KafkaEvent } from '#contract/kafka-events.ts';
import { appended, client, committed, left, member, play, settle } from '#labs/kafka/testing/events.ts';
import { prettyJson } from './inspector.tsx';
import { markOf } from './marks.ts';
import { ackText } from './publish-form.tsx';
import { summary } from './use-announcement.ts';

const who = { me: 'moi', nameOf: (id: string | null) => (id === 'ada-id' ? 'Ada' : null), projected: false };
const added = (consumer: string): KafkaEvent => ({
  type: 'consumer.changed',
  by: 'ada-id',
  consumer: {
    consumer,
    owner: 'ada-id',
    group: 'g',
    topic: 'demo-topic',
    clientId: `page-${consumer}`,
    fromBeginning: true,
    autoCommit: true,
    delayMs: 0,
    state: 'starting',
  },
});
const bytes = (text: string) => ({ text, encoding: 'utf8' as const, size: text.length });

describe('the acknowledgement', () => {
  it('says where the record lies', () => {
    expect(ackText({ partition: 2, offset: 34, ms: 2.6 })).toBe('confirmé · P2 · offset 34 · 3\u00a0ms');
  });

  it('claims nothing with acks=0', () => {
    expect(ackText({ partition: 2, offset: null, ms: 1 })).toContain('sans confirmation');
  });
});

describe('a value', () => {
  it('is laid out when it is long JSON, and left alone otherwise', () => {
    const long = JSON.stringify({ capteur: 'capteur-7', temperature: 21.4, unite: 'C', envoye_a: '08:40:06' });
    expect(prettyJson(bytes(long)).split('\n')).toHaveLength(6);
    expect(prettyJson(bytes('{"a":1}'))).toBe('{"a":1}');
    expect(prettyJson(bytes('{pas du JSON'))).toBe('{pas du JSON');
  });
});

describe('the sentence for screen readers', () => {
  const t = 'demo-topic';
  const empty = play([{ type: 'topic.created', topic: t, partitions: 2 }]);

  it('sums up a batch: messages, and who is late', () => {
    const reading = play(
      [
        ...settle('g', 1, [member('a', t, [0, 1])]),
        { type: 'offsets.committed', group: 'g', memberId: 'a', offsets: [{ topic: t, partition: 0, offset: 1 }] },
      ],
      empty,
    );
    const later = play([appended(t, 0, 0, ['x', 'y', 'z'])], reading);
    expect(summary(reading, later, t, who)).toBe('3\u00a0messages reçus, g en retard de 2');
    expect(summary(empty, reading, t, who)).toBe('g\u00a0: Stable, 1\u00a0membre');
  });

  it('names who acted and who sent, a few of them', () => {
    const later = play(
      [
        { type: 'client.appeared', client: client('k-1', { origin: 'page', owner: 'ada-id' }) },
        { type: 'client.appeared', client: client('k-2', { clientId: 'producteur.py' }) },
        appended(t, 0, 0, ['x'], 'k-1'),
        appended(t, 0, 1, ['y'], 'k-2'),
        ...['c-1', 'c-2', 'c-3'].map(added),
      ],
      empty,
    );
    expect(summary(empty, later, t, who)).toBe(
      'Ada ajoute un consommateur à g (3\u00a0fois), 2\u00a0messages reçus (Ada, producteur.py)',
    );
  });

  it('is silent when nothing worth saying happened', () => {
    expect(summary(empty, empty, t, who)).toBe('');
  });
});

it('marks on the timeline what one wants to find again', () => {
  const [preparing, stable] = settle('g', 2, [member('a', 't', [0])]);
  const join = { kind: 'join' as const, memberId: 'a', clientId: 'a.py' };
  expect(preparing?.type === 'group.changed' && markOf({ ...preparing, cause: join })).toBe('rééquilibrage de g');
  expect(stable && markOf(stable)).toBeNull();
  expect(markOf({ ...appended('t', 0, 0, []), count: 1_000 })).toMatchObject({ label: 'rafale dans t', small: false });
  expect(markOf(appended('t', 0, 0, ['a']))).toBeNull();
  expect(markOf(committed('g', 'a', 't', [3, 5, 8, 13]))).toMatchObject({
    label: 'g valide P0 → 3, P1 → 5, P2 → 8…',
    small: true,
  });
  expect(markOf({ ...left('g', 'a', 'silence'), clientId: 'page-xyz-c-3' } as KafkaEvent)).toBe(
    'consommateur de g perdu',
  );
});
