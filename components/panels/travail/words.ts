// What happens with a long report, in French.
import type { ReportSize, TravailEvent, Way } from '#contract/travail.ts';
import type { ReportView, TravailState } from '#labs/travail/lab.ts';
import { count, counted } from '../../lab/format.ts';

const oneDigit = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 1 });

/** `0,3 ms`, `30 ms`, `2,4 s`, with a no-break space. */
export function lasting(ms: number): string {
  if (ms >= 1_000) return `${oneDigit.format(ms / 1_000)}\u00a0s`;
  return `${ms < 10 ? oneDigit.format(ms) : count(Math.round(ms))}\u00a0ms`;
}

export const sizeText = (size: ReportSize): string => counted(size, 'élève');
export const wayText = (way: Way): string => (way === 'inline' ? 'dans le gestionnaire' : 'par la file');

export const weight = (bytes: number): string => `${count(Math.round(bytes / 1_000))}\u00a0ko`;

const whyText = {
  tries: 'mis de côté après trois essais',
  refused: 'refusé par la file',
  broken: 'le serveur est mort',
};

/** Where a report is, in a few words. */
export function stageText(report: ReportView): string {
  const { stage, way, done, size, thread } = report;
  switch (stage) {
    case 'asked':
      return way === 'inline' ? 'demandé\u00a0; attend que la machine ait de la place' : 'demandé';
    case 'queued':
      return 'dans la file, en attente d’un ouvrier';
    case 'hand':
      return `chez l’ouvrier (thread ${thread})`;
    case 'working':
      return way === 'inline'
        ? 'le serveur travaille, et n’entend plus rien'
        : `${done} élèves sur ${size}, par l’ouvrier (thread ${thread})`;
    case 'made':
      return 'fait';
    case 'cancelled':
      return 'abandonné';
    case 'failed':
      return report.why === null ? 'pas fait' : `pas fait\u00a0: ${whyText[report.why]}`;
    default:
      stage satisfies never;
      return '';
  }
}

/** What was measured, once it is made. */
export function pingsText({ pings }: ReportView): string {
  if (pings === null) return '';
  const { answered, waited, longestMs } = pings;
  if (answered === 0 && waited === 0) return 'Aucun ping pendant ce travail.';
  const during = answered === 0 ? 'aucune réponse' : counted(answered, 'réponse');
  const after = waited === 0 ? '' : `, ${counted(waited, 'ping')} en attente jusqu’à la fin`;
  return `Pendant le travail\u00a0: ${during}${after}. Le plus long aller-retour\u00a0: ${lasting(longestMs)}.`;
}

/** What stands, in one sentence; what to do when there is nothing. */
export function standing(state: TravailState): string {
  const { server, reports } = state;
  const last = reports.at(-1);
  if (server === null) return 'Le serveur de démonstration s’ouvre…';
  if (!last) return 'Demandez un rapport «\u00a0dans le gestionnaire\u00a0», et regardez les pings.';
  const named = `Rapport ${last.report}, ${wayText(last.way)}\u00a0:`;
  if (last.stage === 'made' && last.result) return `${named} fait en ${lasting(last.result.ms)}${frozenText(last)}.`;
  return `${named} ${stageText(last)}.`;
}

function frozenText({ pings }: ReportView): string {
  if (pings === null || pings.answered + pings.waited === 0) return '';
  return pings.answered === 0
    ? `, et pendant ce temps aucune réponse`
    : `, et pendant ce temps ${counted(pings.answered, 'réponse')}`;
}

export function eventText(event: TravailEvent): string {
  switch (event.type) {
    case 'opened':
      return `Le serveur de démonstration répond (thread ${event.thread}).`;
    case 'closed':
      return event.why === 'idle'
        ? 'Le serveur de démonstration s’arrête\u00a0: personne ne lui parle plus.'
        : event.why === 'killed'
          ? 'Le serveur de démonstration est tué\u00a0: gelé, il n’entendait rien d’autre.'
          : 'Le serveur de démonstration est mort.';
    case 'asked':
      return `On demande le rapport ${event.report} (${sizeText(event.size)}), ${wayText(event.way)}.`;
    case 'found':
      return `Le rapport ${event.report} attendait dans la file depuis avant l’arrêt du serveur.`;
    case 'queued':
      return `Le broker garde la tâche du rapport ${event.report}.`;
    case 'answered':
      return `Le serveur répond à la demande du rapport ${event.report}, après ${lasting(event.ms)}.`;
    case 'given':
      return `L’ouvrier (thread ${event.thread}) reçoit la tâche du rapport ${event.report}${event.redelivered ? `, redistribuée (essai ${event.attempt})` : ''}.`;
    case 'began':
      return `Le travail du rapport ${event.report} commence, dans le thread ${event.thread}.`;
    case 'progress':
      return `Rapport ${event.report}\u00a0: ${counted(event.done, 'élève')}.`;
    case 'killed':
      return `L’ouvrier (thread ${event.thread}) est tué après ${counted(event.done, 'élève')}\u00a0: il n’a rien acquitté.`;
    case 'made':
      return `Le rapport ${event.report} est fait en ${lasting(event.ms)}\u00a0: ${weight(event.bytes)}, empreinte ${event.sum}.`;
    case 'cancelled':
      return `Le rapport ${event.report} est abandonné.`;
    case 'failed':
      return `Le rapport ${event.report} n’est pas fait\u00a0: ${whyText[event.why]}.`;
    case 'forgotten':
      return `Le rapport ${event.report} n’est plus gardé.`;
    default:
      event satisfies never;
      return '';
  }
}
