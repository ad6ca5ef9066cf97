// A run whose server is lost: its consumers and its producer died with it, wherever they were. Pure.
import type { RunState } from './state.ts';

export function withoutServer(run: RunState): RunState {
  return {
    ...run,
    armed: false,
    workers: run.workers.map((worker) =>
      worker.state === 'dead' || worker.state === 'failed' ? worker : { ...worker, state: 'dead', partitions: [] },
    ),
    partitions: run.partitions.map((partition) => ({
      ...partition,
      records: partition.records.map((record) => (record.state === 'working' ? { ...record, state: 'read' } : record)),
    })),
    passes: run.passes.map((pass) =>
      pass.committed === null || pass.finished === null ? { ...pass, died: true } : pass,
    ),
  };
}
