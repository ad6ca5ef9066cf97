// What one workspace shows of a cluster: its own names, without prefix, and nothing of the others.
import { describe, expect, it } from 'vitest';
import type { KafkaEvent } from '#contract/kafka-events.ts';
import { positionKey } from './position.ts';
import { appended, client, member, play, predicted, settle } from './testing/events.ts';
import { isInside, type Scope, wireName, workspaceView } from './workspace.ts';

const scope = (workspace: string): Scope => ({ workspace, isSandbox: (slug) => ['ada', 'bob'].includes(slug) });
const view = (workspace: string) => workspaceView(scope(workspace));
const created = (topic: string): KafkaEvent => ({ type: 'topic.created', topic, partitions: 3 });

/** One story told in the names of a workspace: the same for all, but for the names. */
const story = (name: (plain: string) => string, who: string): KafkaEvent[] => [
  created(name('mesures')),
  { type: 'client.appeared', client: client(who) },
  appended(name('mesures'), 1, 0, ['a', 'b'], who),
  ...settle(name('groupe'), 1, [member(`${who}-1`, name('mesures'), [0, 1]), member(`${who}-2`, name('mesures'), [2])]),
  {
    type: 'offsets.committed',
    group: name('groupe'),
    memberId: `${who}-1`,
    offsets: [{ topic: name('mesures'), partition: 1, offset: 2 }],
  },
];
const inClass = story((plain) => plain, 'eve');
const inAda = story((plain) => `ada.${plain}`, 'ada');
const inBob = story((plain) => `bob.${plain}`, 'bob');
const together = play([...inClass, ...inAda, ...inBob]);

describe('a workspace', () => {
  it('shows what the same story would have been alone, under the names typed', () => {
    const alone = play(story((plain) => plain, 'ada'));
    const seen = view('ada').state(together);
    expect(seen.topics.map(({ topic, partitions }) => [topic, partitions.map(({ end }) => end)])).toEqual(
      alone.topics.map(({ topic, partitions }) => [topic, partitions.map(({ end }) => end)]),
    );
    expect(
      seen.groups.map(({ group, members, committed }) => ({
        group,
        members: members.length,
        committed: committed.length,
      })),
    ).toEqual([{ group: 'groupe', members: 2, committed: 1 }]);
    expect(seen.groups[0]?.settled.map(({ assignment }) => assignment)).toEqual(
      alone.groups[0]?.settled.map(({ assignment }) => assignment),
    );
    expect(seen.clients.map(({ view, produced }) => [view.id, produced])).toEqual([
      ['ada', [{ topic: 'mesures', count: 2 }]],
    ]);
    expect(seen.lines.map(({ fact }) => fact.kind)).toEqual(
      expect.arrayContaining(['topic-created', 'appended', 'rebalance-settled', 'committed']),
    );
    expect(
      JSON.stringify({ ...seen, lines: seen.lines.filter(({ fact }) => fact.kind !== 'client-appeared') }),
    ).not.toMatch(/bob|"eve"|ada\.[mg]/);
  });

  it('counts the steps of an experiment that were done in it', () => {
    const runs = (workspace: string) => view(workspace).state(together).experiments.repartition?.common.runs ?? [];
    expect(runs('bob').map(({ group, topic }) => [group, topic])).toEqual([['groupe', 'mesures']]);
    expect(runs('classe')).toHaveLength(1);
    expect(runs('inconnu')).toEqual([]);
    const marked = play([predicted('attend', 'ada')], together);
    expect(view('ada').state(marked).experiments.repartition?.people).toHaveLength(1);
  });

  it('of the class hides every sandbox, and is the cluster itself when there is none', () => {
    const seen = view('classe').state(together);
    expect([seen.topics.length, seen.groups.length, seen.clients.length]).toEqual([1, 1, 1]);
    const alone = play(inClass);
    const same = view('classe').state(alone);
    for (const part of ['groups', 'consumers', 'clients', 'lines'] as const) expect(same[part]).toEqual(alone[part]);
    // The very same lists: whoever remembers by reference is not disturbed.
    for (const part of ['topics', 'groups', 'clients', 'lines', 'experiments'] as const)
      expect(same[part]).toBe(alone[part]);
    expect(isInside(scope('classe'), 'capteurs.mesures')).toBe(true);
    expect(isInside(scope('classe'), '.mesures')).toBe(true);
    expect(isInside(scope('classe'), 'ada')).toBe(true);
    expect(isInside(scope('classe'), 'anonyme-0a1b.mesures')).toBe(false);
    expect(isInside(scope('ada'), 'adaline.mesures')).toBe(false);
  });

  it('shows a group of a program without prefix where it reads', () => {
    const state = play([created('ada.t'), ...settle('demo-group', 1, [member('x-1', 'ada.t', [0])])]);
    expect(
      view('ada')
        .state(state)
        .groups.map(({ group }) => group),
    ).toEqual(['classe/demo-group']);
    expect(view('classe').state(state).groups).toEqual([]);
  });

  it('gives the same references for what did not change', () => {
    const ada = view('ada');
    const before = ada.state(together);
    const after = ada.state(play([appended('bob.mesures', 0, 0, ['k'], 'bob')], together));
    expect(ada.state(together)).toBe(before);
    expect(after.topics[0]).toBe(before.topics[0]);
    expect(after.groups[0]).toBe(before.groups[0]);
    expect(after.lines.at(-1)).toBe(before.lines.at(-1));
  });

  it('keeps positions of its own groups, and marks of its own events', () => {
    const at = { position: 3, memberId: null };
    const values = new Map<string, unknown>([
      [positionKey('ada.groupe', 'ada.mesures', 1), at],
      [positionKey('bob.groupe', 'bob.mesures', 1), at],
      ['other', 1],
    ]);
    expect([...view('ada').volatile(values)]).toEqual([
      [positionKey('groupe', 'mesures', 1), at],
      ['other', 1],
    ]);
    expect(view('classe').volatile(values)).toBe(values);
    const told = (workspace: string) => inAda.filter((event) => view(workspace).tells(event)).length;
    expect([told('ada'), told('bob'), told('classe')]).toEqual([inAda.length, 1, 1]);
  });

  it('tells of the consumers of its own topics only, under the names typed', () => {
    const event: KafkaEvent = {
      type: 'consumer.changed',
      consumer: {
        consumer: 'c-1',
        owner: 'ada-id',
        group: 'ada.groupe',
        topic: 'ada.mesures',
        clientId: 'page-ada-id-c-1',
        fromBeginning: true,
        autoCommit: true,
        delayMs: 0,
        state: 'killed',
      },
    };
    expect(['ada', 'bob', 'classe'].map((workspace) => view(workspace).tells(event))).toEqual([true, false, false]);
    expect(view('ada').renamed(event)).toMatchObject({ consumer: { group: 'groupe', topic: 'mesures' } });
    expect(view('classe').renamed(event)).toBe(event);
  });

  it('tells the name that programs must use', () => {
    expect([wireName('classe', 'mesures'), wireName('ada', 'mesures')]).toEqual(['mesures', 'ada.mesures']);
  });
});
