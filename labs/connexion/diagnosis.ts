// From an attempt to a diagnosis: how far up the ladder it came, and why it stops. Evidence only: what the connections cannot
// tell is `unknown`, never guessed.
import type { Place } from '#contract/connexion-events.ts';
import { type FirstBytes, firstBytes } from './bytes.ts';
import { type Attempt, type ConnexionState, machineOf } from './lab.ts';

export const rungs = ['reached', 'kafka', 'metadata', 'back', 'work'] as const;
export type Rung = (typeof rungs)[number];
/** `waiting`: it may still come; `unknown`: nothing says yes, nothing says no. */
export type Verdict = 'yes' | 'no' | 'waiting' | 'unknown';

export type Cause =
  | { kind: 'works' }
  | { kind: 'in-progress' }
  /** Opened, and says nothing. */
  | { kind: 'mute' }
  /** Opened and closed again without a byte, as a port scanner does. */
  | { kind: 'probe' }
  | { kind: 'not-kafka'; bytes: FirstBytes | null; detail: string | null }
  /** Asked to authenticate, which this broker does not know. */
  | { kind: 'auth' }
  /** A request that the broker does not serve. */
  | { kind: 'refused'; detail: string }
  | { kind: 'no-metadata' }
  /** The advertised address does not answer, not even to the server. */
  | { kind: 'advertised-dead' }
  /** The advertised address means "this machine", and the program is on another one. */
  | { kind: 'advertised-local' }
  /** Asked for metadata, left by itself. */
  | { kind: 'only-looked' }
  /** Asked for metadata, then nothing: wrong topic, idle program, or an address that only it cannot reach. */
  | { kind: 'silent'; addressIsGood: boolean }
  /** Came back, but wrote nothing, read nothing, joined nothing yet. */
  | { kind: 'no-work' };

export type Diagnosis = { verdicts: Record<Rung, Verdict>; cause: Cause };

/** How long a next step may take before its absence means something, ms. */
export const patienceMs = 6_000;

/** Requests that go to the leader or the coordinator, at the address that the metadata gave. */
const proofs = new Set([
  'Produce',
  'Fetch',
  'ListOffsets',
  'JoinGroup',
  'SyncGroup',
  'Heartbeat',
  'OffsetFetch',
  'OffsetCommit',
]);

const isLocal = (host: string): boolean => host === 'localhost' || host === '::1' || host.startsWith('127.');

const ladder = (...given: Verdict[]): Record<Rung, Verdict> => {
  const [reached = 'yes', kafka = 'unknown', metadata = 'unknown', back = 'unknown', work = 'unknown'] = given;
  return { reached, kafka, metadata, back, work };
};

/** `now`: ms since 1970, on the clock of the events. */
export function diagnose(attempt: Attempt, state: Pick<ConnexionState, 'place' | 'reached'>, now: number): Diagnosis {
  const patient = now - attempt.lastAt < patienceMs;
  const over = attempt.open.length === 0;
  if (attempt.work.length > 0) return { verdicts: ladder('yes', 'yes', 'yes', 'yes', 'yes'), cause: { kind: 'works' } };
  const refusal = refusalOf(attempt);
  // Some clients begin with the password: they speak Kafka, though no request of theirs was served.
  if (attempt.apis.length === 0 && refusal?.kind !== 'auth') return beforeKafka(attempt, over, patient);
  if (refusal)
    return { verdicts: ladder('yes', 'yes', attempt.metadataAt === null ? 'no' : 'yes', 'unknown'), cause: refusal };
  if (attempt.metadataAt === null) {
    if (!over && patient) return { verdicts: ladder('yes', 'yes', 'waiting'), cause: { kind: 'in-progress' } };
    return { verdicts: ladder('yes', 'yes', 'no'), cause: { kind: 'no-metadata' } };
  }
  if (attempt.apis.some((api) => proofs.has(api))) {
    const waits = !over && patient;
    return {
      verdicts: ladder('yes', 'yes', 'yes', 'yes', waits ? 'waiting' : 'unknown'),
      cause: { kind: waits ? 'in-progress' : 'no-work' },
    };
  }
  return afterMetadata(attempt, state, over, now - attempt.metadataAt < patienceMs);
}

function beforeKafka({ end }: Attempt, over: boolean, patient: boolean): Diagnosis {
  if (!over)
    return patient
      ? { verdicts: ladder('yes', 'waiting'), cause: { kind: 'in-progress' } }
      : { verdicts: ladder('yes', 'no'), cause: { kind: 'mute' } };
  if (end?.reason === 'bad-frame' || end?.reason === 'limit') {
    const cause: Cause = { kind: 'not-kafka', bytes: firstBytes(end.detail), detail: end.detail };
    return { verdicts: ladder('yes', 'no'), cause };
  }
  return { verdicts: ladder('yes', 'no'), cause: { kind: 'probe' } };
}

/** SaslHandshake is 17, SaslAuthenticate 36. */
function refusalOf({ end }: Attempt): Cause | null {
  if (end?.reason !== 'bad-frame' || end.detail === null) return null;
  return /unknown API key (17|36)\b/.test(end.detail) ? { kind: 'auth' } : { kind: 'refused', detail: end.detail };
}

function afterMetadata(
  attempt: Attempt,
  { place, reached }: Pick<ConnexionState, 'place' | 'reached'>,
  over: boolean,
  patient: boolean,
): Diagnosis {
  const said = (back: Verdict, cause: Cause): Diagnosis => ({ verdicts: ladder('yes', 'yes', 'yes', back), cause });
  if (patient && !over) return said('waiting', { kind: 'in-progress' });
  if (reached?.reached === false) return said(over ? 'unknown' : 'no', { kind: 'advertised-dead' });
  if (place && !canReach(attempt, place)) return said(over ? 'unknown' : 'no', { kind: 'advertised-local' });
  if (over) return said('unknown', { kind: 'only-looked' });
  const addressIsGood = reached?.reached === true && machineOf(attempt.address) === 'loopback';
  return said('unknown', { kind: 'silent', addressIsGood });
}

/** False only when it is certain: `localhost` on another machine is that machine. */
function canReach(attempt: Attempt, { advertised }: Place): boolean {
  return advertised === null || !isLocal(advertised.host) || machineOf(attempt.address) === 'loopback';
}
