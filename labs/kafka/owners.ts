// Who owns which partitions: the part of a group that experiments and the event line keep as evidence.

export type Owned = { topic: string; partitions: readonly number[] };

/** Who owns what once a group is stable. */
export type Owner = {
  memberId: string;
  label: string;
  clientId: string;
  consumer: string | null;
  assignment: readonly Owned[];
};

/** Partitions of `topic` given to this member or owner. */
export function partitionsOf(member: { assignment: readonly Owned[] }, topic: string): readonly number[] {
  return member.assignment.find((each) => each.topic === topic)?.partitions ?? [];
}
