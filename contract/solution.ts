// The solution of the TD, for whoever holds the teacher's code: never part of a page.
import { z } from 'zod';

/** `POST` with `{ code }`: answered by an Ack of this. */
export const solutionPath = '/solution-td';
export const solutionRequest = z.strictObject({ code: z.string().max(100) });
export type Solution = { files: { name: string; text: string }[] };
