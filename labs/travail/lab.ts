// The lab `travail`, one person's: their demonstration server, and the reports they asked of it, as far as they are kept.
import type { PingsMeasured, ReportSize, TravailEvent, Way } from '#contract/travail.ts';
import type { Lab } from '../lab.ts';

export type Stage = 'asked' | 'queued' | 'hand' | 'working' | 'made' | 'cancelled' | 'failed';
export type ReportView = {
  readonly report: number;
  readonly way: Way;
  readonly size: ReportSize;
  readonly stage: Stage;
  /** Pupils done, by whoever works at it now. */
  readonly done: number;
  /** How long the server took to answer the request, ms; null while it has not. */
  readonly answeredMs: number | null;
  /** The thread that makes it, or made it. */
  readonly thread: number | null;
  readonly attempt: number;
  /** The broker said so at the last delivery. */
  readonly redelivered: boolean;
  readonly kills: number;
  readonly result: { readonly ms: number; readonly bytes: number; readonly sum: string } | null;
  /** Null once it can no longer be read. */
  readonly file: string | null;
  readonly pings: PingsMeasured | null;
  readonly why: 'tries' | 'refused' | 'broken' | null;
};
export type TravailState = {
  readonly server: { readonly thread: number } | null;
  /** Why there is none any more. */
  readonly closed: 'idle' | 'killed' | 'died' | null;
  /** The latest ones, in the order in which they were asked for. */
  readonly reports: readonly ReportView[];
  readonly told: readonly { readonly at: number; readonly event: TravailEvent }[];
  /** Events that are no longer kept. */
  readonly forgotten: number;
};

export const keptReports = 8;
export const keptEvents = 300;

export const travailLab: Lab<TravailState, TravailEvent> = {
  name: 'travail',
  initial: () => ({ server: null, closed: null, reports: [], told: [], forgotten: 0 }),
  fold(state, event, at) {
    const next = step(state, event);
    const room = Math.max(0, next.told.length + 1 - keptEvents);
    return { ...next, told: [...next.told.slice(room), { at, event }], forgotten: next.forgotten + room };
  },
  left(state) {
    const at = state.told.at(-1)?.at ?? 0;
    return endedBy(state).reduce((left, event) => travailLab.fold(left, event, at), state);
  },
};

/** What the loss of the server that ran all this amounts to: its demonstration server, its queue and what it kept went with it. */
function endedBy(state: TravailState): TravailEvent[] {
  const report = underWay(state)?.report;
  return [
    // Killed and about to be opened again counts: nobody will.
    ...(state.server === null && state.closed !== 'killed' ? [] : [{ type: 'closed', why: 'died' } as const]),
    ...(report === undefined ? [] : [{ type: 'failed', report, why: 'broken' } as const]),
    ...state.reports.flatMap((each) =>
      each.file === null ? [] : [{ type: 'forgotten', report: each.report } as const],
    ),
  ];
}

const over: ReadonlySet<Stage> = new Set(['made', 'cancelled', 'failed']);

/** The report that is under way; one person has one at most. */
export const underWay = ({ reports }: TravailState): ReportView | null =>
  reports.findLast(({ stage }) => !over.has(stage)) ?? null;

function add(state: TravailState, report: number, way: Way, size: ReportSize, stage: Stage): TravailState {
  const view: ReportView = {
    report,
    way,
    size,
    stage,
    done: 0,
    answeredMs: null,
    thread: null,
    attempt: 0,
    redelivered: false,
    kills: 0,
    result: null,
    file: null,
    pings: null,
    why: null,
  };
  return { ...state, reports: [...state.reports, view].slice(-keptReports) };
}

const change = (state: TravailState, report: number, how: (view: ReportView) => Partial<ReportView>): TravailState => ({
  ...state,
  reports: state.reports.map((view) => (view.report === report ? { ...view, ...how(view) } : view)),
});

function step(state: TravailState, event: TravailEvent): TravailState {
  switch (event.type) {
    case 'opened':
      return { ...state, server: { thread: event.thread }, closed: null };
    case 'closed':
      return { ...state, server: null, closed: event.why };
    case 'asked':
      return add(state, event.report, event.way, event.size, 'asked');
    case 'found': {
      const { report, size } = event;
      // One may have been given up as lost with its server, which is here again.
      return state.reports.some((each) => each.report === report)
        ? change(state, report, () => ({ stage: 'queued', done: 0, why: null }))
        : add(state, report, 'queue', size, 'queued');
    }
    case 'queued':
      return change(state, event.report, () => ({ stage: 'queued' }));
    case 'answered':
      return change(state, event.report, () => ({ answeredMs: event.ms }));
    case 'given': {
      const { thread, attempt, redelivered } = event;
      return change(state, event.report, () => ({ stage: 'hand', thread, attempt, redelivered, done: 0 }));
    }
    case 'began':
      return change(state, event.report, () => ({ stage: 'working', thread: event.thread }));
    case 'progress':
      return change(state, event.report, () => ({ done: event.done }));
    case 'killed':
      return change(state, event.report, ({ kills }) => ({ stage: 'queued', done: 0, thread: null, kills: kills + 1 }));
    case 'made': {
      const { ms, bytes, sum, file, pings } = event;
      return change(state, event.report, ({ size }) => ({
        stage: 'made',
        done: size,
        result: { ms, bytes, sum },
        file,
        pings,
      }));
    }
    case 'cancelled':
      return change(state, event.report, () => ({ stage: 'cancelled' }));
    case 'failed':
      return change(state, event.report, () => ({ stage: 'failed', why: event.why }));
    case 'forgotten':
      return change(state, event.report, () => ({ file: null }));
    default:
      event satisfies never;
      return state;
  }
}
