// Every bound of the chat, with its reason. A class is 30 to 300 people; the outer walls are for programs gone mad.

export const chatDefaults = {
  /** Messages kept per room (CHAT_HISTORY_SIZE). */
  historySize: 100,
  /** How long a message is kept, ms (CHAT_HISTORY_TTL); null: as long as there is room. */
  historyTtlMs: null as number | null,
  /** Characters kept in all rooms together: above, the room that grows forgets its oldest first. */
  historyChars: 32_000_000,
  rooms: 200,
  /** A room with a past in which nobody was for so long makes place for another one, ms. */
  abandonedMs: 24 * 3_600_000,
  roomsPerPerson: 20,
  /** Rooms that the server opens for itself: one for each person of a large class who tries acknowledgements. */
  ownRooms: 300,
  /** Private topics of people; the one unused for longest makes place. */
  privateTopics: 500,
  /** Client message ids remembered of each person in a room: more than any client of ours has waiting (100, cli/client.ts). */
  recentIdsEach: 200,
  /** …and of all in all rooms together: a class of 300 with everything waiting, some 20 MB. */
  recentIds: 100_000,
  /** Messages kept per subscriber that acknowledges, and subscribers who do: three in each of the server's own rooms, too. */
  pendingEach: 500,
  subscribers: 2_000,
  /** No sign of the person for so long: away, ms. */
  idleMs: 120_000,
  /** Wrong codes for the history, in all, before one must wait; one more comes back every six seconds. */
  codeTries: 10,
} as const;

export type ChatLimits = {
  [Key in keyof typeof chatDefaults]: (typeof chatDefaults)[Key] extends number ? number : number | null;
};
