// The bytes that consumers exchange through the group, ours and those of kafkajs.
import { Buffer } from 'node:buffer';
import kafkajs from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { decodeAssignment, decodeSubscription, encodeAssignment, encodeSubscription } from './consumer-protocol.ts';

const { AssignerProtocol } = kafkajs;
const owned = [{ topic: 'commandes', partitions: [0, 2] }];

describe('a subscription', () => {
  it('says in each version what that version can', () => {
    const full = { topics: ['commandes'], userData: null, ownedPartitions: owned, generationId: 4, rackId: 'a' };
    const seen = [0, 1, 2, 3].map((version) => decodeSubscription(encodeSubscription(full, version)));
    expect(seen).toEqual([
      { ...full, ownedPartitions: [], generationId: -1, rackId: null },
      { ...full, generationId: -1, rackId: null },
      { ...full, rackId: null },
      full,
    ]);
  });

  it('of kafkajs is understood', () => {
    const bytes = AssignerProtocol.MemberMetadata.encode({
      version: 1,
      topics: ['a', 'b'],
      userData: Buffer.from('u'),
    });
    expect(decodeSubscription(bytes)).toMatchObject({ topics: ['a', 'b'], userData: new Uint8Array([117]) });
  });

  it('of a later version is read as far as we know', () => {
    const bytes = Buffer.concat([encodeSubscription({ topics: ['a'] }), Buffer.from('plus')]);
    bytes.writeInt16BE(9, 0);
    expect(decodeSubscription(bytes)?.topics).toEqual(['a']);
  });

  it('that is something else is null', () => {
    expect(decodeSubscription(new Uint8Array(0))).toBeNull();
    expect(decodeSubscription(Buffer.from('connect worker'))).toBeNull();
    expect(decodeSubscription(Buffer.from([0xff, 0xff, 0, 0, 0, 0]))).toBeNull();
  });
});

describe('an assignment', () => {
  it('comes back, and kafkajs understands it', () => {
    const bytes = encodeAssignment({ assignedPartitions: owned });
    expect(decodeAssignment(bytes)).toEqual({ assignedPartitions: owned, userData: null });
    expect(AssignerProtocol.MemberAssignment.decode(Buffer.from(bytes))).toMatchObject({
      assignment: { commandes: [0, 2] },
    });
  });

  it('of kafkajs is understood', () => {
    const userData = Buffer.alloc(0);
    const bytes = AssignerProtocol.MemberAssignment.encode({ version: 0, assignment: { commandes: [1] }, userData });
    expect(decodeAssignment(bytes)?.assignedPartitions).toEqual([{ topic: 'commandes', partitions: [1] }]);
  });
});
