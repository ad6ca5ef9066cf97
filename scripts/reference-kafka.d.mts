// The types of reference-kafka.mjs, for those who import it from TypeScript.
export const referenceVersion: string;
export function startReferenceKafka(): Promise<
  { brokers: string; startMs: number; pid: number; stop(): Promise<void> } | { brokers: null; reason: string }
>;
