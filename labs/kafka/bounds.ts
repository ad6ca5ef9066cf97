// How much of the past the state keeps: the snapshot crosses the wire, so every list has an end.

export const bounds = {
  topics: 200,
  /** Partitions drawn per topic; `TopicState.count` tells the real number. */
  partitions: 64,
  /** Records kept per partition. */
  recent: 60,
  /** Records kept in all partitions together: the longest silent partition gives first. */
  recentTotal: 2_000,
  /** Characters kept of a key, a value, one header; the whole record is asked for when somebody opens it. */
  keyText: 200,
  valueText: 600,
  headers: 20,
  headerText: 200,
  clients: 500,
  /** Programs that have left are shown for a while. */
  leftClients: 30,
  leftClientsMs: 15 * 60_000,
  producedTopics: 8,
  groups: 200,
  forgottenGroups: 200,
  members: 300,
  formerMembers: 12,
  committed: 2_000,
  consumers: 300,
  lines: 200,
  /** Two facts alike and closer than this are told in one line. */
  lineMergeMs: 1_000,
  /** People with marks of their own in an experiment; the others read the class's. */
  people: 120,
  /** (group, topic) pairs that one experiment follows for one person, and for the class with all its sandboxes. */
  runs: 8,
  commonRuns: 160,
} as const;
