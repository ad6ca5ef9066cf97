// The report under way, from its request to its end.
import type { ReportSize, TravailEvent, Way } from '#contract/travail.ts';
import type { Hand } from './hand.ts';
import type { Slot } from './slots.ts';

export type Job = {
  /** 0: a task of before, not seen yet. */
  report: number;
  readonly way: Way;
  size: ReportSize;
  /** Passed on to the demonstration server. */
  askedAt: number;
  slot: Slot | null;
  hand: Hand | null;
  /** Pupils done, as told. */
  told: number;
  /** The demonstration server has answered, or never will. */
  settle(): void;
};

/** What the queue's side asks of the shop. */
export type JobCare = {
  tell(event: TravailEvent): void;
  /** The report that is under way now. */
  current(): Job | null;
  /** A worker begins: what is measured from now on belongs to its report. */
  began(job: Job, thread: number): void;
  made(job: Job, html: string, ms: number): Promise<void>;
  failed(job: Job, why: Extract<TravailEvent, { type: 'failed' }>['why']): void;
  trouble(error: unknown): void;
};
