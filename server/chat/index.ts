// The door of the chat broker.
export { type Chat, type ChatSession, type ChatStats, createChat } from './broker.ts';
export { openChatStore } from './open-store.ts';
export { isCode } from './teacher.ts';
export type { Batch, Peer, Who } from './types.ts';
