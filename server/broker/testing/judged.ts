// The differences between this broker and Apache Kafka that were looked at, each with its judgement. A probe that differs
// and is not here is news; one that is here and does not differ any more is to be taken out.

export type Judgement = {
  probe: string;
  ours: string;
  theirs: string;
  /** `harmless`: stays as it is. `to fix`: Apache is right and this is not done yet. */
  verdict: 'harmless' | 'to fix';
  why: string;
};

export const judged: readonly Judgement[] = [
  {
    probe: 'Produce: a topic that is not there',
    ours: 'created, written to',
    theirs: '3',
    verdict: 'harmless',
    why: 'Clients ask Metadata first, which creates it in both; bare tools are spared a step.',
  },
  {
    probe: 'Produce: a name that is none',
    ours: '17',
    theirs: '3',
    verdict: 'harmless',
    why: 'Nobody retries in vain: 17 says that it never will work.',
  },
  {
    probe: 'Produce: no records',
    ours: '87',
    theirs: 'no answer',
    verdict: 'harmless',
    why: 'No client sends it; an answer is better than none.',
  },
  {
    probe: 'Produce: half a batch',
    ours: '2',
    theirs: '87',
    verdict: 'harmless',
    why: 'Refused by both. No client sends it.',
  },
  {
    probe: 'Produce: bytes after the batch',
    ours: '2',
    theirs: 'accepted, bytes ignored',
    verdict: 'harmless',
    why: 'Stricter: bytes that are not stored are not acknowledged.',
  },
  {
    probe: 'Produce: two batches',
    ours: 'accepted',
    theirs: '87',
    verdict: 'harmless',
    why: 'More lenient; clients send one batch a partition since Produce 3.',
  },
  {
    probe: 'Produce: magic 1',
    ours: '43',
    theirs: '87',
    verdict: 'harmless',
    why: 'Refused by both; 43 names the reason.',
  },
  {
    probe: 'Produce: an unknown codec',
    ours: '76',
    theirs: '-1',
    verdict: 'harmless',
    why: 'Refused by both; 76 names the reason.',
  },
  {
    probe: 'Produce: a base offset of its own',
    ours: 'accepted, offset 0',
    theirs: '87',
    verdict: 'harmless',
    why: 'More lenient; the base offset is the broker’s to write.',
  },
  {
    probe: 'Fetch: a leader epoch of the future',
    ours: 'aborted transactions: []',
    theirs: 'aborted transactions: null',
    verdict: 'harmless',
    why: 'Same error (75); with an error nobody looks at that list, and for other errors Apache sends [] as well.',
  },
  {
    probe: 'OffsetCommit: without a name',
    ours: '24',
    theirs: 'accepted',
    verdict: 'harmless',
    why: 'Apache allows the empty group for clients of before 2014; a name is clearer in a classroom.',
  },
  {
    probe: 'DescribeConfigs: values of a new topic',
    ours: 'segment.bytes 16 MiB; min.insync.replicas: a default',
    theirs: 'segment.bytes 1 GiB; min.insync.replicas: a default set on the cluster',
    verdict: 'harmless',
    why: 'Segments must be small for retention to be seen in a classroom; the source is how KRaft 4.1 keeps its defaults.',
  },
  {
    probe: 'IncrementalAlterConfigs: an operation that is none',
    ours: '40',
    theirs: '-1',
    verdict: 'harmless',
    why: 'Refused by both; 40 says why.',
  },
  {
    probe: 'IncrementalAlterConfigs: set to null',
    ours: '40',
    theirs: '42',
    verdict: 'harmless',
    why: 'Refused by both with a message; no client makes a difference.',
  },
  {
    probe: 'IncrementalAlterConfigs: one setting twice',
    ours: '40',
    theirs: '42',
    verdict: 'harmless',
    why: 'Refused by both with a message; no client makes a difference.',
  },
];

/** The table of LIMITS.md. */
export function judgedTable(): string {
  const rows = judged.map(({ probe, ours, theirs, verdict, why }) => [probe, ours, theirs, `${verdict}: ${why}`]);
  const lines = [['Asked', 'Here', 'Apache Kafka', 'Judgement'], ['---', '---', '---', '---'], ...rows];
  return lines.map((line) => `| ${line.join(' | ')} |`).join('\n');
}
