// The door of the chat broker.
export { type Answered, whenAnswered } from './answered.ts';
export {
  type Chat,
  type ChatSession,
  type ChatStats,
  createChat,
  type DoorChat,
  type DoorSession,
} from './broker.ts';
export { openChatStore } from './open-store.ts';
export { createSharedChat } from './shared/shared-chat.ts';
export { isCode } from './teacher.ts';
export type { Batch, Peer, Who } from './types.ts';
