// A sentence waits for its event, counts from the opening of the page, and can always be read.
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { KafkaEvent } from '#contract/kafka-events.ts';
import type { KafkaState } from '#labs/kafka/state.ts';
import { appended, left, member, play, settle } from '#labs/kafka/testing/events.ts';
import { type KafkaMoment, kafkaMoments } from './moments.ts';
import { QuandKafka as Quand } from './quand-kafka.tsx';

const t = 'demo-topic';
const g = 'demo-group';
const topic: KafkaEvent = { type: 'topic.created', topic: t, partitions: 3 };
const two = settle(g, 1, [member('a', t, [0, 1]), member('b', t, [2])]);

const lab = vi.hoisted(() => ({ live: null as unknown, ready: false }));
vi.mock('../realtime/use-lab.ts', () => ({ useLab: () => lab }));

const sentence = () => (
  <Quand moment="message" attend="un message">
    Un message est écrit.
  </Quand>
);
const show = (live: KafkaState, ready = true) => Object.assign(lab, { live, ready });

beforeEach(() => show(play([topic]), false));
afterEach(cleanup);

describe('a sentence that waits', () => {
  it('is silent until its event happens, whatever happened before the page was opened', () => {
    const before = play([topic, appended(t, 0, 0, ['a'])]);
    const { rerender } = render(sentence());
    show(before);
    rerender(sentence());
    expect(screen.queryByText(/Un message est écrit/)).toBeNull();
    expect(screen.getByText(/Cette phrase attend un message/)).toBeTruthy();
    act(() => {
      show(play([appended(t, 0, 1, ['a'])], before));
      rerender(sentence());
    });
    expect(screen.getByText(/Un message est écrit/)).toBeTruthy();
    expect(screen.getByText(/Cela vient d’arriver/)).toBeTruthy();
  });

  it('can be read without waiting, and then says that nothing was seen', () => {
    show(play([topic]));
    render(sentence());
    fireEvent.click(screen.getByRole('button', { name: 'La lire quand même' }));
    expect(screen.getByText(/Pas encore vu/)).toBeTruthy();
  });
});

describe('the moments of Kafka', () => {
  const grows = (moment: KafkaMoment, before: KafkaEvent[], event: KafkaEvent[]) => {
    const state = play([topic, ...before]);
    return kafkaMoments[moment](play(event, state)) > kafkaMoments[moment](state);
  };

  it.each<[KafkaMoment, KafkaEvent[], KafkaEvent[]]>([
    ['message', [], [appended(t, 0, 0, ['a'])]],
    ['reequilibrage', two, settle(g, 2, [member('a', t, [0, 1, 2])])],
    ['depart-annonce', two, [left(g, 'b', 'clean')]],
    ['depart-muet', two, [left(g, 'b', 'silence')]],
    ['deux-groupes', two, settle('audit', 1, [member('c', t, [0, 1, 2])])],
  ])('%s is seen', (moment, before, event) => {
    expect(grows(moment, before, event)).toBe(true);
  });

  it('tell a goodbye from a silence', () => {
    expect(grows('depart-annonce', two, [left(g, 'b', 'silence')])).toBe(false);
    expect(grows('depart-muet', two, [left(g, 'b', 'clean')])).toBe(false);
  });
});
