// What the inspector says of a frame, of a broken one, and of one too large to show.
import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { produce } from '../apis/00-produce/messages.ts';
import { metadata } from '../apis/03-metadata/messages.ts';
import { requestFrame } from './headers.ts';
import { type FieldNode, inspectRequest } from './inspect.ts';

const header = { correlationId: 9, clientId: 'moi' };
const frameOf = (names: string[]): Buffer =>
  Buffer.concat(requestFrame(metadata, 9, header, { topics: names.map((name) => ({ name })) })).subarray(4);
const named = (nodes: readonly FieldNode[], name: string): FieldNode | undefined =>
  nodes.find((node) => node.name === name);

describe('the inspector', () => {
  it('names each field, its type, its value and its bytes', () => {
    const frame = frameOf(['commandes']);
    const { nodes } = inspectRequest(metadata, 9, frame);
    expect(nodes.map(({ name, type, value }) => [name, type, value])).toEqual([
      ['apiKey', 'int16', 3],
      ['apiVersion', 'int16', 9],
      ['correlationId', 'int32', 9],
      ['clientId', 'string?', 'moi'],
      ['tags', 'tags', 0],
      ['topics', 'list?', 1],
      ['allowAutoTopicCreation', 'bool', true],
      ['includeClusterAuthorizedOperations', 'bool', false],
      ['includeTopicAuthorizedOperations', 'bool', false],
      ['tags', 'tags', 0],
    ]);
    const name = named(named(nodes, 'topics')?.children?.[0]?.children ?? [], 'name');
    expect(name).toMatchObject({ type: 'string', value: 'commandes', doc: 'Nom du topic.' });
    expect(frame.subarray((name?.start ?? 0) + 1, name?.end).toString()).toBe('commandes');
  });

  it('explains a frame up to its mistake', () => {
    const frame = frameOf(['commandes']);
    const tree = inspectRequest(metadata, 9, frame.subarray(0, 20));
    expect(tree.problem).toBe('needs 9 bytes, 4 left at byte 16');
    expect(tree.nodes.at(-1)?.name).toBe('topics');
    expect(inspectRequest(metadata, 9, Buffer.concat([frame, Buffer.from('plus')])).problem).toMatch(/^4 bytes after/);
  });

  it('shows a version that the tables do not speak as far as its header', () => {
    const old = Buffer.from('0000000000000001ffff', 'hex');
    const tree = inspectRequest(produce, 0, old);
    expect(tree.nodes).toHaveLength(4);
    expect(tree.problem).toMatch(/Produce v0 is not spoken/);
  });

  it('keeps the tree small and still reads to the end', () => {
    const frame = frameOf(Array.from({ length: 5_000 }, (_, index) => `topic-${index}`));
    const tree = inspectRequest(metadata, 9, frame, { items: 10 });
    expect(tree).toMatchObject({ cut: true, problem: null });
    expect(named(tree.nodes, 'topics')).toMatchObject({ value: 5_000 });
    expect(named(tree.nodes, 'topics')?.children).toHaveLength(10);
    expect(tree.nodes.at(-1)?.end).toBe(frame.length);
    const long = inspectRequest(metadata, 9, frameOf(['x'.repeat(1_000)]), { text: 20 });
    expect(JSON.stringify(long.nodes)).toContain(`"${'x'.repeat(20)}…"`);
  });

  it('shows records by their first bytes', () => {
    const records = new Uint8Array(10_000).fill(0xab);
    const frame = Buffer.concat(
      requestFrame(produce, 7, header, {
        acks: 1,
        timeoutMs: 1,
        topicData: [{ name: 't', partitionData: [{ index: 0, records }] }],
      }),
    ).subarray(4);
    const text = JSON.stringify(inspectRequest(produce, 7, frame).nodes);
    expect(text).toContain(`"value":"${'ab'.repeat(100)}…"`);
    expect(text.length).toBeLessThan(5_000);
  });
});
