// The matrix: who may act where with which command, over every command of the contract: a new one is in it by itself.
import { describe, expect, it } from 'vitest';
import { type KafkaCommand, kafkaCommand } from '#contract/kafka-commands.ts';
import { type Owners, place } from './workspaces.ts';

const owners: Owners = {
  slugOf: (person) => ({ ada: 'ada', bob: 'bob' })[person] ?? null,
  isSandbox: (slug) => ['ada', 'bob', 'parti'].includes(slug),
};

/** A valid value for every field of a command that names nothing in the cluster. */
const values: Record<string, unknown> = {
  key: null,
  value: 'x',
  acks: -1,
  count: 1,
  partitions: 1,
  partition: 0,
  offset: 0,
  consumer: 'c-1',
  delayMs: 1,
  experiment: 'repartition',
  step: 'predire',
  choice: 'attend',
};
const shapes = kafkaCommand.options.map((option) => option.shape);
type Shape = (typeof shapes)[number];

/** A command of this shape that acts on the topic and the group `name`, if it names any. */
function commandOf(shape: Shape, name: string): KafkaCommand {
  const fields = Object.keys(shape).flatMap((field) => {
    if (field === 'topic' || field === 'group') return [[field, name]];
    return field in values ? [[field, values[field]]] : [];
  });
  return kafkaCommand.parse({ ...Object.fromEntries(fields), type: shape.type.value });
}

type Case = [who: string, workspace: string, name: string, result: string | 'forbidden' | 'invalid'];
const cases: Case[] = [
  // Everybody, named or not, acts in the class under the names they type.
  ['nobody', 'classe', 'mesures', 'mesures'],
  ['ada', 'classe', 'mesures', 'mesures'],
  ['ada', 'classe', 'capteurs.mesures', 'capteurs.mesures'],
  ['ada', 'classe', '.mesures', '.mesures'],
  // One's own sandbox, from inside or by its whole name.
  ['ada', 'ada', 'mesures', 'ada.mesures'],
  ['ada', 'ada', 'bob.mesures', 'ada.bob.mesures'],
  ['ada', 'classe', 'ada.mesures', 'ada.mesures'],
  // Nobody else's, whether its owner is here or has left.
  ['nobody', 'classe', 'ada.mesures', 'forbidden'],
  ['bob', 'classe', 'ada.mesures', 'forbidden'],
  ['ada', 'classe', 'parti.mesures', 'forbidden'],
  ['bob', 'ada', 'mesures', 'forbidden'],
  ['nobody', 'ada', 'mesures', 'forbidden'],
  ['nobody', 'inconnu', 'mesures', 'forbidden'],
  // The prefix counts in Kafka's limit.
  ['ada', 'ada', 'x'.repeat(246), 'invalid'],
  ['ada', 'ada', 'x'.repeat(245), `ada.${'x'.repeat(245)}`],
];

function outcome(input: KafkaCommand, who: string, workspace: string): string | KafkaCommand {
  const placed = place(input, who, workspace, owners);
  if (placed.ok) return placed.command;
  return placed.ack.ok ? '' : placed.ack.error.code;
}

describe('workspaces', () => {
  for (const shape of shapes) {
    it(`${shape.type.value}: everybody acts in the class and in their own sandbox, nobody in another's`, () => {
      // Without a name of its own, a command acts on a consumer (the bridge checks whose it is) or on the sender's marks.
      const nameless = !('topic' in shape || 'group' in shape);
      for (const [who, workspace, name, result] of cases) {
        const input = commandOf(shape, name);
        const label = `${who} in ${workspace} on ${name.slice(0, 20)}`;
        const refused = result === 'forbidden' || result === 'invalid';
        const elsewhere = workspace !== 'classe' && who !== workspace;
        const expected = nameless ? (elsewhere ? 'forbidden' : input) : refused ? result : commandOf(shape, result);
        expect(outcome(input, who, workspace), label).toEqual(expected);
      }
    });
  }

  it('says no in French, naming the field', () => {
    const input = kafkaCommand.parse({ type: 'create-topic', topic: 'ada.x', partitions: 1 });
    const placed = place(input, 'bob', 'classe', owners);
    expect(placed).toMatchObject({
      ok: false,
      ack: { error: { code: 'forbidden', field: 'topic', message: expect.stringContaining('bac à sable') } },
    });
  });
});
