// The lab `atelier`: one person's workshop as its journal tells it. Lots, consumers, partitions and the producer of the last run;
// of the runs before, what they proved. Pure, bounded.
import type { AtelierEvent, InHand } from '#contract/atelier.ts';
import type { Lab } from '../lab.ts';
import { freshJudge, judge } from './judge.ts';
import { withoutServer } from './left.ts';
import { foldProofs, noProofs, type Proofs } from './proofs.ts';
import type { Pass, RecordState, RunState, SendState, StepState, WorkerState } from './state.ts';

export type AtelierState = { readonly run: RunState | null; readonly last: Told | null; readonly proofs: Proofs };
export type Told = { readonly at: number; readonly event: AtelierEvent };

/** Records drawn of one partition, sends shown: far above what one run makes. */
const most = { records: 40, sends: 30, passes: 60 } as const;

export const atelierLab: Lab<AtelierState, AtelierEvent> = {
  name: 'atelier',
  initial: () => ({ run: null, last: null, proofs: noProofs }),
  fold(before, event, at) {
    const told: AtelierState = isOfRun(event)
      ? { ...before, last: { at, event }, run: before.run && next(before.run, event, at) }
      : before;
    const state = event.type === 'run.started' ? { ...told, run: opened(event) } : told;
    return { ...state, proofs: foldProofs(before.proofs, before.run, state.run, event, at) };
  },
  // What the runs have proved stays, and what was predicted.
  left(state) {
    if (state.run === null || state.run.ended !== null) return state;
    const ended = atelierLab.fold(state, { type: 'ended', reason: 'lost' }, state.last?.at ?? 0);
    return { ...ended, run: ended.run && withoutServer(ended.run) };
  },
};

const isOfRun = ({ type }: AtelierEvent): boolean => type !== 'predicted' && type !== 'experiment.reset';

function opened(event: Extract<AtelierEvent, { type: 'run.started' }>): RunState {
  const { run, settings, incidents, topic, lots } = event;
  return {
    run,
    settings,
    incidents,
    topic,
    lots: lots.map((lot) => ({ lot, steps: [] })),
    workers: [],
    partitions: Array.from({ length: event.partitions }, (_, partition) => ({
      partition,
      records: [],
      committed: null,
    })),
    sends: [],
    passes: [],
    commits: {},
    armed: false,
    struck: null,
    judge: freshJudge(lots),
    ended: null,
  };
}

function next(before: RunState, event: AtelierEvent, at: number): RunState {
  const run: RunState = { ...before, judge: judge(before.judge, event, at) };
  switch (event.type) {
    case 'joined':
      return withWorker(run, event.worker, at, (worker) => ({
        ...worker,
        partitions: event.partitions,
        state: worker.hand ? worker.state : 'waiting',
      }));
    case 'restarted':
      return withWorker(run, event.worker, at, (worker) => ({
        ...worker,
        state: 'joining',
        partitions: [],
        hand: null,
      }));
    case 'sending':
      return withStep(
        {
          ...run,
          sends: [
            ...run.sends,
            { send: event.send, lot: event.lot, step: event.step, state: 'sending' as const, retries: 0 },
          ].slice(-most.sends),
        },
        event,
        'ordered',
      );
    case 'confirmed': {
      const sent = withSend(run, event.send, (send) => ({
        ...send,
        state: event.offset === null ? 'unconfirmed' : 'confirmed',
      }));
      const { partition, offset, lot, step } = event;
      if (partition === null || offset === null) return sent;
      return withStep(withRecord(sent, { partition, offset, lot, step }, 'written'), event, 'written');
    }
    case 'send.retried':
      return withSend(run, event.send, (send) => ({ ...send, retries: send.retries + 1 }));
    case 'send.failed':
      return withSend(run, event.send, (send) => ({ ...send, state: 'failed' }));
    case 'read':
      return held(withStep(withRecord(run, event, 'read'), event, 'written'), event, 'holding', at);
    case 'began': {
      const begun = held(withStep(withRecord(run, event, 'working'), event, 'working'), event, 'working', at);
      return withPass(begun, event, at);
    }
    case 'finished':
      return inPass(
        held(withStep(withRecord(run, event, 'done'), event, 'done'), event, 'done', at),
        ({ worker, offset, finished }) => worker === event.worker && offset === event.offset && finished === null,
        (pass) => ({ ...pass, finished: at }),
      );
    case 'committed':
      return committed(run, event, at);
    case 'crashed':
      return crashed(run, event, at);
    case 'crash.armed':
      return { ...run, armed: true };
    case 'worker.failed':
      return withWorker(run, event.worker, at, (worker) => ({
        ...worker,
        state: 'failed',
        partitions: [],
        hand: null,
      }));
    case 'ended':
      return { ...run, ended: event, armed: false };
    default:
      return run;
  }
}

function withWorker(run: RunState, name: string, at: number, change: (worker: WorkerState) => WorkerState): RunState {
  const known = run.workers.find(({ worker }) => worker === name);
  const fresh: WorkerState = { worker: name, state: 'joining', partitions: [], hand: null, since: at };
  const changed = { ...change(known ?? fresh), since: at };
  const workers = known ? run.workers.map((one) => (one === known ? changed : one)) : [...run.workers, changed];
  return { ...run, workers: workers.toSorted((a, b) => (a.worker < b.worker ? -1 : 1)) };
}

const held = (run: RunState, event: InHand, state: WorkerState['state'], at: number): RunState =>
  withWorker(run, event.worker, at, (worker) => ({ ...worker, state, hand: handOf(event) }));

const handOf = ({ worker, partition, offset, lot, step }: InHand): InHand => ({ worker, partition, offset, lot, step });

function withSend(run: RunState, number: number | null, change: (send: SendState) => SendState): RunState {
  return { ...run, sends: run.sends.map((send) => (send.send === number ? change(send) : send)) };
}

function withPass(run: RunState, event: InHand, at: number): RunState {
  const again = run.passes.some(({ partition, offset }) => partition === event.partition && offset === event.offset);
  // A commit that came first covers it already.
  const next = run.partitions[event.partition]?.committed ?? 0;
  const early = run.commits[`${event.partition}`] ?? null;
  const pass = {
    ...handOf(event),
    began: at,
    finished: null,
    committed: event.offset < next ? early : null,
    died: false,
    again,
  };
  return { ...run, passes: [...run.passes, pass].slice(-most.passes) };
}

const inPass = (run: RunState, is: (pass: Pass) => boolean, change: (pass: Pass) => Pass): RunState => ({
  ...run,
  passes: run.passes.map((pass) => (is(pass) ? change(pass) : pass)),
});

function crashed(run: RunState, event: Extract<AtelierEvent, { type: 'crashed' }>, at: number): RunState {
  const { worker: name, lot, step, point } = event;
  const lotIndex = run.lots.findIndex((one) => one.lot === lot);
  const struck = run.incidents.crash === null && lotIndex >= 0 ? { lot: lotIndex, step, point } : run.struck;
  const dead = withWorker({ ...run, armed: false, struck }, name, at, (worker) => ({
    ...worker,
    state: 'dead',
    partitions: [],
  }));
  return inPass(
    dead,
    ({ worker, committed, finished }) => worker === name && (committed === null || finished === null),
    (pass) => ({ ...pass, died: true }),
  );
}

const stages: readonly StepState[] = ['ordered', 'written', 'working', 'done', 'committed'];

/** A step goes forward; only work done again takes it back. */
function withStep(run: RunState, { lot, step }: { lot: string; step: number }, state: StepState): RunState {
  const lots = run.lots.map((one) => {
    if (one.lot !== lot) return one;
    const known = one.steps[step - 1];
    const isBack = known !== undefined && stages.indexOf(state) < stages.indexOf(known);
    if (isBack && state !== 'working') return one;
    const all = Array.from({ length: Math.max(step, one.steps.length) }, (_, index) => one.steps[index] ?? 'ordered');
    return { ...one, steps: all.with(step - 1, state) };
  });
  return { ...run, lots };
}

function withRecord(
  run: RunState,
  { partition, offset, lot, step }: { partition: number; offset: number; lot: string; step: number },
  state: RecordState['state'],
): RunState {
  const record = { offset, lot, step, state };
  const partitions = run.partitions.map((one) => {
    if (one.partition !== partition) return one;
    const known = one.records.find((each) => each.offset === offset);
    if (known && state === 'written') return one;
    const records = known
      ? one.records.map((each) => (each === known ? record : each))
      : [...one.records, record].toSorted((a, b) => a.offset - b.offset).slice(-most.records);
    return { ...one, records };
  });
  return { ...run, partitions };
}

function committed(before: RunState, event: Extract<AtelierEvent, { type: 'committed' }>, at: number): RunState {
  const { partition, next: upTo, worker: name } = event;
  const partitions = before.partitions.map((one) => (one.partition === partition ? { ...one, committed: upTo } : one));
  const told = inPass(
    { ...before, commits: { ...before.commits, [partition]: at } },
    (pass) => pass.partition === partition && pass.offset < upTo && pass.committed === null && !pass.died,
    (pass) => ({ ...pass, committed: at }),
  );
  const covered = partitions[partition]?.records.filter(({ offset, state }) => offset < upTo && state === 'done') ?? [];
  const run = covered.reduce<RunState>((all, record) => withStep(all, record, 'committed'), { ...told, partitions });
  const worker = run.workers.find((one) => one.worker === name);
  const isOver = worker?.state === 'done' && worker.hand?.partition === partition && worker.hand.offset < upTo;
  return isOver ? withWorker(run, name, at, (one) => ({ ...one, state: 'waiting', hand: null })) : run;
}
