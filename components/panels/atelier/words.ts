// What happens in the workshop, and what breaks, in a reader's words. Pure.
import type { AtelierEvent, CrashPoint, WorkshopSettings } from '#contract/atelier.ts';
import type { Verdict, Violation, ViolationKind, Witness } from '#labs/atelier/judge.ts';
import { machines, type SettingName } from '#labs/atelier/plan.ts';
import type { RunState } from '#labs/atelier/state.ts';
import { clockTimeMs, counted } from '../../lab/format.ts';

export const machineCode = (step: number): string => machines[step - 1]?.code ?? `étape ${step}`;

/** A setting as one names it when it is not as the statement asks. */
export const offText: Record<SettingName, string> = {
  keyed: 'sans clé',
  acks: 'acks ≠ all',
  idempotent: 'sans idempotence',
  awaited: 'sans attendre',
  autoCommit: 'commit automatique',
  commitAfter: 'commit avant le travail',
  oneByOne: 'plusieurs messages par lecture',
};

const died: Record<CrashPoint, string> = {
  before: 'avant de commencer',
  during: 'pendant le travail',
  between: 'entre le travail et le commit',
  after: 'après le commit',
};

function deathText(point: CrashPoint, { autoCommit, commitAfter }: WorkshopSettings): string {
  if (point !== 'between') return died[point];
  if (autoCommit) return 'pendant le travail, après le commit automatique';
  return commitAfter ? 'après le travail, avant le commit' : 'après le commit, avant le travail';
}

export const emptyText = 'Aucun lot en cours. Lancez LOT_42\u00a0: trois machines vont le traiter, dans l’ordre.';

/** The last event; what to do when there is none yet. */
export function lastText(run: RunState | null, event: AtelierEvent | null): string {
  return run === null || event === null ? emptyText : eventText(run, event);
}

export function eventText(run: RunState, event: AtelierEvent): string {
  switch (event.type) {
    case 'run.started':
      return `L’atelier ouvre\u00a0: ${counted(event.settings.consumers, 'consommateur rejoint', 'consommateurs rejoignent')} le groupe.`;
    case 'joined':
      return `${event.worker} ${shareText(event.partitions)}.`;
    case 'sending':
      return `Le producteur envoie ${event.lot}, étape ${event.step}.`;
    case 'confirmed':
      return event.offset === null
        ? `${event.lot}, étape ${event.step}\u00a0: parti, sans demander de confirmation.`
        : `${event.lot}, étape ${event.step}\u00a0: écrit en P${event.partition}, offset ${event.offset}, et confirmé.`;
    case 'send.retried':
      return `Pas de confirmation\u00a0: le client réessaie («\u00a0${event.reason}\u00a0»).`;
    case 'send.failed':
      return `${event.lot}, étape ${event.step}\u00a0: le client renonce («\u00a0${event.reason}\u00a0»).`;
    case 'read':
      return `${event.worker} lit P${event.partition}, offset ${event.offset}\u00a0: ${event.lot}, étape ${event.step}.`;
    case 'began':
      return `${machineCode(event.step)} commence ${event.lot} (${event.worker}, P${event.partition}, offset ${event.offset}).`;
    case 'finished':
      return `${machineCode(event.step)} a terminé ${event.lot} (offset ${event.offset}).`;
    case 'committed':
      return `${event.worker} valide P${event.partition}\u00a0: prochain offset ${event.next}.`;
    case 'commit.refused':
      return `Le broker refuse le commit de ${event.worker} («\u00a0${event.reason}\u00a0»)\u00a0: l’étape sera rejouée.`;
    case 'crashed':
      return `Panne\u00a0! ${event.worker} meurt ${deathText(event.point, run.settings)}\u00a0: ${event.lot}, étape ${event.step}.`;
    case 'crash.armed':
      return 'Panne armée\u00a0: le prochain consommateur entre (a) et (b) mourra.';
    case 'restarted':
      return `${event.worker} redémarre et rejoint le groupe.`;
    case 'worker.failed':
      return `${event.worker} a échoué («\u00a0${event.reason}\u00a0»).`;
    case 'ended':
      return endText(event);
    case 'predicted':
    case 'experiment.reset':
      return '';
    default:
      event satisfies never;
      return '';
  }
}

const shareText = (partitions: readonly number[]): string =>
  partitions.length === 0
    ? 'n’a plus de partition'
    : `lit ${partitions.length > 1 ? 'les partitions' : 'la partition'} ${partitions.join(', ')}`;

function endText({ reason, why }: Extract<AtelierEvent, { type: 'ended' }>): string {
  if (reason === 'done') return 'Plus rien à lire\u00a0: le déroulé est terminé.';
  if (reason === 'time') return 'Arrêté après deux minutes.';
  if (reason === 'stopped') return 'Arrêté.';
  if (reason === 'lost') return 'Arrêté\u00a0: le serveur qui menait l’atelier a disparu.';
  return why === undefined ? 'Le déroulé a échoué.' : `Le déroulé s’arrête\u00a0: «\u00a0${why}\u00a0».`;
}

/** What broke, in one sentence. */
export function violationText({ kind, lot, step }: Violation): string {
  const machine = machineCode(step);
  const sentences: Record<ViolationKind, string> = {
    lost: `Étape perdue\u00a0: ${machine} n’a jamais traité ${lot}.`,
    twice: `Étape faite deux fois\u00a0: ${machine} a traité ${lot} une fois de trop.`,
    'out-of-order': `Désordre\u00a0: ${lot} est passé à la suite avant ${machine}.`,
    'two-at-once': `Deux machines à la fois sur ${lot}.`,
    'replayed-late': `Rejoué trop tard\u00a0: ${machine} reprend ${lot} après une étape suivante.`,
    uncommitted: `Commit manquant\u00a0: ${lot} passe à l’étape suivante avant le commit de ${machine}.`,
    'committed-early': `Validé trop tôt\u00a0: le commit de ${lot} vient avant la fin de ${machine}.`,
  };
  return sentences[kind];
}

export const violationNames: Record<ViolationKind, string> = {
  lost: 'étape perdue',
  twice: 'étape faite deux fois',
  'out-of-order': 'étapes dans le désordre',
  'two-at-once': 'deux machines à la fois',
  'replayed-late': 'étape rejouée trop tard',
  uncommitted: 'étape suivante avant le commit',
  'committed-early': 'validé trop tôt',
};

/** One of the two events that crossed: when, and what. */
export function witnessText(witness: Witness): { time: string; what: string } {
  return { time: clockTimeMs(witness.at), what: whatText(witness) };
}

function whatText({ type, step, partition, offset }: Witness): string {
  const machine = machineCode(step ?? 0);
  const place = `P${partition}, offset ${offset}`;
  if (type === 'sending') return `envoi de l’étape ${step}`;
  if (type === 'began') return `${machine} commence (${place})`;
  if (type === 'finished') return `${machine} a terminé (${place})`;
  if (type === 'committed') return `commit de P${partition}\u00a0: prochain offset ${offset}`;
  return 'fin\u00a0: plus rien à lire';
}

export function verdictText(verdict: Verdict, run: RunState): string {
  if (verdict?.result === 'broken') return violationText(verdict.worst);
  if (verdict?.result === 'kept')
    return `Invariant tenu\u00a0: ${run.lots.length > 1 ? `${run.lots.length} lots traités, chacun` : 'lot traité'} dans l’ordre 1, 2, 3.`;
  return '';
}
