// The exchange told by the lab `ordre`, and the shape of any other (tests draw some). A participant sends their messages in
// the order written here; one that answers waits until what it answers has been delivered to its sender.

export type Line = {
  readonly id: string;
  readonly sender: number;
  readonly text: string;
  /** Messages of others that its sender has read before writing it. */
  readonly after: readonly string[];
};
export type Exchange = { readonly participants: readonly string[]; readonly lines: readonly Line[] };

export const participants = ['Alice', 'Bob', 'Chloé'] as const;

export const rendezVous: Exchange = {
  participants,
  lines: [
    { id: 'A1', sender: 0, text: 'Rendez-vous à 17\u00a0h\u00a0?', after: [] },
    { id: 'A2', sender: 0, text: 'Devant la bibliothèque.', after: [] },
    { id: 'B1', sender: 1, text: 'Non, 18\u00a0h.', after: ['A1'] },
    { id: 'C1', sender: 2, text: 'J’apporte les plans.', after: [] },
  ],
};
