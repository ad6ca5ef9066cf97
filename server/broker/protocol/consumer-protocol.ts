// What consumers write into the opaque bytes of JoinGroup and SyncGroup (protocol type `consumer`): the broker relays them
// without looking; these readers exist to show who reads what. Versions 0-3; later ones may only add fields at the end.
// ConsumerProtocolSubscription and ConsumerProtocolAssignment: KIP-429 owned partitions, KIP-792 generation, KIP-881 rack.
import { Buffer } from 'node:buffer';
import { structReader } from './decoding.ts';
import { structWriter } from './encoding.ts';
import { DecodeError, Reader } from './reader.ts';
import { bytes, type DraftOf, int32, list, listOf, type MessageOf, string } from './schema.ts';
import { Writer } from './writer.ts';

const LATEST = 3;

const subscription = [
  listOf('topics', '0+', 'Topics auxquels le membre s’abonne.', 'string'),
  bytes('userData', '0+', 'Octets libres de la méthode de répartition.', { nullable: '0+', default: null }),
  list(
    'ownedPartitions',
    '1+',
    'Partitions que le membre tient déjà.',
    [string('topic', '1+', 'Nom du topic.'), listOf('partitions', '1+', 'Numéros des partitions.', 'int32')],
    { default: [] },
  ),
  int32('generationId', '2+', 'Génération de ces partitions, -1 si inconnue.', { default: -1 }),
  string('rackId', '3+', 'Baie ou zone du client.', { nullable: '3+', default: null }),
] as const;

const assignment = [
  list('assignedPartitions', '0+', 'Partitions confiées au membre.', [
    string('topic', '0+', 'Nom du topic.'),
    listOf('partitions', '0+', 'Numéros des partitions.', 'int32'),
  ]),
  bytes('userData', '0+', 'Octets libres de la méthode de répartition.', { nullable: '0+', default: null }),
] as const;

export type ConsumerSubscription = MessageOf<typeof subscription>;
export type ConsumerAssignment = MessageOf<typeof assignment>;

const versions = [0, 1, 2, 3];
const read = {
  subscription: versions.map((version) => structReader(subscription, version, false)),
  assignment: versions.map((version) => structReader(assignment, version, false)),
};
const write = {
  subscription: versions.map((version) => structWriter(subscription, version, false)),
  assignment: versions.map((version) => structWriter(assignment, version, false)),
};

/** Reads with the version the bytes announce; when they end before its fields do, with the versions before it. */
function decode(kind: 'subscription' | 'assignment', content: Uint8Array): unknown {
  if (content.length < 2) return null;
  const announced = new Reader(content).int16();
  for (let version = Math.min(announced, LATEST); version >= 0; version -= 1) {
    try {
      return read[kind][version]?.(new Reader(content, 2)) ?? null;
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
    }
  }
  return null;
}

/** The subscription in JoinGroup's protocol metadata; null when the bytes are something else. Never throws. */
export const decodeSubscription = (content: Uint8Array): ConsumerSubscription | null =>
  decode('subscription', content) as ConsumerSubscription | null;

/** The assignment in SyncGroup; null when the bytes are empty or something else. Never throws. */
export const decodeAssignment = (content: Uint8Array): ConsumerAssignment | null =>
  decode('assignment', content) as ConsumerAssignment | null;

function encode(kind: 'subscription' | 'assignment', version: number, message: unknown): Uint8Array {
  const writer = new Writer();
  writer.int16(version);
  write[kind][version]?.(writer, message);
  return Buffer.concat(writer.finish());
}

export const encodeSubscription = (message: DraftOf<typeof subscription>, version = LATEST): Uint8Array =>
  encode('subscription', version, message);

export const encodeAssignment = (message: DraftOf<typeof assignment>, version = LATEST): Uint8Array =>
  encode('assignment', version, message);
