// The lab `travail`: a long report, asked of a demonstration server that makes it itself or leaves it to a work queue.
import { z } from 'zod';

/** Pupils in the report. Each one costs the same work: see labs/travail/report.ts. */
export const reportSizes = [10, 20, 40, 80] as const;
export type ReportSize = (typeof reportSizes)[number];

export const ways = ['inline', 'queue'] as const;
/** In the handler of the request, or through the queue. */
export type Way = (typeof ways)[number];

export const travailBounds = {
  /** A task given out this often and not done is put aside. */
  deliveries: 3,
  /** Pings of one person that wait for an answer. */
  pings: 200,
  /** Reports of one person that may be read. */
  kept: 2,
  /** How long they may be read, ms. */
  keptMs: 15 * 60_000,
} as const;

/** Where a report is read by whoever asked for it, followed by its id. */
export const reportPath = '/travail/rapport/';

export const travailCommand = z.discriminatedUnion('type', [
  /** A demonstration server of one's own. There is one already: it goes on. */
  z.strictObject({ type: z.literal('open') }),
  /** To the demonstration server and back. */
  z.strictObject({ type: z.literal('ping') }),
  z.strictObject({ type: z.literal('make'), way: z.enum(ways), size: z.literal(reportSizes) }),
  /** The report under way is given up; made in the handler, there is no other way than to kill the server. */
  z.strictObject({ type: z.literal('cancel') }),
  /** The worker that makes the report dies. */
  z.strictObject({ type: z.literal('kill') }),
]);
export type TravailCommand = z.infer<typeof travailCommand>;

/** What the server measured of the pings that it passed on, from the beginning of the work to its end. */
export type PingsMeasured = {
  /** Answered meanwhile. */
  answered: number;
  /** Asked meanwhile and answered after the end. */
  waited: number;
  /** The longest round trip, and what is usual before: a median, null when nothing was asked before. ms */
  longestMs: number;
  usualMs: number | null;
  /** [ms after the beginning, round trip in ms], those asked first. */
  list: [at: number, ms: number][];
};

/** `thread`: Node's number of a thread. `report`: 1, 2, 3… */
export type TravailEvent =
  | { type: 'opened'; thread: number }
  | { type: 'closed'; why: 'idle' | 'killed' | 'died' }
  | { type: 'asked'; report: number; way: Way; size: ReportSize }
  /** A task of before this server started. */
  | { type: 'found'; report: number; size: ReportSize }
  /** The broker promised to keep the task. */
  | { type: 'queued'; report: number }
  /** The demonstration server answered the request, `ms` after it was passed on. */
  | { type: 'answered'; report: number; ms: number }
  /** A worker has the task in its hand. */
  | { type: 'given'; report: number; thread: number; attempt: number; redelivered: boolean }
  | { type: 'began'; report: number; thread: number }
  /** Pupils done. */
  | { type: 'progress'; report: number; done: number }
  | { type: 'killed'; report: number; thread: number; done: number }
  | { type: 'made'; report: number; ms: number; bytes: number; sum: string; file: string; pings: PingsMeasured }
  | { type: 'cancelled'; report: number }
  /** Put aside by the broker after too many tries; or no broker took it; or a bug. */
  | { type: 'failed'; report: number; why: 'tries' | 'refused' | 'broken' }
  /** It can no longer be read. */
  | { type: 'forgotten'; report: number };
