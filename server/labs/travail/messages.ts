// What crosses between the main thread and the threads of this lab: the demonstration server, and the worker that makes a report.
import type { ReportSize, Way } from '#contract/travail.ts';

export type ToDemo =
  | { ping: number }
  /** A request of the page. */
  | { ask: number; way: Way; size: ReportSize }
  /** The queue has the task, or refused it: the request can be answered. */
  | { kept: number };

export type FromDemo =
  | { pong: number }
  | { began: number }
  | { made: number; html: string; ms: number }
  /** To be put into the queue. */
  | { keep: number }
  /** The request is answered. */
  | { answer: number };

export type ToWorker = { make: ReportSize };
export type FromWorker = { began: true } | { progress: number } | { html: string; ms: number };
