// The words of the table of brokers: what a cell says, and what is said of the whole.
import { expect, it } from 'vitest';
import type { BrokersEvent } from '#contract/brokers.ts';
import type { SceneEvent } from '#contract/pubsub.ts';
import { brokersLab, isOver } from '#labs/brokers/lab.ts';
import { queueResultsOf, resultsOf } from '#labs/brokers/results.ts';
import { crewText, lastText, reasonsOf, resultText, stateText, wholeText } from './words.ts';

const at = {
  broker: 'redis',
  real: true,
  address: 'localhost:6379',
  capabilities: { remembersAbsent: false, readsPast: false, acknowledges: false, sharesWork: false },
} as const;
const told = (event: SceneEvent): BrokersEvent => ({ type: 'play.told', broker: 'redis', event });
const alice = { id: 1, name: 'Alice', durable: false, from: 'now' } as const;
const published = (sequence: number) => told({ type: 'published', sequence });
const received = (sequence: number) => told({ type: 'received', subscriber: 1, sequence, again: false });
const fold = (events: readonly BrokersEvent[]) =>
  events.reduce((state, event) => brokersLab.fold(state, event, 0), brokersLab.initial());
const start: BrokersEvent[] = [
  { type: 'play.started', brokers: [at] },
  told({ type: 'subscribed', subscriber: alice }),
];
const cells = (events: readonly BrokersEvent[]) =>
  Object.fromEntries(
    resultsOf(fold(events)).map(({ name, results: [only] }) => [name, only ? resultText(only.result) : null]),
  );

it('says what was received, lost, doubled and out of order, and what a broker cannot', () => {
  const events: BrokersEvent[] = [
    ...start,
    {
      type: 'play.refused',
      broker: 'redis',
      scenario: 'topic',
      name: 'Chloé',
      message: 'Redis ne garde rien pour les absents.',
    },
    ...[1, 2, 3].map(published),
    ...[2, 1, 1].map(received),
    told({ type: 'left', subscriber: 1, reason: 'asked' }),
  ];
  expect(cells(events)).toMatchObject({
    Alice: { text: '2 sur 3, perdus\u00a0: 3, doublés\u00a0: 1, dans le désordre', order: null },
    Chloé: { text: 'impossible ici' },
    Denis: { text: 'rien encore' },
  });
  expect(cells([...start, published(1), published(2), received(1), received(2)]).Alice).toEqual({
    text: '2 sur 2',
    order: 'dans l’ordre',
    isBad: false,
  });
});

it('says how far each has come, and that one was stopped', () => {
  const state = (events: readonly BrokersEvent[]) => fold(events).played.map((one) => stateText(one, 'topic'))[0];
  expect(state([...start, published(4)])).toBe('4 / 10');
  expect(state([...start, { type: 'play.done', broker: 'redis', scenario: 'topic' }])).toBe('terminé');
  expect(
    state([...start, { type: 'play.refused', broker: 'redis', scenario: 'topic', name: null, message: '…' }]),
  ).toBe('arrêté');
  expect(lastText(fold([]))).toContain('Jouez les deux scénarios');
  expect(lastText(fold(start))).toBe('Les scénarios se jouent\u00a0: 0 sur 1 ont fini.');
});

it('says of a play whose server was lost how far it had come, and reads nothing as lost', () => {
  const death = 'connection';
  const can = { nack: 'yes', redelivered: true, counted: true, deadLetters: 'broker', prefetch: 'worker' } as const;
  const broker = { name: 'redis', capabilities: { ...can, bounded: true, death, parallel: null } } as const;
  const queue = { broker: 'redis', real: true, address: null, capabilities: { ...at.capabilities, sharesWork: true } };
  const task = { task: 'a-1', number: 1, poison: false };
  const other: BrokersEvent[] = (['topic', 'queue'] as const).map((scenario) => ({
    type: 'play.done',
    broker: 'embarque',
    scenario,
  }));
  const state = fold([
    {
      type: 'play.started',
      brokers: [
        { ...queue, broker: 'redis' },
        { ...at, broker: 'embarque' },
      ],
    },
    ...other,
    told({ type: 'subscribed', subscriber: alice }),
    ...[1, 2].map(published),
    received(1),
    told({ type: 'queue', event: { type: 'opened', broker, others: [], waiting: 0 } }),
    told({ type: 'queue', event: { type: 'sent', ...task } }),
  ]);
  const left = brokersLab.left?.(state) ?? brokersLab.initial();
  expect(left.played.map((one) => [stateText(one, 'topic'), stateText(one, 'queue')])).toEqual([
    ['interrompu à 2 / 10', 'interrompu à 0 / 10'],
    ['terminé', 'pas de file'],
  ]);
  expect(left.played.every(isOver)).toBe(true);
  expect(lastText(left)).toMatch(/^Le serveur qui jouait les scénarios a disparu/);
  const [only] = queueResultsOf(left).whole.results;
  expect(only && wholeText(only.result)).toMatchObject({ text: '0 sur 1, 0\u00a0doublé', isBad: false });
  expect(resultsOf(left)[0]?.results.map(({ result }) => resultText(result).text)).toEqual(['1 sur 2', 'rien encore']);
  expect(brokersLab.left?.(left)).toBe(left);
  expect(lastText(brokersLab.fold(left, { type: 'play.started', brokers: [at] }, 0))).toContain('se jouent');
});

it('says who did what of a queue, what a killed worker had in hand, and what is lost, doubled and given again', () => {
  expect(crewText({ kind: 'did', done: [1, 2, 3], died: [] }).text).toBe('3\u00a0traités\u00a0: 1 à 3');
  expect(crewText({ kind: 'did', done: [], died: [4] }).text).toBe('tué avec le 4 en main');
  const whole = { kind: 'whole', sent: 10, done: 10, lost: [], doubled: [], again: [4], inOrder: true } as const;
  expect(wholeText(whole)).toEqual({
    text: '10 sur 10, 0\u00a0perdu, 0\u00a0doublé, redonnés\u00a0: 4',
    order: 'dans l’ordre',
    isBad: false,
  });
  expect(wholeText({ ...whole, done: 9, lost: [7], doubled: [2], again: [], inOrder: false })).toEqual({
    text: '9 sur 10, perdus\u00a0: 7, doublés\u00a0: 2, dans le désordre',
    order: null,
    isBad: true,
  });
});

it('says why a broker has no queue, and goes on with its topic', () => {
  const message = 'MQTT n’a pas de file.';
  const state = fold([
    { type: 'play.started', brokers: [at] },
    { type: 'play.refused', broker: 'redis', scenario: 'queue', name: null, message },
    { type: 'play.done', broker: 'redis', scenario: 'queue' },
  ]);
  expect(reasonsOf(state, 'queue')).toEqual([{ broker: 'redis', text: `Redis\u00a0: ${message}` }]);
  expect(reasonsOf(state, 'topic')).toEqual([]);
  expect(state.played.map((one) => [stateText(one, 'topic'), stateText(one, 'queue')])).toEqual([
    ['0 / 10', 'pas de file'],
  ]);
  expect(lastText(state)).toContain('0 sur 1');
});
