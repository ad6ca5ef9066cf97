// What a kafkajs error means for the person who asked. Total: whatever comes, one French sentence; the cause goes to the log.
import type { ErrorCode, WireError } from '#contract/errors.ts';

type Told = { code: ErrorCode; message: string };

const unavailable: Told = {
  code: 'unavailable',
  message: 'Le broker Kafka ne répond pas. Réessayez dans quelques secondes.',
};
const noSuchPlace: Told = { code: 'not-found', message: 'Ce topic ou cette partition n’existe pas.' };
const tooLarge: Told = { code: 'too-large', message: 'Le broker refuse ce message\u00a0: il est trop grand.' };
const forbidden: Told = { code: 'forbidden', message: 'Le broker interdit cette opération.' };
const badTopicName: Told = { code: 'invalid', message: 'Le broker refuse ce nom de topic.' };
const badGroupName: Told = { code: 'invalid', message: 'Le broker refuse ce nom de groupe.' };
const unknown: Told = { code: 'broker-error', message: 'Le broker n’a pas pu faire cette opération.' };

/** By protocol error (kafkajs `type`), class name (`name`) or system code (`code`). */
const meanings = new Map<string, Told>([
  ['ECONNREFUSED', unavailable],
  ['ECONNRESET', unavailable],
  ['ETIMEDOUT', unavailable],
  ['ENOTFOUND', unavailable],
  ['EHOSTUNREACH', unavailable],
  ['KafkaJSConnectionError', unavailable],
  ['KafkaJSConnectionClosedError', unavailable],
  ['KafkaJSRequestTimeoutError', unavailable],
  ['KafkaJSBrokerNotFound', unavailable],
  ['KafkaJSNoBrokerAvailableError', unavailable],
  ['KafkaJSGroupCoordinatorNotFound', unavailable],
  ['LEADER_NOT_AVAILABLE', unavailable],
  ['NOT_LEADER_FOR_PARTITION', unavailable],
  ['BROKER_NOT_AVAILABLE', unavailable],
  ['GROUP_COORDINATOR_NOT_AVAILABLE', unavailable],
  ['GROUP_LOAD_IN_PROGRESS', unavailable],
  ['NOT_COORDINATOR_FOR_GROUP', unavailable],
  ['NETWORK_EXCEPTION', unavailable],
  ['KafkaJSServerDoesNotSupportApiKey', { code: 'unsupported', message: 'Ce broker ne connaît pas cette opération.' }],
  ['REQUEST_TIMED_OUT', { code: 'unavailable', message: 'Le broker n’a pas confirmé à temps. Réessayez.' }],
  ['UNKNOWN_TOPIC_OR_PARTITION', noSuchPlace],
  ['NoSuchPartition', noSuchPlace],
  ['OFFSET_OUT_OF_RANGE', { code: 'not-found', message: 'Cet offset n’est pas dans le journal de la partition.' }],
  ['INVALID_TOPIC_EXCEPTION', badTopicName],
  ['INVALID_TOPIC_NAME', badTopicName],
  ['TOPIC_ALREADY_EXISTS', { code: 'invalid', message: 'Ce topic existe déjà.' }],
  ['INVALID_PARTITIONS', { code: 'invalid', message: 'Le broker refuse ce nombre de partitions.' }],
  ['INVALID_REPLICATION_FACTOR', { code: 'invalid', message: 'Le broker refuse ce nombre de répliques.' }],
  ['POLICY_VIOLATION', { code: 'forbidden', message: 'Une règle du broker interdit cette opération.' }],
  ['MESSAGE_TOO_LARGE', tooLarge],
  ['RECORD_LIST_TOO_LARGE', tooLarge],
  ['INVALID_REQUIRED_ACKS', { code: 'invalid', message: 'Le broker refuse cette valeur de acks.' }],
  [
    'NOT_ENOUGH_REPLICAS',
    { code: 'broker-error', message: 'Trop peu de répliques à jour\u00a0: le broker refuse d’écrire avec acks=all.' },
  ],
  [
    'NOT_ENOUGH_REPLICAS_AFTER_APPEND',
    {
      code: 'broker-error',
      message: 'Le message est écrit, mais trop peu de répliques l’ont recopié pour acks=all.',
    },
  ],
  ['INVALID_GROUP_ID', badGroupName],
  [
    'INCONSISTENT_GROUP_PROTOCOL',
    {
      code: 'broker-error',
      message: 'Un autre membre du groupe répartit les partitions d’une façon que ce consommateur ne connaît pas.',
    },
  ],
  ['GROUP_MAX_SIZE_REACHED', { code: 'limit-reached', message: 'Ce groupe a atteint son nombre maximal de membres.' }],
  ['TOPIC_AUTHORIZATION_FAILED', forbidden],
  ['GROUP_AUTHORIZATION_FAILED', forbidden],
  ['CLUSTER_AUTHORIZATION_FAILED', forbidden],
  ['KafkaJSSASLAuthenticationError', { code: 'forbidden', message: 'Le broker refuse les identifiants donnés.' }],
]);

type Loose = { type?: unknown; name?: unknown; code?: unknown; cause?: unknown; errors?: unknown };

/** An error and what it wraps, outermost first; a chain is never followed further than eight links. */
function* chain(error: unknown, depth = 0): Generator<Loose> {
  if (typeof error !== 'object' || error === null || depth > 8) return;
  const loose = error as Loose;
  yield loose;
  if (Array.isArray(loose.errors)) for (const each of loose.errors.slice(0, 8)) yield* chain(each, depth + 1);
  yield* chain(loose.cause, depth + 1);
}

/** The French sentence and the code for any error whatever; protocol errors are believed before the wrappers around them. */
export function toWireError(error: unknown): WireError {
  const links = [...chain(error)];
  for (const part of ['type', 'code', 'name'] as const) {
    for (const link of links) {
      const told = typeof link[part] === 'string' ? meanings.get(link[part]) : undefined;
      if (told) return { ...told };
    }
  }
  return { ...unknown };
}

/** True when trying again later may help: the broker is away, not unwilling. */
export const isPassing = (error: unknown): boolean => toWireError(error).code === 'unavailable';

/** What is written to the log of an error: its message and kind, never a whole object graph. */
export function causeOf(error: unknown): { err: string; type?: string } {
  const first = [...chain(error)].find((link) => typeof link.type === 'string');
  const err = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return first ? { err, type: String(first.type) } : { err };
}
