// The solution of the TD, for whoever holds the teacher's code: never part of a page. No schema here: a page imports this file.

/** `POST` with `{ code }`: answered by an Ack of this. */
export const solutionPath = '/solution-td';
export type Solution = { files: { name: string; text: string }[] };
